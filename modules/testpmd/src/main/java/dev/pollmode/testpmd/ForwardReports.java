package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthStats;
import dev.pollmode.testpmd.forward.BurstSizes;
import dev.pollmode.testpmd.forward.Forwarder;
import dev.pollmode.testpmd.forward.StreamPlan;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// What forwarding counted: packets by port, and what streams add to that.
final class ForwardReports {
    private static final String PORT_BORDER = "-".repeat(22);
    private static final String PORT_END = "-".repeat(76);
    private static final String TOTAL_BORDER = "+".repeat(15);
    private static final String TOTAL_END = "+".repeat(76);
    /// What is not needed of the many burst sizes is called `other`.
    private static final int BURST_SIZES_SHOWN = 3;

    private ForwardReports() {
    }

    /// {@return the statistics since forwarding started or they were cleared}
    ///
    /// @param forwarding what runs or ran
    /// @param settings the mode
    /// @param ports whose
    static Report statistics(final Forwarding forwarding, final Settings settings, final List<TestPort> ports) {
        final Map<StreamPlan, Forwarder> streams = forwarding.forwarders();
        final StringBuilder text = new StringBuilder();
        final List<Object> portData = new ArrayList<>();
        if (streams.size() > ports.size()) {
            streams.forEach((plan, forwarder) -> stream(plan, forwarder, text));
        }
        EthStats total = EthStats.ZERO;
        long totalDropped = 0;
        for (final TestPort port : ports) {
            final EthStats counted = port.counted();
            final List<Forwarder> sending = select(streams, plan -> plan.txPort() == port.id());
            final List<Forwarder> receiving = select(streams, plan -> plan.rxPort() == port.id());
            final long dropped = sum(sending, forwarder -> forwarder.counters().dropped());
            portData.add(port(port.id(), counted, dropped, receiving, sending, settings, text));
            total = total.plus(counted);
            totalDropped += dropped;
        }
        text.append("\n  ").append(TOTAL_BORDER).append(" Accumulated forward statistics for all ports").append(TOTAL_BORDER).append('\n');
        packets(total, totalDropped, "", "", text);
        if (total.rxNoMbuf() > 0) {
            text.append("  RX-nombufs: %-14d\n".formatted(total.rxNoMbuf()));
        }
        text.append("  ").append(TOTAL_END).append('\n');
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("ports", portData);
        data.put("total", counters(total, totalDropped));
        if (settings.recordCycles) {
            cycles(streams, total, settings, text, data);
        }
        return new Report(text.toString(), data);
    }

    private static void stream(final StreamPlan plan, final Forwarder forwarder, final StringBuilder text) {
        final var counters = forwarder.counters();
        if (counters.received() + counters.sent() + counters.dropped() == 0) {
            return;
        }
        text.append("\n  ------- Forward Stats for RX Port=%2d/Queue=%2d -> TX Port=%2d/Queue=%2d -------\n".formatted(plan.rxPort(),
            plan.rxQueue(), plan.txPort(), plan.txQueue()));
        text.append("  RX-packets: %-14d TX-packets: %-14d TX-dropped: %-14d\n".formatted(counters.received(), counters.sent(),
            counters.dropped()));
    }

    private static Object port(final int id, final EthStats counted, final long dropped, final List<Forwarder> receiving,
                               final List<Forwarder> sending, final Settings settings, final StringBuilder text) {
        text.append("\n  %s Forward statistics for port %-2d %s\n".formatted(PORT_BORDER, id, PORT_BORDER));
        final Map<String, Object> data = counters(counted, dropped);
        data.put("port", id);
        final String rxBursts = settings.recordBursts ? bursts("RX", receiving, Forwarder::rxSizes, data) : "";
        final String txBursts = settings.recordBursts ? bursts("TX", sending, Forwarder::txSizes, data) : "";
        packets(counted, dropped, rxBursts, txBursts, text);
        text.append("  ").append(PORT_END).append('\n');
        return data;
    }

