package dev.pollmode.testpmd.forward;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What can be done with the packets of a stream, by the names of DPDK's testpmd.
public enum ForwardMode {
    /// Sends packets as they came.
    IO("io", IoForward::new),
    /// Sends packets from the port's own address to that of the peer.
    MAC("mac", MacForward::new),
    /// Exchanges source and destination address.
    MACSWAP("macswap", MacSwapForward::new),
    /// Makes packets of many flows.
    FLOWGEN("flowgen", FlowGen::new),
    /// Receives and frees.
    RXONLY("rxonly", RxOnly::new),
    /// Makes packets and sends them.
    TXONLY("txonly", TxOnly::new),
    /// Checks checksums and computes them anew.
    CSUM("csum", ChecksumForward::new),
    /// Answers ARP and ICMP echo requests.
    ICMPECHO("icmpecho", IcmpEcho::new),
    /// Forwards with a working set of its own.
    NOISY("noisy", NoisyForward::new),
    /// Exchanges source and destination of layers 2, 3 and 4.
    FIVE_TUPLE_SWAP("5tswap", FiveTupleSwap::new);

    private final String text;
    private final Function<StreamSetup, Forwarder> maker;

    ForwardMode(final String text, final Function<StreamSetup, Forwarder> maker) {
        this.text = text;
        this.maker = maker;
    }

    /// {@return the name as the user types it}
    public String text() {
        return text;
    }

    /// {@return a stream in this mode}
    ///
    /// @param stream its queues and settings
    public Forwarder forwarder(final StreamSetup stream) {
        return maker.apply(stream);
    }

    /// {@return whether packets go back to the port they came from}
    public boolean answers() {
        return this == ICMPECHO;
    }

    /// {@return whether it needs queues that receive}
    public boolean receives() {
        return this != TXONLY;
    }

    /// {@return whether it needs queues that send}
    public boolean sends() {
        return this != RXONLY;
    }

    /// {@return the mode of that name}
    ///
    /// @param name as the user typed it
    public static Optional<ForwardMode> find(final String name) {
        return Arrays.stream(values()).filter(mode -> mode.text.equals(name)).findFirst();
    }

    /// {@return all names}
    public static List<String> names() {
        return Arrays.stream(values()).map(ForwardMode::text).toList();
    }
}
