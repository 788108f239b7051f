package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.testpmd.cli.CommandTable;
import dev.pollmode.testpmd.cli.Console;
import dev.pollmode.testpmd.cli.Interpreter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A session of testpmd in this JVM, with two lcores on one CPU: types commands and reads answers.
final class Terminal implements AutoCloseable {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private final Eal eal;
    final Session session;
    private boolean succeeded;

    Terminal(final String... vdevs) {
        final List<String> args = new ArrayList<>(List.of("--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--no-telemetry"));
        for (final String vdev : vdevs) {
            args.add("--vdev=" + vdev);
        }
        eal = Eal.builder().args(args.toArray(String[]::new)).logsTo(new PrintStream(complained, true, StandardCharsets.UTF_8)).init();
        final Console console = new Console(new PrintStream(written, true, StandardCharsets.UTF_8),
            new PrintStream(complained, true, StandardCharsets.UTF_8));
        final Mempool pool = Mempool.builder(eal, "mb_pool_0").count(8192).cacheSize(250).create();
        session = new Session(eal, new Settings(), console, pool);
        session.interpreter(new Interpreter(new CommandTable(Commands.all(session)), console));
    }

    /// A session whose ports are started.
    static Terminal started(final String... vdevs) {
        final Terminal terminal = new Terminal(vdevs);
        terminal.type("port start all");
        return terminal;
    }

    /// {@return the answer to a command}
    String type(final String line) {
        written.reset();
        succeeded = session.run(line);
        return written.toString(StandardCharsets.UTF_8);
    }

    /// {@return what was written since the last command was typed}
    String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /// {@return whether the last command succeeded}
    boolean succeeded() {
        return succeeded;
    }

    /// {@return what went to standard error}
    String complaints() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    /// Waits until something holds.
    static void await(final java.util.function.BooleanSupplier holds) {
        final long deadline = System.nanoTime() + 60_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not happen within 60 s");
            }
            Thread.yield();
        }
    }

    @Override
    public void close() {
        session.end();
        eal.close();
    }
}
