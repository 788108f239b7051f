package dev.pollmode.ethdev;

/// What one queue counted, read at one moment.
///
/// @param packets received or sent
/// @param bytes received or sent
/// @param errors packets that could not be received or sent
/// @param noMbuf receptions that failed because the pool was empty
/// @param missed packets the device dropped because nobody took them in time
public record QueueStats(long packets, long bytes, long errors, long noMbuf, long missed) {
    /// Nothing counted.
    public static final QueueStats ZERO = new QueueStats(0, 0, 0, 0, 0);

    static QueueStats of(final QueueCounters counters) {
        return new QueueStats(counters.packets(), counters.bytes(), counters.errors(), counters.noMbuf(), counters.missed());
    }

    QueueStats minus(final QueueStats earlier) {
        return new QueueStats(packets - earlier.packets, bytes - earlier.bytes, errors - earlier.errors, noMbuf - earlier.noMbuf,
            missed - earlier.missed);
    }
}
