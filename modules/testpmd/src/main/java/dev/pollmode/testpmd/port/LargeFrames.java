package dev.pollmode.testpmd.port;

import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Frames larger than the MTU, which the sender's kernel left whole and the receiver's device or kernel cuts: they
/// cross from port to port as they are when each port can receive and send them.
public final class LargeFrames {
    private static final Set<RxOffload> RX_NEEDED = EnumSet.of(RxOffload.TCP_LRO, RxOffload.SCATTER);
    private static final Set<RxOffload> RX_USEFUL = EnumSet.of(RxOffload.TCP_LRO, RxOffload.SCATTER, RxOffload.TCP_CKSUM,
        RxOffload.UDP_CKSUM);
    private static final Set<TxOffload> TX_NEEDED = EnumSet.of(TxOffload.TCP_TSO, TxOffload.TCP_CKSUM, TxOffload.MULTI_SEGS);
    private static final Set<TxOffload> TX_USEFUL = EnumSet.of(TxOffload.TCP_TSO, TxOffload.TCP_CKSUM, TxOffload.UDP_CKSUM,
        TxOffload.IPV4_CKSUM, TxOffload.MULTI_SEGS);

    private LargeFrames() {
    }

    /// {@return whether all these ports can receive and send them}
    ///
    /// @param ports those that forward to each other
    public static boolean possible(final List<EthDevInfo> ports) {
        return !ports.isEmpty() && ports.stream()
            .allMatch(port -> port.rxOffloads().containsAll(RX_NEEDED) && port.txOffloads().containsAll(TX_NEEDED));
    }

    static Set<RxOffload> rx(final EthDevInfo port) {
        final EnumSet<RxOffload> offloads = EnumSet.copyOf(RX_USEFUL);
        offloads.retainAll(port.rxOffloads());
        return offloads;
    }

    static Set<TxOffload> tx(final EthDevInfo port) {
        final EnumSet<TxOffload> offloads = EnumSet.copyOf(TX_USEFUL);
        offloads.retainAll(port.txOffloads());
        return offloads;
    }
}
