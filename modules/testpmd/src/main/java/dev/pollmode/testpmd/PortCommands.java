package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.DEVICES;
import static dev.pollmode.testpmd.spi.Section.PORTS;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.testpmd.port.PortControl;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The life of ports, and what they shall be when they start next.
final class PortCommands {
    private static final Pattern TABLE_ENTRY = Pattern.compile("\\(([0-9]{1,5}),([0-9]{1,5})\\)(,|$)");

    private final Session session;
    private final PortControl control;

    PortCommands(final Session session) {
        this.session = session;
        control = session.control();
    }

    List<Command> list() {
        return List.of(
            Command.of(PORTS, "port start <port:ports>", "Starts a port, or all.", this::start),
            Command.of(PORTS, "port stop <port:ports>", "Stops a port, or all.", (arguments, output) -> control.stop(chosen(arguments), output)),
            Command.of(PORTS, "port close <port:ports>", "Closes a port, or all; it is gone then.",
                (arguments, output) -> control.close(chosen(arguments), output)),
            Command.of(PORTS, "port reset <port:ports>", "Sets a port, or all, back to how it was when it was attached.",
                (arguments, output) -> control.reset(chosen(arguments), output)),
            Command.of(PORTS, "port attach <ident:text>", "Adds a device: name or PCI address, and arguments.",
                (arguments, output) -> control.attach(arguments.word("ident"), output)),
            Command.of(PORTS, "port detach <port:port>", "Removes the device of a port.",
                (arguments, output) -> control.detach(session.ports().get(arguments.number("port")), output)),
            Command.of(DEVICES, "device detach <identifier:word>", "Removes a device by its name.",
                (arguments, output) -> control.detach(arguments.word("identifier"), output)),
            Command.of(PORTS, "port config all <what:rxq|txq|rxd|txd> <value:u16>", "Sets the number of queues of all ports, or of their descriptors.",
                (arguments, _) -> queues(arguments)),
            Command.of(PORTS, "port config all max-pkt-len <bytes:u16>", "Sets the longest frame, with header and check sequence.",
                (arguments, _) -> longest(arguments.number("bytes"))),
            Command.of(PORTS, "port config all <what:txpt|txht|txwt|rxpt|rxht|rxwt|txfreet|txrst|rxfreet> <value:u16>",
                "Accepted for the sake of scripts for DPDK, without effect.", (_, _) -> { }),
            Command.of(PORTS, "port config all burst <packets:u16>", "Sets how many packets a burst has at the most.", this::burst),
            Command.of(PORTS, "port config all rss <type:" + RssTypes.choices() + ">", "Sets what is hashed to spread packets over queues.",
                this::rss),
            Command.of(PORTS, "port config <port:port> rss reta <entries:word>", "Sets entries (hash,queue)[,(hash,queue)] of the table of a port.",
                (arguments, _) -> table(arguments)),
            Command.of(PORTS, "port config mtu <port:port> <bytes:u16>", "Sets the MTU of a port.", (arguments, _) -> mtu(arguments)),
            Command.of(PORTS, "port config <port:port> <direction:rxq|txq> <queue:u16> ring_size <descriptors:u16>",
                "Sets the descriptors of a queue; from the next start or setup on.", (arguments, _) -> ringSize(arguments)),
            Command.of(PORTS, "port <port:port> <direction:rxq|txq> <queue:u16> <state:start|stop>", "Starts or stops a queue of a started port.",
                (arguments, _) -> state(arguments)),
            Command.of(PORTS, "port <port:port> <direction:rxq|txq> <queue:u16> deferred_start <state:on|off>",
                "Sets whether a queue stays stopped when its port starts.", (arguments, _) -> deferred(arguments)),
            Command.of(PORTS, "port <port:port> <direction:rxq|txq> <queue:u16> setup", "Sets a stopped queue up anew.", (arguments, _) -> setup(arguments)));
    }

    private List<TestPort> chosen(final Arguments arguments) {
        return session.ports().select(arguments.word("port"));
    }

    private TestPort port(final Arguments arguments) {
        return session.ports().get(arguments.number("port"));
    }

    private void start(final Arguments arguments, final Output output) {
        final List<TestPort> chosen = chosen(arguments);
        if (!control.start(chosen, output)) {
            output.complain("not all ports were started");
        }
        session.packetDump().renew(session.ports().all());
    }

    private void requireAllStopped() {
        if (session.ports().all().stream().anyMatch(port -> port.dev().isStarted())) {
            throw new CommandException("Please stop all ports first");
        }
    }

    private void queues(final Arguments arguments) {
        requireAllStopped();
        final int value = arguments.number("value");
        final var settings = session.settings().ports;
        switch (arguments.word("what")) {
            case "rxq" -> {
                requireQueues(value, settings.txQueues(), least(EthDevInfo::maxRxQueues), "rx");
                settings.rxQueues(value);
            }
            case "txq" -> {
                requireQueues(value, settings.rxQueues(), least(EthDevInfo::maxTxQueues), "tx");
                settings.txQueues(value);
            }
            case "rxd" -> settings.rxDescriptors(value);
            default -> settings.txDescriptors(value);
        }
        session.ports().all().forEach(TestPort::touch);
    }

