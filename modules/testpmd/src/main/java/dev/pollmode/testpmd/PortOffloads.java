package dev.pollmode.testpmd;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.testpmd.port.TestPort;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

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
        add(rx, options.rxChecksums, RxOffload.IPV4_CKSUM, RxOffload.TCP_CKSUM, RxOffload.UDP_CKSUM);
        add(rx, options.scatter, RxOffload.SCATTER);
        add(rx, options.lro, RxOffload.TCP_LRO);
        add(rx, options.rxTimestamps, RxOffload.TIMESTAMP);
        add(rx, options.vlan || options.vlanFilter, RxOffload.VLAN_FILTER);
        add(rx, options.vlan || options.vlanStrip, RxOffload.VLAN_STRIP);
        add(rx, options.vlan || options.vlanExtend, RxOffload.VLAN_EXTEND);
        add(rx, options.vlan || options.qinqStrip, RxOffload.QINQ_STRIP);
        for (final TestPort port : session.ports().all()) {
            port.rxOffloads().addAll(rx);
            port.txOffloads().addAll(tx);
        }
    }

    private static void add(final EnumSet<RxOffload> offloads, final boolean asked, final RxOffload... more) {
        if (asked) {
            offloads.addAll(List.of(more));
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
