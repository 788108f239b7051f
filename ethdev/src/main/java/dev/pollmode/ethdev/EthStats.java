package dev.pollmode.ethdev;

/// Totals of a port since it was attached or its statistics were reset.
///
/// @param rxPackets packets received
/// @param txPackets packets sent
/// @param rxBytes bytes received, without frame check sequences
/// @param txBytes bytes sent, without frame check sequences
/// @param rxMissed packets the device dropped because nobody took them in time
/// @param rxErrors packets received with errors
/// @param txErrors packets that could not be sent
/// @param rxNoMbuf receptions that failed because the pool was empty
public record EthStats(long rxPackets, long txPackets, long rxBytes, long txBytes, long rxMissed, long rxErrors, long txErrors,
                       long rxNoMbuf) {
    /// Nothing counted.
    public static final EthStats ZERO = new EthStats(0, 0, 0, 0, 0, 0, 0, 0);

    /// {@return the sum of both}
    ///
    /// @param other what to add
    public EthStats plus(final EthStats other) {
        return new EthStats(rxPackets + other.rxPackets, txPackets + other.txPackets, rxBytes + other.rxBytes,
            txBytes + other.txBytes, rxMissed + other.rxMissed, rxErrors + other.rxErrors, txErrors + other.txErrors,
            rxNoMbuf + other.rxNoMbuf);
    }

    /// {@return what was counted since an earlier reading}
    ///
    /// @param earlier the earlier reading
    public EthStats minus(final EthStats earlier) {
        return new EthStats(rxPackets - earlier.rxPackets, txPackets - earlier.txPackets, rxBytes - earlier.rxBytes,
            txBytes - earlier.txBytes, rxMissed - earlier.rxMissed, rxErrors - earlier.rxErrors, txErrors - earlier.txErrors,
            rxNoMbuf - earlier.rxNoMbuf);
    }
}
