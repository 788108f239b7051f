package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.CONFIG;
import static dev.pollmode.testpmd.spi.Section.PORTS;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.testpmd.forward.ChecksumSettings;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Checksums and segmentation in `csum` forwarding; offloads of ports and queues.
final class OffloadCommands {
    /// The headers of Ethernet, IPv4 and TCP, and a byte.
    private static final int LEAST_SEGMENT = 55;

    /// Those of the headers of tunnels are computed by testpmd always.
    private static final Map<String, TxOffload> CHECKSUMS = Map.of("ip", TxOffload.IPV4_CKSUM, "udp", TxOffload.UDP_CKSUM, "tcp", TxOffload.TCP_CKSUM,
        "sctp", TxOffload.SCTP_CKSUM);

    private final Session session;

    OffloadCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        final String rx = choices(RxOffload.values());
        final String tx = choices(TxOffload.values());
        return List.of(
            Command.of(CONFIG, "csum set <what:ip|udp|tcp|sctp|outer-ip|outer-udp> <where:hw|sw> <port:port>",
                "Sets who computes a checksum of packets that a port sends: the port or testpmd.", this::set),
            Command.of(CONFIG, "csum parse-tunnel <state:on|off> <port:port>", "Sets whether csum looks into VXLAN, GENEVE, GRE and IP in IP.",
                (arguments, output) -> {
                    change(arguments, port(arguments).checksums().withTunnels(arguments.on("state")));
                    output.show(checksums(port(arguments)));
                }),
            Command.of(CONFIG, "csum mac-swap <state:on|off> <port:port>", "Sets whether csum gives packets that a port sends new addresses.",
                (arguments, _) -> change(arguments, port(arguments).checksums().withNewMacs(arguments.on("state")))),
            Command.of(CONFIG, "csum show <port:port>", "Shows who computes which checksum.",
                (arguments, output) -> output.show(checksums(port(arguments)))),
            Command.of(CONFIG, "tso set <bytes:u16> <port:port>", "Lets a port cut TCP packets, in csum forwarding; 0 leaves them whole.", this::tso),
            Command.of(CONFIG, "tso show <port:port>", "Shows whether a port cuts TCP packets.",
                (arguments, output) -> output.show(tso(port(arguments)))),
            Command.of(CONFIG, "set port <port:port> gso <state:on|off>", "Sets whether testpmd cuts TCP packets that a port sends, in csum forwarding.",
                (arguments, _) -> change(arguments, port(arguments).checksums().withGso(arguments.on("state")))),
            Command.of(CONFIG, "set gso segsz <bytes:u16>", "Sets the length of the packets that testpmd cuts, with headers.", this::segmentSize),
            Command.of(PORTS, "port config <port:port> rx_offload <offload:" + rx + "> <state:on|off>",
                "Sets what a stopped port shall do for packets it receives.", (arguments, _) -> rxOffload(arguments)),
            Command.of(PORTS, "port config <port:port> tx_offload <offload:" + tx + "> <state:on|off>",
                "Sets what a stopped port shall do for packets it sends.", (arguments, _) -> txOffload(arguments)),
            Command.of(PORTS, "port <port:port> rxq <queue:u16> rx_offload <offload:" + rx + "> <state:on|off>",
                "Sets what one queue shall do for packets it receives.", (arguments, _) -> rxQueueOffload(arguments)),
            Command.of(PORTS, "port <port:port> txq <queue:u16> tx_offload <offload:" + tx + "> <state:on|off>",
                "Sets what one queue shall do for packets it sends.", (arguments, _) -> txQueueOffload(arguments)));
    }

    private static String choices(final Enum<?>[] offloads) {
        return Arrays.stream(offloads).map(offload -> offload.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining("|"));
    }

    private TestPort port(final Arguments arguments) {
        return session.ports().getOrList(arguments.number("port"));
    }

    private void change(final Arguments arguments, final ChecksumSettings settings) {
        port(arguments).checksums(settings);
    }

    private void set(final Arguments arguments, final Output output) {
        final TestPort port = port(arguments);
        final String what = arguments.word("what");
        if ("hw".equals(arguments.word("where"))) {
            if (port.dev().isStarted()) {
                throw new CommandException("Please stop port " + port.id() + " first");
            }
            final TxOffload offload = CHECKSUMS.get(what);
            if (offload == null || !port.dev().info().txOffloads().contains(offload)) {
                throw new CommandException(what.toUpperCase(Locale.ROOT).replace("OUTER-", "Outer ") + " checksum offload is not supported by port "
                    + port.id());
            }
            port.txOffloads().add(offload);
            port.checksums(port.checksums().with(offload, true));
            port.touch();
        } else if (CHECKSUMS.containsKey(what)) {
            port.txOffloads().remove(CHECKSUMS.get(what));
            port.checksums(port.checksums().with(CHECKSUMS.get(what), false));
            port.touch();
        }
        output.show(checksums(port));
    }

    private static Report checksums(final TestPort port) {
        final ChecksumSettings settings = port.checksums();
        final StringBuilder text = new StringBuilder("Parse tunnel is ").append(settings.parseTunnels() ? "on" : "off").append('\n');
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        data.put("parse_tunnel", settings.parseTunnels());
        line("IP", settings.hardware().contains(TxOffload.IPV4_CKSUM), text, data);
        line("UDP", settings.hardware().contains(TxOffload.UDP_CKSUM), text, data);
        line("TCP", settings.hardware().contains(TxOffload.TCP_CKSUM), text, data);
        line("SCTP", settings.hardware().contains(TxOffload.SCTP_CKSUM), text, data);
        line("Outer-Ip", false, text, data);
        line("Outer-Udp", false, text, data);
        return new Report(text.toString(), data);
    }

    private static void line(final String what, final boolean hardware, final StringBuilder text, final Map<String, Object> data) {
        text.append(what).append(" checksum offload is ").append(hardware ? "hw" : "sw").append('\n');
        data.put(what.toLowerCase(Locale.ROOT), hardware ? "hw" : "sw");
    }

    private void tso(final Arguments arguments, final Output output) {
        final TestPort port = port(arguments);
        final int bytes = arguments.number("bytes");
        if (bytes > 0 && !port.dev().info().txOffloads().contains(TxOffload.TCP_TSO)) {
            throw new CommandException("TSO is not supported by port " + port.id());
        }
        if (bytes > 0 && port.dev().isStarted() && !port.dev().conf().txOffloads().contains(TxOffload.TCP_TSO)) {
            throw new CommandException("Please stop port " + port.id() + " first");
        }
        if (bytes > 0) {
            port.txOffloads().add(TxOffload.TCP_TSO);
        } else {
            port.txOffloads().remove(TxOffload.TCP_TSO);
        }
        port.checksums(port.checksums().withTso(bytes));
        if (!port.dev().isStarted()) {
            port.touch();
        }
        output.show(tso(port));
    }

    private static Report tso(final TestPort port) {
        final int bytes = port.checksums().tsoSegmentSize();
        return Report.line(bytes == 0 ? "TSO for non-tunneled packets is disabled" : "TSO segment size for non-tunneled packets is " + bytes,
            "segment_size", bytes);
    }

    private void segmentSize(final Arguments arguments, final Output output) {
        final int bytes = arguments.number("bytes");
        if (bytes < LEAST_SEGMENT) {
            throw new CommandException("gso_size should be larger than " + LEAST_SEGMENT + "\n  token 4 \"" + bytes + "\"");
        }
        for (final TestPort port : session.ports().all()) {
            port.checksums(port.checksums().withGsoSegmentSize(bytes));
        }
    }

    private static <E extends Enum<E>> E offload(final Class<E> type, final Arguments arguments) {
        return Enum.valueOf(type, arguments.word("offload").toUpperCase(Locale.ROOT));
    }

    private static <E> void put(final Set<E> offloads, final E offload, final boolean on) {
        if (on) {
            offloads.add(offload);
        } else {
            offloads.remove(offload);
        }
    }

    private TestPort stopped(final Arguments arguments) {
        final TestPort port = port(arguments);
        if (port.dev().isStarted()) {
            throw new CommandException("Error: Can't config offload when Port " + port.id() + " is not stopped");
        }
        return port;
    }

    private static void require(final boolean holds, final Arguments arguments, final TestPort port) {
        if (!holds) {
            throw new CommandException("Error: port " + port.id() + " doesn't support offload: " + arguments.word("offload"));
        }
    }

    private void rxOffload(final Arguments arguments) {
        final TestPort port = stopped(arguments);
        final RxOffload offload = offload(RxOffload.class, arguments);
        require(!arguments.on("state") || port.dev().info().rxOffloads().contains(offload), arguments, port);
        put(port.rxOffloads(), offload, arguments.on("state"));
        port.touch();
    }

    private void txOffload(final Arguments arguments) {
        final TestPort port = stopped(arguments);
        final TxOffload offload = offload(TxOffload.class, arguments);
        require(!arguments.on("state") || port.dev().info().txOffloads().contains(offload), arguments, port);
        put(port.txOffloads(), offload, arguments.on("state"));
        port.touch();
    }

    private int queue(final Arguments arguments, final int count) {
        final int queue = arguments.number("queue");
        if (queue >= count) {
            throw new CommandException("Error: input queue_id should be 0 ... " + (count - 1));
        }
        return queue;
    }

    private void rxQueueOffload(final Arguments arguments) {
        final TestPort port = stopped(arguments);
        final RxOffload offload = offload(RxOffload.class, arguments);
        require(!arguments.on("state") || port.dev().info().rxOffloads().contains(offload), arguments, port);
        put(port.rxPlan(queue(arguments, session.settings().ports.rxQueues())).rxOffloads(), offload, arguments.on("state"));
        port.touch();
    }

    private void txQueueOffload(final Arguments arguments) {
        final TestPort port = stopped(arguments);
        final TxOffload offload = offload(TxOffload.class, arguments);
        require(!arguments.on("state") || port.dev().info().txOffloads().contains(offload), arguments, port);
        put(port.txPlan(queue(arguments, session.settings().ports.txQueues())).txOffloads(), offload, arguments.on("state"));
        port.touch();
    }
}
