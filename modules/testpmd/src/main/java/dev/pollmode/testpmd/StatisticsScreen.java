package dev.pollmode.testpmd;

import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `--stats-period` shows every few seconds, on a cleared screen; in JSON one line each time.
final class StatisticsScreen {
    private static final String CLEAR = "\033[2J\033[1;1H";

    private final Session session;
    private final List<String> names;

    /// A screen.
    ///
    /// @param session what to show
    /// @param xstats names of extended statistics with commas between them, `all`, or null for none
    StatisticsScreen(final Session session, final String xstats) {
        this.session = session;
        names = xstats == null ? List.of() : List.of(xstats.split(","));
    }

    void show() {
        final List<Report> parts = new ArrayList<>();
        for (final TestPort port : session.forwarding().chosenPorts()) {
            parts.add(PortReports.stats(port));
            if (!names.isEmpty()) {
                parts.add(chosenXstats(port));
            }
        }
        final Report all = Report.all(parts);
        if (session.console().isJson()) {
            session.console().answer(true, () -> session.console().show(all));
        } else {
            session.console().print(CLEAR + "\nPort statistics ====================================" + all.text());
            session.console().flush();
        }
    }

    private Report chosenXstats(final TestPort port) {
        final Map<String, Object> values = new LinkedHashMap<>();
        final StringBuilder text = new StringBuilder("  Extended statistics of port " + port.id() + "\n");
        port.dev().xstats().forEach((name, value) -> {
            if (names.contains("all") || names.contains(name)) {
                values.put(name, value);
                text.append("  ").append(name).append(": ").append(value).append('\n');
            }
        });
        return new Report(text.toString(), Map.of("port", port.id(), "xstats", values));
    }
}
