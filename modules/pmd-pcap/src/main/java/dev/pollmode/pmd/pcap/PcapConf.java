package dev.pollmode.pmd.pcap;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.sys.Errno;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The arguments of a device: a file for each queue.
///
/// @param received files to read, one for each receiving queue
/// @param sent files to write, one for each sending queue
/// @param endless whether a file that ended begins again
record PcapConf(List<String> received, List<String> sent, boolean endless) {
    static final String USAGE = "rx_pcap=<file>,tx_pcap=<file>,infinite_rx=<0|1>";

    /// How many queues each way there can be.
    static final int MAX_QUEUES = 16;

    private static final String RX_PCAP = "rx_pcap";
    private static final String TX_PCAP = "tx_pcap";
    private static final String INFINITE_RX = "infinite_rx";
    // Known to C DPDK, where libpcap reads and writes interfaces of the kernel.
    private static final List<String> INTERFACES = List.of("iface", "rx_iface", "rx_iface_in", "tx_iface");

    static PcapConf parse(final String device, final String arguments) {
        final Set<String> known = new HashSet<>(INTERFACES);
        known.addAll(List.of(RX_PCAP, TX_PCAP, INFINITE_RX));
        final Kvargs kvargs = Kvargs.parse(arguments, known);
        INTERFACES.stream().filter(kvargs::has).findFirst().ifPresent(key -> {
            throw new EalException(Errno.ENOTSUP, device + ": ENOTSUP, " + key + "=" + kvargs.all(key).getFirst()
                + ": this driver reads and writes files; use net_af_packet for an interface of the kernel, or net_tap to make one");
        });
        final PcapConf conf = new PcapConf(kvargs.all(RX_PCAP), kvargs.all(TX_PCAP), kvargs.bool(INFINITE_RX, false));
        conf.check(device);
        return conf;
    }

    private void check(final String device) {
        if (received.isEmpty() && sent.isEmpty()) {
            throw wrong(device, "needs rx_pcap=<file>, tx_pcap=<file> or both");
        }
        if (received.size() > MAX_QUEUES || sent.size() > MAX_QUEUES) {
            throw wrong(device, "more than " + MAX_QUEUES + " files one way");
        }
        final Set<String> files = new HashSet<>(received);
        for (final String file : sent) {
            if (!files.add(file)) {
                throw wrong(device, "tx_pcap=" + file + " is used twice");
            }
        }
    }

    private static EalException wrong(final String device, final String reason) {
        return new EalException(Errno.EINVAL, device + ": EINVAL, " + reason);
    }

    /// {@return how many queues can receive: as many as can send when nothing is read}
    int rxQueues() {
        return received.isEmpty() ? sent.size() : received.size();
    }

    /// {@return how many queues can send: as many as can receive when nothing is written}
    int txQueues() {
        return sent.isEmpty() ? received.size() : sent.size();
    }
}
