package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.DISPLAY;

import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.Report;
import java.util.List;
import java.util.function.Function;

/// What ports are and what they counted.
final class ShowPortCommands {
    private final Session session;

    ShowPortCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(DISPLAY, "show port stats <port:ports>", "Shows what a port, or all, counted.",
                (arguments, output) -> output.show(each(arguments.word("port"), PortReports::stats))),
            Command.of(DISPLAY, "show port xstats <port:ports>", "Shows all statistics of a port, or of all, by name.",
                (arguments, output) -> output.show(each(arguments.word("port"),
                    port -> PortReports.xstats(port, session.settings().hideZeroXstats)))),
            Command.of(DISPLAY, "show port summary <port:ports>", "Shows a port, or all, on a line each.",
                (arguments, output) -> output.show(PortReports.summary(session.ports().all().size(),
                    session.ports().selectOrList(arguments.word("port"))))));
    }

    private Report each(final String ports, final Function<TestPort, Report> report) {
        return Report.all(session.ports().selectOrList(ports).stream().map(report).toList());
    }
}
