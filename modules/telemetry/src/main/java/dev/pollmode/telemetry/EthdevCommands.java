package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueInfo;
import dev.pollmode.ethdev.QueueStats;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/// Ports: `/ethdev/…`, with the keys of DPDK.
final class EthdevCommands {
    /// RTE_ETHDEV_QUEUE_STAT_CNTRS: of so many queues DPDK tells what they counted.
    private static final int QUEUES = 16;

    private final Eal eal;

    EthdevCommands(final Eal eal) {
        this.eal = eal;
    }

    void register(final Telemetry telemetry) {
        telemetry.register("/ethdev/list", "Returns list of available ethdev ports. Takes no parameters",
            _ -> EthDevs.of(eal).all().map(EthDev::id).toList());
        port(telemetry, "stats", "Returns the common stats for a port", EthdevCommands::stats);
        telemetry.register("/ethdev/xstats", "Returns the extended stats for a port. Parameters: int port_id,hide_zero=true|false (optional)", this::xstats);
        port(telemetry, "info", "Returns the device info for a port", EthdevCommands::info);
        port(telemetry, "link_status", "Returns the link status for a port", EthdevCommands::link);
        port(telemetry, "macs", "Returns the MAC addresses for a port", EthdevCommands::macs);
        telemetry.register("/ethdev/rx_queue", "Returns Rx queue info for a port. Parameters: int port_id, int queue_id", parameters -> queue(parameters, true));
        telemetry.register("/ethdev/tx_queue", "Returns Tx queue info for a port. Parameters: int port_id, int queue_id", parameters -> queue(parameters, false));
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
        final Map<String, Object> data = new LinkedHashMap<>();
        int i = 0;
        for (final Object mac : port.findCapability(MacFilter.class).<List<?>>map(MacFilter::macs).orElseGet(() -> List.of(port.mac()))) {
            data.put("Address " + i++, mac.toString());
        }
        return data;
    }

    private static Object info(final EthDev port) {
        final EthConf conf = port.conf();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", port.name());
        data.put("state", 1);
        data.put("nb_rx_queues", conf.rxQueues());
        data.put("nb_tx_queues", conf.txQueues());
        data.put("port_id", port.id());
        data.put("mtu", port.mtu());
        data.put("rx_mbuf_size_min", port.info().minRxBufferSize());
        data.put("rx_mbuf_alloc_fail", port.stats().rxNoMbuf());
        data.put("mac_addr", port.mac().toString());
        data.put("promiscuous", flag(port.findCapability(Promiscuous.class).map(Promiscuous::isPromiscuous).orElse(false)));
        data.put("scattered_rx", flag(conf.rxOffloads().contains(RxOffload.SCATTER)));
        data.put("all_multicast", flag(port.findCapability(AllMulticast.class).map(AllMulticast::isAllMulticast).orElse(false)));
        data.put("dev_started", flag(port.isStarted()));
        data.put("lro", flag(conf.rxOffloads().contains(RxOffload.TCP_LRO)));
        data.put("dev_configured", flag(conf.rxQueues() + conf.txQueues() > 0));
        data.put("rxq_state", each(conf.rxQueues(), i -> flag(port.rxQueueInfo(i).started())));
        data.put("txq_state", each(conf.txQueues(), i -> flag(port.txQueueInfo(i).started())));
        data.put("numa_node", port.device().numaNode());
        data.put("rx_offloads", "0x%x".formatted(RxOffload.mask(conf.rxOffloads())));
        data.put("tx_offloads", "0x%x".formatted(TxOffload.mask(conf.txOffloads())));
        data.put("ethdev_rss_hf", "0x%x".formatted(conf.rssHashTypes()));
        return data;
    }

    private static int flag(final boolean on) {
        return on ? 1 : 0;
    }

    private Object queue(final String parameters, final boolean receives) {
        final int[] numbers = Parameters.numbers(parameters, 2);
        final EthDev port = EthDevs.of(eal).port(numbers[0]);
        final QueueInfo info = receives ? port.rxQueueInfo(numbers[1]) : port.txQueueInfo(numbers[1]);
        final Map<String, Object> data = new LinkedHashMap<>();
        if (receives) {
            data.put("mempool_name", info.poolName());
            data.put("offloads", "0x%x".formatted(RxOffload.mask(info.conf().rxOffloads())));
        } else {
            data.put("offloads", "0x%x".formatted(TxOffload.mask(info.conf().txOffloads())));
        }
        data.put("deferred_start", flag(info.conf().deferredStart()));
        data.put("queue_state", flag(info.started()));
        data.put("nb_desc", info.conf().descriptors());
        data.put("path", info.path());
        return data;
    }
}
