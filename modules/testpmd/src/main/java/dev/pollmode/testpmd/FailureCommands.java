package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.DEVICES;
import static dev.pollmode.testpmd.spi.Section.DISPLAY;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Failover;
import dev.pollmode.ethdev.FailoverStatus;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Mempools;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Failures on demand, and ports that carry on in spite of them. Ports that others own can be named too.
final class FailureCommands {
    private final Session session;

    FailureCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(DISPLAY, "show failsafe <port:ports>", "Shows what stands behind a failsafe port, or each: sub-devices, states, and why.",
                this::show),
            Command.of(DEVICES, "chaos rmv <device:word>", "Announces that a device is being removed, and keeps it away.",
                (arguments, output) -> {
                    chaos().remove(arguments.word("device"));
                    output.line("Device " + arguments.word("device") + " is gone until chaos return");
                }),
            Command.of(DEVICES, "chaos return <device:word>", "Lets a device come back that chaos removed.",
                (arguments, output) -> {
                    chaos().restore(arguments.word("device"));
                    output.line("Device " + arguments.word("device") + " may come back");
                }),
            Command.of(DEVICES, "chaos link <port:port> <state:up|down>", "Takes the link of a port down whatever its driver says, or lets go of it.",
                (arguments, output) -> {
                    chaos().link(port(arguments), "up".equals(arguments.word("state")));
                    output.line("Link of port " + arguments.number("port") + " is " + (port(arguments).link().up() ? "up" : "down"));
                }),
            Command.of(DEVICES, "chaos stall <port:port> <milliseconds:int>", "Lets the queues of a port receive and take nothing for some time.",
                this::stall),
            Command.of(DEVICES, "chaos pool <pool:word> <milliseconds:int>", "Takes all free buffers of a pool for some time.", this::exhaust),
            Command.of(DEVICES, "chaos alarms <milliseconds:int>", "Keeps alarms and interrupts from being served for some time.",
                (arguments, output) -> {
                    chaos().delayAlarms(time(arguments, "chaos alarms"));
                    output.line("Alarms are late by " + arguments.number("milliseconds") + " ms");
                }));
    }

    private Chaos chaos() {
        return Chaos.of(session.eal());
    }

    private EthDev port(final Arguments arguments) {
        return EthDevs.of(session.eal()).port(arguments.number("port"));
    }

    private static Duration time(final Arguments arguments, final String command) {
        final int milliseconds = arguments.number("milliseconds");
        if (milliseconds < 1) {
            throw new CommandException(command + ": " + milliseconds + " ms is no time");
        }
        return Duration.ofMillis(milliseconds);
    }

    private void stall(final Arguments arguments, final Output output) {
        chaos().stall(port(arguments), time(arguments, "chaos stall"));
        output.line("Port " + arguments.number("port") + " stalls for " + arguments.number("milliseconds") + " ms");
    }

    private void exhaust(final Arguments arguments, final Output output) {
        final Duration time = time(arguments, "chaos pool");
        final String name = arguments.word("pool");
        final Mempools pools = Mempools.of(session.eal());
        final Mempool pool = pools.find(name).orElseThrow(() -> new CommandException("chaos pool: there is no pool " + name
            + "; the pools are " + pools.all().map(Mempool::name).toList()));
        output.line("Took " + chaos().exhaust(pool, time) + " buffers of pool " + name + " for " + time.toMillis() + " ms");
    }

    private void show(final Arguments arguments, final Output output) {
        final String which = arguments.word("port");
        final EthDevs ports = EthDevs.of(session.eal());
        if ("all".equals(which)) {
            final List<Report> all = ports.all().map(FailureCommands::status).flatMap(Optional::stream).map(FailoverReport::of).toList();
            output.show(all.isEmpty() ? new Report("There are no failsafe ports\n", List.of()) : Report.all(all));
            return;
        }
        final EthDev port = ports.port(Integer.parseInt(which));
        output.show(FailoverReport.of(status(port).orElseThrow(() -> new CommandException("Port " + which + " is no failsafe port\n  its driver is "
            + port.device().driverName() + "; show failsafe all shows those there are"))));
    }

    private static Optional<FailoverStatus> status(final EthDev port) {
        return port.findCapability(Failover.class).map(Failover::failover);
    }
}