    private static void packets(final EthStats counted, final long dropped, final String afterRx, final String afterTx,
                                final StringBuilder text) {
        text.append("  RX-packets: %-14d RX-dropped: %-14dRX-total: %d\n".formatted(counted.rxPackets(), counted.rxMissed(),
            counted.rxPackets() + counted.rxMissed())).append(afterRx);
        text.append("  TX-packets: %-14d TX-dropped: %-14dTX-total: %d\n".formatted(counted.txPackets(), dropped,
            counted.txPackets() + dropped)).append(afterTx);
    }

    private static Map<String, Object> counters(final EthStats counted, final long dropped) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("rx_packets", counted.rxPackets());
        data.put("rx_dropped", counted.rxMissed());
        data.put("rx_total", counted.rxPackets() + counted.rxMissed());
        data.put("tx_packets", counted.txPackets());
        data.put("tx_dropped", dropped);
        data.put("tx_total", counted.txPackets() + dropped);
        data.put("rx_nombuf", counted.rxNoMbuf());
        return data;
    }

    private static List<Forwarder> select(final Map<StreamPlan, Forwarder> streams, final Predicate<StreamPlan> wanted) {
        return streams.entrySet().stream().filter(entry -> wanted.test(entry.getKey())).map(Map.Entry::getValue).toList();
    }

    private static long sum(final List<Forwarder> forwarders, final java.util.function.ToLongFunction<Forwarder> value) {
        return forwarders.stream().mapToLong(value).sum();
    }

    /// The share of idle bursts, then of the most frequent sizes.
    private static String bursts(final String direction, final List<Forwarder> forwarders, final Function<Forwarder, BurstSizes> sizes,
                                 final Map<String, Object> data) {
        final Map<Integer, Long> counts = new LinkedHashMap<>();
        for (final Forwarder forwarder : forwarders) {
            final BurstSizes of = sizes.apply(forwarder);
            for (int size = 0; of != null && size <= of.largest(); size++) {
                final long count = of.of(size);
                if (count > 0) {
                    counts.merge(size, count, Long::sum);
                }
            }
        }
        final long total = counts.values().stream().mapToLong(Long::longValue).sum();
        final Map<String, Object> spread = new LinkedHashMap<>();
        counts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> spread.put(entry.getKey().toString(), entry.getValue()));
        data.put(direction.toLowerCase(Locale.ROOT) + "_bursts", spread);
        if (total == 0) {
            return "";
        }
        final StringBuilder text = new StringBuilder("  %s-bursts : %d [%d%% of 0 pkts".formatted(direction, total,
            percent(counts.getOrDefault(0, 0L), total)));
        long shown = counts.getOrDefault(0, 0L);
        final List<Map.Entry<Integer, Long>> frequent = counts.entrySet().stream().filter(entry -> entry.getKey() > 0)
            .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed()).limit(BURST_SIZES_SHOWN - 1L).toList();
        for (final Map.Entry<Integer, Long> entry : frequent) {
            text.append(" + %d%% of %d pkts".formatted(percent(entry.getValue(), total), entry.getKey()));
            shown += entry.getValue();
        }
        if (shown < total) {
            text.append(" + %d%% of other".formatted(percent(total - shown, total)));
        }
        return text.append("]\n").toString();
    }

    private static long percent(final long part, final long total) {
        return Math.round(part * 100.0 / total);
    }

    /// The clock of the JVM counts ns, so its rate is that of 1000 MHz.
    private static void cycles(final Map<StreamPlan, Forwarder> streams, final EthStats total, final Settings settings,
                               final StringBuilder text, final Map<String, Object> data) {
        final long busy = sum(List.copyOf(streams.values()), forwarder -> forwarder.counters().busyNs());
        final boolean sent = settings.mode.sends() && !settings.mode.receives();
        final long packets = sent ? total.txPackets() : total.rxPackets();
        if (busy > 0 && packets > 0) {
            text.append("\n  CPU cycles/packet=%.2f (total cycles=%d / total %s packets=%d) at 1000 MHz Clock\n".formatted(
                (double) busy / packets, busy, sent ? "TX" : "RX", packets));
            data.put("busy_ns", busy);
        }
    }
}
