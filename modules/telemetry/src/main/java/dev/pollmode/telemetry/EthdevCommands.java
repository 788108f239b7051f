package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.FirmwareVersion;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueStats;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanOffload;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Ports: `/ethdev/…`, with the keys of DPDK.
final class EthdevCommands {
    /// RTE_ETHDEV_QUEUE_STAT_CNTRS: of so many queues DPDK tells what they counted.
    private static final int QUEUES = 16;

    /// DPDK lists VLANs by the words of a bit set.
    private static final int VLAN_BLOCK = 64;
    /// RTE_ETH_DEV_INTR_LSC.
    private static final int TELLS_LINK = 0x2;
    /// RTE_ETH_DEV_INTR_RMV.
    private static final int TELLS_REMOVAL = 0x8;

    private final Eal eal;

    EthdevCommands(final Eal eal) {
        this.eal = eal;
    }

    void register(final Telemetry telemetry) {
        telemetry.register("/ethdev/list", "Returns list of available ethdev ports. Takes no parameters",
            _ -> EthDevs.of(eal).available().map(EthDev::id).toList());
        port(telemetry, "stats", "Returns the common stats for a port", EthdevCommands::stats);
        telemetry.register("/ethdev/xstats", "Returns the extended stats for a port. Parameters: int port_id,hide_zero=true|false (optional)", this::xstats);
        port(telemetry, "info", "Returns the device info for a port", EthdevCommands::info);
        port(telemetry, "link_status", "Returns the link status for a port", EthdevCommands::link);
        port(telemetry, "macs", "Returns the MAC addresses for a port", EthdevCommands::macs);
        port(telemetry, "rss_info", "Returns the RSS info for a port", EthdevCommands::rss);
        port(telemetry, "vlan", "Returns the VLAN info for a port", EthdevCommands::vlan);
    }

    private void port(final Telemetry telemetry, final String name, final String help, final Function<EthDev, Object> data) {
        telemetry.register("/ethdev/" + name, help + ". Parameters: int port_id", parameters -> data.apply(EthDevs.of(eal).port(Parameters.number(parameters))));
    }

    private static Object stats(final EthDev port) {
        final EthStats stats = port.stats();
        final EthConf conf = port.conf();
        final List<QueueStats> rx = each(conf.rxQueues(), port::rxQueueStats);
        final List<QueueStats> tx = each(conf.txQueues(), port::txQueueStats);
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("ipackets", stats.rxPackets());
        data.put("opackets", stats.txPackets());
        data.put("ibytes", stats.rxBytes());
        data.put("obytes", stats.txBytes());
        data.put("imissed", stats.rxMissed());
        data.put("ierrors", stats.rxErrors());
        data.put("oerrors", stats.txErrors());
        data.put("rx_nombuf", stats.rxNoMbuf());
        data.put("q_ipackets", column(rx, QueueStats::packets));
        data.put("q_opackets", column(tx, QueueStats::packets));
        data.put("q_ibytes", column(rx, QueueStats::bytes));
        data.put("q_obytes", column(tx, QueueStats::bytes));
        data.put("q_errors", column(rx, QueueStats::errors));
        return data;
    }

    private static <T> List<T> each(final int count, final IntFunction<T> of) {
        final List<T> all = new ArrayList<>();
        for (int i = 0; i < Math.min(QUEUES, count); i++) {
            all.add(of.apply(i));
        }
        return all;
    }

    private static List<Long> column(final List<QueueStats> queues, final ToLongFunction<QueueStats> value) {
        return each(QUEUES, i -> i < queues.size() ? value.applyAsLong(queues.get(i)) : 0L);
    }

    private Object xstats(final String parameters) {
        final int comma = parameters.indexOf(',');
        final boolean hideZero = comma >= 0 && "hide_zero=true".equals(parameters.substring(comma + 1));
        final Map<String, Long> values = EthDevs.of(eal).port(Parameters.number(comma < 0 ? parameters : parameters.substring(0, comma))).xstats();
        if (!hideZero) {
            return values;
        }
        final Map<String, Long> counted = new LinkedHashMap<>(values);
        counted.values().removeIf(value -> value == 0);
        return counted;
    }

