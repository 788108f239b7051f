package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Lcore;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.testpmd.cli.CommandTable;
import dev.pollmode.testpmd.cli.Console;
import dev.pollmode.testpmd.cli.Interpreter;
import dev.pollmode.testpmd.cli.Shells;
import dev.pollmode.testpmd.spi.CommandException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// From parsed options to a running session, and to its end.
final class Startup {
    /// As many as C makes room for: RTE_MAX_ETHPORTS of Debian's DPDK.
    private static final int PORTS_OF_POOL = 32;
    private static final int RX_DESCRIPTORS_MAX = 2048;
    private static final int TX_DESCRIPTORS_MAX = 2048;
    private static final int LEAST_MBUFS = 1024;
    private static final int MEMPOOL_CACHE = 250;

    private final Eal eal;
    private final AppOptions options;
    private final Console console;
    private final InputStream in;

    Startup(final Eal eal, final AppOptions options, final Console console, final InputStream in) {
        this.in = in;
        this.eal = eal;
        this.options = options;
        this.console = console;
    }

    /// Runs testpmd.
    ///
    /// @return the exit status
    int run() {
        if (options.interactive) {
            console.line("Interactive-mode selected");
        }
        final List<Lcore> workers = eal.lcores().workers();
        if (workers.isEmpty()) {
            throw new StartupException("No cores defined for forwarding\nCheck the core mask argument\n  the main lcore "
                + eal.lcores().main().id() + " is the only one; give -l one more");
        }
        final Settings settings = new OptionReader(eal, options, console).read();
        final Session session = new Session(eal, settings, console, makePool(workers.size()));
        session.strict(options.strict);
        final Thread hook = new Thread(session::interrupt, "testpmd-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        final int status = run(session);
        remove(hook);
        return status;
    }

    private static void remove(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException _) {
            // A signal came meanwhile: the hook runs, and finds the session ended.
            Thread.onSpinWait();
        }
    }

    private int run(final Session session) {
        new OptionReader(eal, options, console).apply(session);
        if (session.ports().all().isEmpty()) {
            console.line("testpmd: No probed ethernet devices");
            if (!options.interactive) {
                session.end();
                return 1;
            }
        }
        if (!startPorts(session)) {
            session.end();
            return 1;
        }
        final Interpreter interpreter = new Interpreter(new CommandTable(Commands.all(session)), console);
        session.interpreter(interpreter);
        final boolean good = runFile(session, options.commandFile, true) && runFile(session, options.commandFileQuiet, false);
        if (good || !options.strict) {
            return forward(session, interpreter);
        }
        session.end();
        return 1;
    }

    private boolean runFile(final Session session, final Path file, final boolean echo) {
        try {
            return file == null || new CommandFile(session, options.strict).run(file.toString(), echo);
        } catch (final CommandException e) {
            console.complain(e.getMessage());
            return false;
        }
    }

    private Mempool makePool(final int workers) {
        final int cache = options.mbufCache == null ? MEMPOOL_CACHE : options.mbufCache;
        final int usual = (RX_DESCRIPTORS_MAX + workers * cache + TX_DESCRIPTORS_MAX + Settings.MAX_BURST) * PORTS_OF_POOL;
        final int count = options.mbufs == null ? usual : options.mbufs;
        final int size = options.mbufSize == null ? Mbuf.BUFFER_LENGTH : options.mbufSize;
        if (count <= LEAST_MBUFS) {
            throw new StartupException("total-num-mbufs should be > " + LEAST_MBUFS + "\n  it is " + count);
        }
        if (size <= Mbuf.HEADROOM || size > 0xffff) {
            throw new StartupException("mbuf-size should be > " + Mbuf.HEADROOM + " and <= 65535\n  it is " + size);
        }
        console.line("testpmd: create a new mbuf pool <mb_pool_0>: n=" + count + ", size=" + size + ", socket=0");
        try {
            return Mempool.builder(eal, "mb_pool_0").count(count).bufferLength(size).cacheSize(cache).create();
        } catch (final EalException | IllegalArgumentException e) {
            throw new StartupException("Creation of mbuf pool for socket 0 failed: " + e.getMessage(), e);
        }
    }

    private boolean startPorts(final Session session) {
        final var ports = session.ports().all();
        session.forwarding().warnOfTheOddPort(console);
        session.control().makePromiscuous(ports);
        return options.noDeviceStart || ports.isEmpty() || session.control().start(ports, console) || options.interactive;
    }

    private int forward(final Session session, final Interpreter interpreter) {
        try {
            if (options.interactive) {
                return interact(session, interpreter);
            }
            console.line("No commandline core given, start packet forwarding");
            start(session, options.txFirst ? 1 : 0);
            console.flush();
            if (options.statsPeriod > 0) {
                showStatistics(session);
            } else {
                console.line("Press enter to exit");
                console.flush();
                Shells.awaitEnter(in);
            }
            return end(session, 0);
        } catch (final CommandException e) {
            console.complain(e.getMessage());
            return end(session, 1);
        }
    }

    private int interact(final Session session, final Interpreter interpreter) {
        if (options.autoStart) {
            console.line("Start automatic packet forwarding");
            start(session, options.txFirst ? 1 : 0);
        }
        console.flush();
        final boolean good = new PromptLoop(session, interpreter, options.strict, in).run();
        return end(session, good ? 0 : 1);
    }

    private void start(final Session session, final int bursts) {
        session.lock().lock();
        try {
            session.forwarding().start(bursts, console);
        } finally {
            session.lock().unlock();
        }
    }

    private int end(final Session session, final int status) {
        session.lock().lock();
        try {
            session.end();
        } finally {
            session.lock().unlock();
        }
        return status;
    }

    private void showStatistics(final Session session) {
        final StatisticsScreen screen = new StatisticsScreen(session, options.displayXstats);
        try {
            while (!session.awaitEnd(options.statsPeriod * 1000L)) {
                session.lock().lock();
                try {
                    screen.show();
                } finally {
                    session.lock().unlock();
                }
            }
            // The signal's thread ends the session and the JVM.
            session.awaitEnded();
        } catch (final InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
