package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.Link;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.port.Throughput;
import dev.pollmode.testpmd.spi.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Statistics and summaries of ports.
final class PortReports {
    private static final String BORDER = "#".repeat(24);
    private static final String END = "#".repeat(76);

    private PortReports() {
    }

    /// {@return what a port counted, and its rates since that was shown last}
    static Report stats(final TestPort port) {
        final EthStats stats = port.dev().stats();
        final Throughput rate = port.meter().read(stats, System.nanoTime());
        final String text = "\n  %s NIC statistics for port %-2d %s\n".formatted(BORDER, port.id(), BORDER)
            + "  RX-packets: %-10d RX-missed: %-10d RX-bytes:  %d\n".formatted(stats.rxPackets(), stats.rxMissed(), stats.rxBytes())
            + "  RX-errors: %d\n".formatted(stats.rxErrors())
            + "  RX-nombuf:  %-10d\n".formatted(stats.rxNoMbuf())
            + "  TX-packets: %-10d TX-errors: %-10d TX-bytes:  %d\n".formatted(stats.txPackets(), stats.txErrors(), stats.txBytes())
            + "\n  Throughput (since last show)\n"
            + "  Rx-pps: %12d          Rx-bps: %12d\n".formatted(rate.rxPps(), rate.rxBps())
            + "  Tx-pps: %12d          Tx-bps: %12d\n".formatted(rate.txPps(), rate.txBps())
            + "  " + END + '\n';
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        data.put("rx_packets", stats.rxPackets());
        data.put("rx_missed", stats.rxMissed());
        data.put("rx_bytes", stats.rxBytes());
        data.put("rx_errors", stats.rxErrors());
        data.put("rx_nombuf", stats.rxNoMbuf());
        data.put("tx_packets", stats.txPackets());
        data.put("tx_errors", stats.txErrors());
        data.put("tx_bytes", stats.txBytes());
        data.put("rx_pps", rate.rxPps());
        data.put("rx_bps", rate.rxBps());
        data.put("tx_pps", rate.txPps());
        data.put("tx_bps", rate.txBps());
        return new Report(text, data);
    }

    /// {@return all statistics of a port by name}
    static Report xstats(final TestPort port, final boolean hideZero) {
        final StringBuilder text = new StringBuilder("###### NIC extended statistics for port %-2d\n".formatted(port.id()));
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        final Map<String, Object> values = new LinkedHashMap<>();
        port.dev().xstats().forEach((name, value) -> {
            if (!hideZero || value != 0) {
                text.append(name).append(": ").append(value).append('\n');
                values.put(name, value);
            }
        });
        data.put("xstats", values);
        return new Report(text.toString(), data);
    }

    /// {@return a line for each of some ports}
    ///
    /// @param all how many there are
    /// @param chosen those to show
    static Report summary(final int all, final List<TestPort> chosen) {
        final StringBuilder text = new StringBuilder("Number of available ports: %d\n".formatted(all));
        text.append("%-4s %-17s %-12s %-14s %-8s %s\n".formatted("Port", "MAC Address", "Name", "Driver", "Status", "Link"));
        final List<Map<String, Object>> data = chosen.stream().map(port -> summary(port, text)).toList();
        return new Report(text.toString(), data);
    }

    private static Map<String, Object> summary(final TestPort port, final StringBuilder text) {
        final Link link = port.dev().link();
        final String mac = port.dev().mac().toString();
        final String driver = port.dev().info().driverName();
        text.append("%-4d %s %-12s %-14s %-8s %s\n".formatted(port.id(), mac, port.dev().name(), driver, link.up() ? "up" : "down",
            link.speedText()));
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        data.put("mac", mac);
        data.put("name", port.dev().name());
        data.put("driver", driver);
        data.put("link_up", link.up());
        data.put("link_speed_mbps", link.speedMbps());
        return data;
    }
}
