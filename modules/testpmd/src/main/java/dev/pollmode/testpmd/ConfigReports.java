package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.QueueInfo;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.testpmd.forward.ForwardMode;
import dev.pollmode.testpmd.forward.ForwardPlan;
import dev.pollmode.testpmd.forward.PacketSettings;
import dev.pollmode.testpmd.forward.StreamPlan;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What `show config` shows, and `start` before it starts.
final class ConfigReports {
    private ConfigReports() {
    }

    /// {@return which lcore forwards which streams}
    static Report forwarding(final Forwarding forwarding, final Settings settings) {
        final ForwardPlan plan = forwarding.plan();
        final int portCount = forwarding.chosenPorts().size();
        final StringBuilder text = new StringBuilder();
        text.append("%s packet forwarding%s - ports=%d - cores=%d - streams=%d - NUMA support enabled, MP allocation mode: native\n"
            .formatted(settings.mode.text(), settings.retry ? " with retry" : "", portCount, plan.shares().size(), plan.streams().size()));
        if (settings.retry) {
            text.append("TX retry num: %d, delay between TX retries: %dus\n".formatted(settings.retries, settings.retryDelayUs));
        }
        final List<Object> lcores = new ArrayList<>();
        for (final ForwardPlan.Share share : plan.shares()) {
            text.append("Logical Core %d (socket 0) forwards packets on %d streams:".formatted(share.lcore(), share.streams().size()));
            final List<Object> streams = new ArrayList<>();
            for (final StreamPlan stream : share.streams()) {
                final String peer = forwarding.peerOf(stream.txPort()).toString();
                text.append("\n  RX P=%d/Q=%d (socket 0) -> TX P=%d/Q=%d (socket 0) peer=%s".formatted(stream.rxPort(), stream.rxQueue(),
                    stream.txPort(), stream.txQueue(), peer));
                streams.add(Map.of("rx_port", stream.rxPort(), "rx_queue", stream.rxQueue(), "tx_port", stream.txPort(), "tx_queue",
                    stream.txQueue(), "peer", peer));
            }
            text.append('\n');
            lcores.add(Map.of("lcore", share.lcore(), "streams", streams));
        }
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("mode", settings.mode.text());
        data.put("retry", settings.retry);
        data.put("ports", portCount);
        data.put("lcores", lcores);
        return new Report(text.toString(), data);
    }

    /// {@return how ports and queues are configured}
    static Report rxtx(final Forwarding forwarding, final Settings settings) {
        final List<TestPort> ports = forwarding.chosenPorts();
        final StringBuilder text = new StringBuilder();
        text.append("  %s packet forwarding%s packets/burst=%d\n".formatted(settings.mode.text(), settings.retry ? " with retry" : "",
            settings.burst));
        if (settings.mode == ForwardMode.TXONLY || settings.mode == ForwardMode.FLOWGEN) {
            text.append("  packet len=%d - nb packet segments=%d\n".formatted(settings.packets.length(), settings.packets.segments().size()));
        }
        text.append("  nb forwarding cores=%d - nb forwarding ports=%d\n".formatted(forwarding.chosenLcores().size(), ports.size()));
        final List<Object> data = new ArrayList<>();
        for (final TestPort port : ports) {
            data.add(port(port.dev(), text));
        }
        return new Report(text.toString(), Map.of("mode", settings.mode.text(), "burst", settings.burst, "ports", data));
    }

    private static Map<String, Object> port(final EthDev dev, final StringBuilder text) {
        final EthConf conf = dev.conf();
        text.append("  port %d: RX queue number: %d Tx queue number: %d\n".formatted(dev.id(), conf.rxQueues(), conf.txQueues()));
        text.append("    Rx offloads=0x%x Tx offloads=0x%x\n".formatted(RxOffload.mask(conf.rxOffloads()), TxOffload.mask(conf.txOffloads())));
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", dev.id());
        data.put("rx_queues", conf.rxQueues());
        data.put("tx_queues", conf.txQueues());
        data.put("rx_offloads", conf.rxOffloads().stream().map(Enum::name).sorted().toList());
        data.put("tx_offloads", conf.txOffloads().stream().map(Enum::name).sorted().toList());
        // The first queue stands for all, to be brief, as in C.
        if (conf.rxQueues() > 0) {
            final QueueInfo queue = dev.rxQueueInfo(0);
            text.append("    RX queue: 0\n      RX desc=%d - RX free threshold=0\n".formatted(queue.conf().descriptors()));
            text.append("      RX threshold registers: pthresh=0 hthresh=0  wthresh=0\n");
            text.append("      RX Offloads=0x%x\n".formatted(RxOffload.mask(queue.conf().rxOffloads()) | RxOffload.mask(conf.rxOffloads())));
            data.put("rx_descriptors", queue.conf().descriptors());
        }
        if (conf.txQueues() > 0) {
            final QueueInfo queue = dev.txQueueInfo(0);
            text.append("    TX queue: 0\n      TX desc=%d - TX free threshold=0\n".formatted(queue.conf().descriptors()));
            text.append("      TX threshold registers: pthresh=0 hthresh=0  wthresh=0\n");
            text.append("      TX offloads=0x%x - TX RS bit threshold=0\n".formatted(TxOffload.mask(queue.conf().txOffloads())
                | TxOffload.mask(conf.txOffloads())));
            data.put("tx_descriptors", queue.conf().descriptors());
        }
        return data;
    }

    /// {@return the lcores that forward}
    static Report cores(final Forwarding forwarding) {
        final List<Integer> lcores = forwarding.chosenLcores();
        return new Report(lcores.stream().map("%2d"::formatted).collect(Collectors.joining(" ", "List of forwarding lcores: ", "\n")),
            Map.of("lcores", lcores));
    }

    /// {@return what packets `txonly` makes}
    static Report txPackets(final Settings settings) {
        final PacketSettings packets = settings.packets;
        final String sizes = packets.segments().stream().map(String::valueOf).collect(Collectors.joining(","));
        return new Report("Number of segments: %d\nSegment sizes: %s\nSplit packet: %s\n".formatted(packets.segments().size(), sizes,
            packets.split().text()), Map.of("segments", packets.segments(), "split", packets.split().text()));
    }
}
