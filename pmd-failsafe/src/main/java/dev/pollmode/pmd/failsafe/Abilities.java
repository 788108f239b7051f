package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.DescriptorLimits;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a failsafe port can do: what all sub-devices that are there can do, and no more than a list of its own.
///
/// Without sub-devices it is that list and the widest limits.
final class Abilities {
    private static final int MAX_QUEUES = 1024;
    private static final int MAX_MACS = 128;
    private static final int MAX_MTU = 65535;
    private static final int MAX_PACKET = MAX_MTU + 18;
    private static final int RSS_KEY = 40;
    private static final int RSS_TABLE = 512;
    private static final Set<RxOffload> RX = EnumSet.of(RxOffload.VLAN_STRIP, RxOffload.IPV4_CKSUM, RxOffload.UDP_CKSUM,
        RxOffload.TCP_CKSUM, RxOffload.TCP_LRO, RxOffload.QINQ_STRIP, RxOffload.OUTER_IPV4_CKSUM, RxOffload.VLAN_FILTER,
        RxOffload.VLAN_EXTEND, RxOffload.SCATTER, RxOffload.TIMESTAMP, RxOffload.RSS_HASH);
    private static final Set<TxOffload> TX = EnumSet.of(TxOffload.MULTI_SEGS, TxOffload.MBUF_FAST_FREE, TxOffload.IPV4_CKSUM,
        TxOffload.UDP_CKSUM, TxOffload.TCP_CKSUM, TxOffload.TCP_TSO);

    private Abilities() {
    }

    private static EthDevInfo widest() {
        return EthDevInfo.builder(FailsafeDriver.NAME).maxQueues(MAX_QUEUES, MAX_QUEUES).rxSizes(0, MAX_PACKET).mtu(68, MAX_MTU)
            .maxMacAddresses(MAX_MACS).rxOffloads(RX).txOffloads(TX).rss(RssHash.IP | RssHash.TCP | RssHash.NONFRAG_IPV4_UDP
            | RssHash.NONFRAG_IPV6_UDP, RSS_KEY, RSS_TABLE).events(true, false).build();
    }

    /// {@return what a port over these can do}
    ///
    /// @param subs of each sub-device that is there
    static EthDevInfo common(final List<EthDevInfo> subs) {
        EthDevInfo common = widest();
        for (final EthDevInfo sub : subs) {
            common = both(common, sub);
        }
        return common;
    }

    private static EthDevInfo both(final EthDevInfo a, final EthDevInfo b) {
        final EnumSet<RxOffload> rx = EnumSet.noneOf(RxOffload.class);
        rx.addAll(a.rxOffloads());
        rx.retainAll(b.rxOffloads());
        final EnumSet<TxOffload> tx = EnumSet.noneOf(TxOffload.class);
        tx.addAll(a.txOffloads());
        tx.retainAll(b.txOffloads());
        return EthDevInfo.builder(FailsafeDriver.NAME)
            .maxQueues(Math.min(a.maxRxQueues(), b.maxRxQueues()), Math.min(a.maxTxQueues(), b.maxTxQueues()))
            .rxSizes(Math.max(a.minRxBufferSize(), b.minRxBufferSize()), Math.min(a.maxRxPacketLength(), b.maxRxPacketLength()))
            .mtu(Math.max(a.minMtu(), b.minMtu()), Math.min(a.maxMtu(), b.maxMtu()))
            .maxMacAddresses(Math.min(a.maxMacAddresses(), b.maxMacAddresses())).rxOffloads(rx).txOffloads(tx)
            .descriptors(both(a.rxDescriptors(), b.rxDescriptors()), both(a.txDescriptors(), b.txDescriptors()))
            .maxSegments(Math.min(a.maxSegments(), b.maxSegments()))
            .rss(a.rssHashTypes() & b.rssHashTypes(), Math.min(a.rssKeySize(), b.rssKeySize()), Math.min(a.rssTableSize(), b.rssTableSize()))
            .events(true, false).build();
    }

    private static DescriptorLimits both(final DescriptorLimits a, final DescriptorLimits b) {
        final int max = Math.min(a.max(), b.max());
        final int min = Math.max(a.min(), b.min());
        // A multiple of both: limits are powers of two in practice; else the product holds.
        final int align = Math.max(a.align(), b.align()) % Math.min(a.align(), b.align()) == 0 ? Math.max(a.align(), b.align())
            : a.align() * b.align();
        final int wanted = Math.clamp(Math.min(a.preferred(), b.preferred()), Math.min(min, max), max);
        return new DescriptorLimits(max, min, align, Math.max(wanted / align * align, Math.min(max, (min + align - 1) / align * align)));
    }

    /// {@return which sub-devices lack offloads, to be added to a message}
    ///
    /// @param missing offloads of either direction
    /// @param subs those that are there
    static String whoLacks(final Set<?> missing, final List<SubDevice> subs) {
        final List<String> parts = new ArrayList<>();
        for (final Object offload : missing) {
            final List<String> without = subs.stream().filter(sub -> !has(sub.port(), offload)).map(SubDevice::toString).toList();
            parts.add(offload + (without.isEmpty() ? ": fail-safe ports don't pass it on" : ": " + String.join(", ", without)
                + (without.size() == 1 ? " lacks it" : " lack it")));
        }
        return "; " + String.join("; ", parts);
    }

    private static boolean has(final EthDev port, final Object offload) {
        if (port == null || !port.isOpen()) {
            return true;
        }
        final EthDevInfo info = port.info();
        return info.rxOffloads().contains(offload) || info.txOffloads().contains(offload);
    }
}
