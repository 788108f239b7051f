package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// An environment on a made-up machine, with a clock of its own.
final class Lab implements AutoCloseable {
    final TestClock clock = new TestClock();
    final FailsafeBus failsafe = new FailsafeBus();
    final FakeNetwork network;
    final Eal eal;
    final NetvscContexts contexts;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    Lab(final Path root) {
        network = new FakeNetwork(root);
        eal = Eal.builder().args("-l", "0", "--no-huge", "--no-pci", "--sysfs-root=" + root, "--log-level=pmd.net.vdev_netvsc:debug")
            .clock(clock).bus(failsafe.asProvider()).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
        contexts = new NetvscContexts(eal, () -> network);
    }

    Lab add(final String arguments) {
        contexts.add("net_vdev_netvsc0", arguments);
        return this;
    }

    /// A second passes.
    Lab second() {
        clock.advance(Duration.ofSeconds(1));
        return this;
    }

    NetvscStatus status(final int id) {
        return contexts.statuses().get(id);
    }

    String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    /// {@return what was logged since this was last asked}
    String logged() {
        final String text = log();
        logged.reset();
        return text;
    }

    @Override
    public void close() {
        eal.close();
    }
}
