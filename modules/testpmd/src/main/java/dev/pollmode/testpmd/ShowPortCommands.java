package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.DISPLAY;

import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
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
            Command.of(DISPLAY, "show port info <port:ports>", "Shows what a port, or each, is and can do.", this::info),
            Command.of(DISPLAY, "show port stats <port:ports>", "Shows what a port, or each, counted.",
                (arguments, output) -> each(arguments, output, PortReports::stats)),
            Command.of(DISPLAY, "show port xstats <port:ports>", "Shows all statistics of a port, or of each, by name.",
                (arguments, output) -> each(arguments, output, port -> PortReports.xstats(port, session.settings().hideZeroXstats))),
            Command.of(DISPLAY, "show port summary <port:ports>", "Shows a port, or each, on a line.",
                (arguments, output) -> output.show(PortReports.summary(session.ports().all().size(),
                    session.ports().selectOrList(arguments.word("port"))))),
            Command.of(DISPLAY, "clear port stats <port:ports>", "Lets a port, or each, count from zero.", this::clearStats),
            Command.of(DISPLAY, "clear port xstats <port:ports>", "Lets a port, or each, count from zero, the driver's own statistics too.",
                (arguments, _) -> session.ports().selectOrList(arguments.word("port")).forEach(port -> port.dev().resetXstats())),
            Command.of(DISPLAY, "show <direction:rxq|txq> info <port:port> <queue:u16>", "Shows how a queue is set up.",
                (arguments, output) -> output.show(QueueReports.info(port(arguments), "rxq".equals(arguments.word("direction")),
                    arguments.number("queue")))),
            Command.of(DISPLAY, "show port <port:port> <direction:rx_offload|tx_offload> capabilities",
                "Shows what a port can do for packets it receives or sends.",
                (arguments, output) -> output.show(QueueReports.capabilities(port(arguments), isRx(arguments)))),
            Command.of(DISPLAY, "show port <port:port> <direction:rx_offload|tx_offload> configuration",
                "Shows what is asked of a port and its queues for packets it receives or sends.",
                (arguments, output) -> output.show(QueueReports.configuration(port(arguments), isRx(arguments)))),
            Command.of(DISPLAY, "show port <port:port> <direction:rxq|txq> <queue:u16> desc <descriptor:u16> status",
                "Shows whether a descriptor of a queue has a packet.", this::descriptor),
            Command.of(DISPLAY, "show port <port:port> rxq <queue:u16> desc used count", "Shows how many received packets wait in a queue.",
                (arguments, output) -> output.show(QueueReports.used(port(arguments), arguments.number("queue")))),
            Command.of(DISPLAY, "show port <port:port> macs", "Shows the addresses of a port.",
                (arguments, output) -> output.show(AddressReports.macs(port(arguments)))),
            Command.of(DISPLAY, "show port <port:port> mcast_macs", "Shows the groups that a port receives packets for.",
                (arguments, output) -> output.show(AddressReports.groups(port(arguments)))),
            Command.of(DISPLAY, "show port <port:port> ptypes", "Shows the types of packets that a port tells.",
                (arguments, output) -> output.show(AddressReports.packetTypes(port(arguments)))),
            Command.of(DISPLAY, "show port <port:port> rss-hash", "Shows by what a port spreads packets over queues.",
                (arguments, output) -> output.show(AddressReports.hash(port(arguments), false))),
            Command.of(DISPLAY, "show port <port:port> rss-hash key", "Shows by what a port spreads packets over queues, and the key.",
                (arguments, output) -> output.show(AddressReports.hash(port(arguments), true))),
            Command.of(DISPLAY, "show port <port:port> rss reta <size:u16> <masks:word>",
                "Shows entries of the table that leads from hashes to queues; (mask0,mask1,...) chooses 64 each.", this::table));
    }

    private TestPort port(final Arguments arguments) {
        return session.ports().getOrList(arguments.number("port"));
    }

    private static boolean isRx(final Arguments arguments) {
        return "rx_offload".equals(arguments.word("direction"));
    }

    private void each(final Arguments arguments, final Output output, final Function<TestPort, Report> report) {
        final List<Report> reports = session.ports().selectOrList(arguments.word("port")).stream().map(report).toList();
        output.show(Report.all(reports));
    }

    private void info(final Arguments arguments, final Output output) {
        final boolean large = session.control().usesLargeFrames();
        each(arguments, output, port -> PortInfoReport.of(port, large));
    }

    private void clearStats(final Arguments arguments, final Output output) {
        for (final TestPort port : session.ports().selectOrList(arguments.word("port"))) {
            port.resetStats();
            output.line("\n  NIC statistics for port " + port.id() + " cleared");
        }
    }

    private void descriptor(final Arguments arguments, final Output output) {
        if ("txq".equals(arguments.word("direction"))) {
            throw new CommandException("Invalid input: queue id = " + arguments.number("queue") + ", desc id = " + arguments.number("descriptor")
                + "\n  sending queues do not tell");
        }
        output.show(QueueReports.status(port(arguments), arguments.number("queue"), arguments.number("descriptor")));
    }

    private void table(final Arguments arguments, final Output output) {
        final List<Long> masks = new ArrayList<>();
        for (final String mask : arguments.word("masks").replaceAll("[()]", "").split(",")) {
            if (!mask.matches("(0x)?[0-9a-fA-F]{1,16}")) {
                throw new CommandException("Bad arguments\n  token 7 \"" + arguments.word("masks") + "\": expected (mask0,mask1,...) in hexadecimal");
            }
            masks.add(Long.parseUnsignedLong(mask.replaceFirst("^0x", ""), 16));
        }
        output.show(AddressReports.table(port(arguments), arguments.number("size"), masks));
    }
}
