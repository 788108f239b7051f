package dev.pollmode.testpmd;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.testpmd.port.TestPort;
import java.util.Arrays;
import java.util.EnumSet;

/// Offloads that options ask of all ports.
final class PortOffloads {
    private PortOffloads() {
    }

    static void apply(final AppOptions options, final Session session) {
        final EnumSet<RxOffload> rx = EnumSet.noneOf(RxOffload.class);
        final EnumSet<TxOffload> tx = EnumSet.noneOf(TxOffload.class);
        if (options.rxOffloads != null) {
            final long mask = mask("rx-offloads", options.rxOffloads);
            Arrays.stream(RxOffload.values()).filter(offload -> (offload.bit() & mask) != 0).forEach(rx::add);
            requireKnown("rx-offloads", mask, RxOffload.mask(rx));
        }
        if (options.txOffloads != null) {
            final long mask = mask("tx-offloads", options.txOffloads);
            Arrays.stream(TxOffload.values()).filter(offload -> (offload.bit() & mask) != 0).forEach(tx::add);
            requireKnown("tx-offloads", mask, TxOffload.mask(tx));
        }
        if (options.rxChecksums) {
            rx.addAll(EnumSet.of(RxOffload.IPV4_CKSUM, RxOffload.TCP_CKSUM, RxOffload.UDP_CKSUM));
        }
        if (options.scatter) {
            rx.add(RxOffload.SCATTER);
        }
        if (options.lro) {
            rx.add(RxOffload.TCP_LRO);
        }
        for (final TestPort port : session.ports().all()) {
            port.rxOffloads().addAll(rx);
            port.txOffloads().addAll(tx);
        }
    }

    private static long mask(final String what, final String text) {
        return Selections.mask(what, text).stream().mapToLong(bit -> 1L << bit).sum();
    }

    private static void requireKnown(final String what, final long wanted, final long known) {
        if ((wanted & ~known) != 0) {
            throw new StartupException(what + " 0x" + Long.toHexString(wanted) + ": bits 0x" + Long.toHexString(wanted & ~known)
                + " mean no offload that is known");
        }
    }
}