    private int least(final java.util.function.ToIntFunction<EthDevInfo> limit) {
        return session.ports().all().stream().map(port -> port.dev().info()).mapToInt(limit).min().orElse(Integer.MAX_VALUE);
    }

    private static void requireQueues(final int value, final int others, final int most, final String direction) {
        if (value + others == 0) {
            throw new CommandException("Warning: Either rx or tx queues should be non zero");
        }
        if (value > most) {
            throw new CommandException("Fail: input " + direction + "q (" + value + ") can't be greater than max_" + direction + "_queues (" + most + ")");
        }
    }

    private void longest(final int bytes) {
        requireAllStopped();
        if (bytes < 64) {
            throw new CommandException("max-pkt-len can not be less than 64");
        }
        session.settings().ports.maxPacketLength(bytes);
        session.ports().all().forEach(TestPort::touch);
    }

    private void burst(final Arguments arguments, final Output output) {
        final int packets = arguments.number("packets");
        if (packets < 1 || packets > Settings.MAX_BURST) {
            throw new CommandException("burst must be >= 1 && <= " + Settings.MAX_BURST);
        }
        session.settings().burst = packets;
    }

    private void rss(final Arguments arguments, final Output output) {
        final long types = RssTypes.find(arguments.word("type")).orElseThrow();
        session.settings().ports.rssTypes(types);
        for (final TestPort port : session.ports().all()) {
            port.touch();
            final long supported = types & port.dev().info().rssHashTypes();
            if (supported != types) {
                output.line("Port " + port.id() + " modified RSS hash function based on hardware support, requested:0x" + Long.toHexString(types)
                    + " configured:0x" + Long.toHexString(supported));
            }
            port.dev().findCapability(RssControl.class).ifPresent(control -> control.rssHash(null, supported));
        }
    }

    private void table(final Arguments arguments) {
        final RssControl rss = port(arguments).dev().capability(RssControl.class);
        final int[] table = rss.rssTable();
        final Matcher entries = TABLE_ENTRY.matcher(arguments.word("entries"));
        int end = 0;
        while (entries.find() && entries.start() == end) {
            final int index = Integer.parseInt(entries.group(1));
            if (index >= table.length) {
                throw new CommandException("Invalid RETA hash index=" + index + "\n  the table has " + table.length + " entries");
            }
            table[index] = Integer.parseInt(entries.group(2));
            end = entries.end();
        }
        if (end == 0 || end != arguments.word("entries").length()) {
            throw new CommandException("Bad arguments\n  token 6 \"" + arguments.word("entries") + "\": expected (hash,queue)[,(hash,queue)]");
        }
        rss.rssTable(table);
    }

    private void mtu(final Arguments arguments) {
        final TestPort port = port(arguments);
        try {
            port.dev().mtu(arguments.number("bytes"));
        } catch (final EalException e) {
            throw new CommandException("Set MTU failed. diag=" + -e.errno(), e);
        }
    }

    private boolean isRx(final Arguments arguments) {
        return "rxq".equals(arguments.word("direction"));
    }

    private int queue(final Arguments arguments, final TestPort port) {
        final int queue = arguments.number("queue");
        final int count = isRx(arguments) ? session.settings().ports.rxQueues() : session.settings().ports.txQueues();
        if (queue >= count) {
            throw new CommandException((isRx(arguments) ? "Invalid Rx queue " : "Invalid Tx queue ") + queue + " (max. " + (count - 1)
                + ") of port " + port.id());
        }
        return queue;
    }

    private void ringSize(final Arguments arguments) {
        final TestPort port = port(arguments);
        final int queue = queue(arguments, port);
        (isRx(arguments) ? port.rxPlan(queue) : port.txPlan(queue)).descriptors(arguments.number("descriptors"));
        port.touch();
    }

    private void state(final Arguments arguments) {
        final TestPort port = port(arguments);
        final int queue = queue(arguments, port);
        if (!port.dev().isStarted()) {
            throw new CommandException("Please start port " + port.id() + " first");
        }
        final boolean start = "start".equals(arguments.word("state"));
        if (isRx(arguments) && start) {
            port.dev().startRxQueue(queue);
        } else if (isRx(arguments)) {
            port.dev().stopRxQueue(queue);
        } else if (start) {
            port.dev().startTxQueue(queue);
        } else {
            port.dev().stopTxQueue(queue);
        }
    }

    private void deferred(final Arguments arguments) {
        final TestPort port = port(arguments);
        if (port.dev().isStarted()) {
            throw new CommandException("Please stop port " + port.id() + " first");
        }
        final int queue = queue(arguments, port);
        (isRx(arguments) ? port.rxPlan(queue) : port.txPlan(queue)).deferred(arguments.on("state"));
        port.touch();
    }

    private void setup(final Arguments arguments) {
        final TestPort port = port(arguments);
        final int queue = queue(arguments, port);
        if (isRx(arguments)) {
            port.setupRx(queue, session.settings().ports, session.pool());
        } else {
            port.setupTx(queue, session.settings().ports);
        }
    }
}
