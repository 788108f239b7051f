package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.CONFIG;
import static dev.pollmode.testpmd.spi.Section.DISPLAY;

import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.net.Gro;
import dev.pollmode.testpmd.forward.GroSettings;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happens to packets on their way: TCP segments merged, VLAN tags put in; how long they take, how many bits they are.
final class PacketCommands {
    private static final int VLANS = 4096;

    private final Session session;

    PacketCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(CONFIG, "set port <port:port> gro <state:on|off>", "Sets whether csum forwarding merges TCP segments that a port received.",
                (arguments, _) -> merge(arguments)),
            Command.of(CONFIG, "set gro flush <rounds:u8>", "Sets how many rounds a TCP segment waits for more of its flow.",
                (arguments, _) -> flush(arguments.number("rounds"))),
            Command.of(DISPLAY, "show port <port:port> gro", "Shows whether csum forwarding merges what a port received.",
                (arguments, output) -> output.show(gro(port(arguments)))),
            Command.of(CONFIG, "tx_vlan set <port:port> <vlan:u16>", "Lets a stopped port put all packets that it sends into a VLAN.",
                (arguments, _) -> insert(arguments)),
            Command.of(CONFIG, "tx_vlan reset <port:port>", "Lets a stopped port send packets without a tag of its own.",
                (arguments, _) -> leaveAlone(arguments)),
            Command.of(DISPLAY, "show port metrics <port:ports>", "Shows the bitrates of a port, or of each; with --bitrate-stats.", this::bitrates),
            Command.of(DISPLAY, "show fwd latency", "Shows how long packets took from queue to queue; with --latencystats.",
                (_, output) -> latency(output)));
    }

    private TestPort port(final Arguments arguments) {
        return session.ports().getOrList(arguments.number("port"));
    }

    private void requireNoForwarding(final String what) {
        if (session.forwarding().isRunning()) {
            throw new CommandException("Before " + what + ", please stop forwarding first");
        }
    }

    private void merge(final Arguments arguments) {
        final boolean on = arguments.on("state");
        final TestPort port = port(arguments);
        requireNoForwarding((on ? "enable" : "disable") + " GRO");
        port.checksums(port.checksums().withGro(port.checksums().gro().with(on)));
    }

    private void flush(final int rounds) {
        requireNoForwarding("change flush interval for GRO");
        if (rounds < 1 || rounds > GroSettings.MAX_CYCLES) {
            throw new CommandException("Flushing cycle be in the range of 1 to " + GroSettings.MAX_CYCLES + "\n  token 4 \"" + rounds + "\"");
        }
        for (final TestPort port : session.ports().all()) {
            port.checksums(port.checksums().withGro(port.checksums().gro().withFlushCycles(rounds)));
        }
    }

    private Report gro(final TestPort port) {
        final GroSettings gro = port.checksums().gro();
        final int most = session.settings().burst * gro.flushCycles();
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("gro", gro.on());
        data.put("flush_cycles", gro.flushCycles());
        data.put("flows", Gro.MAX_FLOWS);
        data.put("max_packets", most);
        return new Report(gro.on() ? "GRO type: TCP/IPv4 TCP/IPv6\nMax number of packets to perform GRO: %d\nFlushing cycles: %d\n".formatted(most,
            gro.flushCycles()) : "Port %d doesn't enable GRO.\n".formatted(port.id()), data);
    }

    private TestPort stopped(final Arguments arguments) {
        final TestPort port = port(arguments);
        if (port.dev().isStarted()) {
            throw new CommandException("Please stop port " + port.id() + " first");
        }
        return port;
    }

    private void insert(final Arguments arguments) {
        final TestPort port = stopped(arguments);
        final int vlan = arguments.number("vlan");
        if (vlan >= VLANS) {
            throw new CommandException("Invalid vlan_id " + vlan + " (must be < " + VLANS + ")");
        }
        if (!port.dev().info().txOffloads().contains(TxOffload.VLAN_INSERT)) {
            throw new CommandException("Error: vlan insert is not supported by port " + port.id());
        }
        port.txOffloads().add(TxOffload.VLAN_INSERT);
        port.vlan(vlan);
        port.touch();
    }

    private void leaveAlone(final Arguments arguments) {
        final TestPort port = stopped(arguments);
        port.txOffloads().remove(TxOffload.VLAN_INSERT);
        port.vlan(TestPort.NO_VLAN);
        port.touch();
    }

    private void bitrates(final Arguments arguments, final Output output) {
        final BitrateMeter meter = session.bitrates().orElseThrow(() -> new CommandException(
            "Bitrates are not measured\n  start testpmd with --bitrate-stats"));
        output.show(Report.all(session.ports().selectOrList(arguments.word("port")).stream()
            .map(port -> metrics("metrics for port %-2d".formatted(port.id()), Map.of("port", port.id()), meter.values(port.id()))).toList()));
    }

    private void latency(final Output output) {
        final Map<String, Long> values = session.forwarding().latency().orElseThrow(() -> new CommandException(
            "Latencies are not measured\n  start testpmd with --latencystats, then forwarding")).values();
        output.show(metrics("Non port specific metrics ", Map.of(), values));
    }

    private static Report metrics(final String title, final Map<String, Object> of, final Map<String, Long> values) {
        final StringBuilder text = new StringBuilder("###### ").append(title).append(" #########\n");
        values.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        final Map<String, Object> data = new LinkedHashMap<>(of);
        data.putAll(values);
        return new Report(text.toString(), data);
    }
}