    private static Object link(final EthDev port) {
        final Link link = port.link();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("status", link.up() ? "UP" : "DOWN");
        if (link.up()) {
            data.put("speed", link.speedMbps());
            data.put("duplex", link.fullDuplex() ? "full-duplex" : "half-duplex");
        }
        return data;
    }

    private static Object macs(final EthDev port) {
        return port.findCapability(MacFilter.class).map(MacFilter::macs).orElseGet(() -> List.of(port.mac()));
    }

    private static Object info(final EthDev port) {
        final EthConf conf = port.conf();
        final EthDevInfo info = port.info();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", port.name());
        port.findCapability(FirmwareVersion.class).ifPresent(firmware -> data.put("fw_version", firmware.firmwareVersion()));
        data.put("state", 1);
        data.put("nb_rx_queues", conf.rxQueues());
        data.put("nb_tx_queues", conf.txQueues());
        data.put("port_id", port.id());
        data.put("mtu", port.mtu());
        data.put("rx_mbuf_size_min", info.minRxBufferSize());
        data.put("rx_mbuf_alloc_fail", port.stats().rxNoMbuf());
        data.put("mac_addr", port.mac().toString());
        data.put("promiscuous", Parameters.flag(port.findCapability(Promiscuous.class).map(Promiscuous::isPromiscuous).orElse(false)));
        data.put("scattered_rx", Parameters.flag(conf.rxOffloads().contains(RxOffload.SCATTER)));
        data.put("all_multicast", Parameters.flag(port.findCapability(AllMulticast.class).map(AllMulticast::isAllMulticast).orElse(false)));
        data.put("dev_started", Parameters.flag(port.isStarted()));
        data.put("lro", Parameters.flag(conf.rxOffloads().contains(RxOffload.TCP_LRO)));
        data.put("dev_configured", Parameters.flag(conf.rxQueues() + conf.txQueues() > 0));
        data.put("rxq_state", each(conf.rxQueues(), i -> Parameters.flag(port.rxQueueInfo(i).started())));
        data.put("txq_state", each(conf.txQueues(), i -> Parameters.flag(port.txQueueInfo(i).started())));
        data.put("numa_node", port.device().numaNode());
        data.put("dev_flags", Parameters.hex((info.linkEvent() ? TELLS_LINK : 0) | (info.removalEvent() ? TELLS_REMOVAL : 0)));
        data.put("rx_offloads", Parameters.names(conf.rxOffloads()));
        data.put("tx_offloads", Parameters.names(conf.txOffloads()));
        data.put("ethdev_rss_hf", Parameters.hex(conf.rssHashTypes()));
        return data;
    }

    private static Object rss(final EthDev port) {
        final RssControl rss = port.capability(RssControl.class);
        final byte[] key = rss.rssKey();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("rss_hf", Parameters.hex(rss.rssHashTypes()));
        data.put("rss_key_len", key.length);
        data.put("rss_key", HexFormat.of().formatHex(key));
        data.put("algorithm", "default");
        return data;
    }

    private static Object vlan(final EthDev port) {
        final Set<RxOffload> on = port.findCapability(VlanOffload.class).map(VlanOffload::vlanOffloads).orElseGet(() -> port.conf().rxOffloads());
        final SortedSet<Integer> vlans = port.vlans();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("pvid", 0);
        data.put("hw_vlan_reject_tagged", 0);
        data.put("hw_vlan_reject_untagged", 0);
        data.put("hw_vlan_insert_pvid", 0);
        for (final RxOffload offload : List.of(RxOffload.VLAN_STRIP, RxOffload.VLAN_EXTEND, RxOffload.QINQ_STRIP, RxOffload.VLAN_FILTER)) {
            data.put(offload.name(), Parameters.onOff(on.contains(offload)));
        }
        data.put("vlan_num", vlans.size());
        data.put("vlan_ids", vlans.stream().collect(Collectors.groupingBy(EthdevCommands::block, LinkedHashMap::new, Collectors.toList())));
        return data;
    }

    private static String block(final int vlan) {
        final int first = vlan / VLAN_BLOCK * VLAN_BLOCK;
        return "vlan_" + first + "_to_" + (first + VLAN_BLOCK - 1);
    }
}
