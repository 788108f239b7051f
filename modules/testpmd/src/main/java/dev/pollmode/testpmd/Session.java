package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.testpmd.cli.Console;
import dev.pollmode.testpmd.cli.Interpreter;
import dev.pollmode.testpmd.port.PortControl;
import dev.pollmode.testpmd.port.Ports;
import dev.pollmode.testpmd.port.TestPort;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One run of testpmd between the start of its ports and their end: what commands work on.
///
/// The main thread holds [#lock()] while it runs a command, so that a signal, which ends the session on a thread of its
/// own, finds nothing half done.
final class Session {
    private static final long COMMAND_PATIENCE_S = 5;

    private final Eal eal;
    private final Settings settings;
    private final Console console;
    private final Mempool pool;
    private final Ports ports;
    private final Forwarding forwarding;
    private final PortControl control;
    private final PortWatch watch;
    private final PacketDump packetDump;
    private DeviceWatch devices;
    private BitrateMeter bitrates;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private Interpreter interpreter;
    private boolean ended;
    private boolean quit;
    private boolean strict;
    private int loading;

    Session(final Eal eal, final Settings settings, final Console console, final Mempool pool) {
        this.eal = eal;
        this.settings = settings;
        this.console = console;
        this.pool = pool;
        ports = new Ports(eal);
        forwarding = new Forwarding(eal, ports, settings, pool);
        control = new PortControl(eal, ports, settings.ports, pool, forwarding::busyPorts);
        watch = new PortWatch(this);
        packetDump = new PacketDump(console);
    }

    Eal eal() {
        return eal;
    }

    Settings settings() {
        return settings;
    }

    Console console() {
        return console;
    }

    Mempool pool() {
        return pool;
    }

    Ports ports() {
        return ports;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    PortControl control() {
        return control;
    }

    PortWatch watch() {
        return watch;
    }

    PacketDump packetDump() {
        return packetDump;
    }

    ReentrantLock lock() {
        return lock;
    }

    void interpreter(final Interpreter commands) {
        interpreter = commands;
    }

    /// Runs a command.
    ///
    /// @param line what was typed
    /// @return whether it succeeded
    boolean run(final String line) {
        lock.lock();
        try {
            return interpreter.run(line);
        } finally {
            lock.unlock();
        }
    }

    void strict(final boolean on) {
        strict = on;
    }

    /// {@return whether the first command that fails ends testpmd}
    boolean isStrict() {
        return strict;
    }

    /// {@return how many files are being loaded, each by the one before}
    int loading() {
        return loading;
    }

    void loading(final int change) {
        loading += change;
    }

    /// Measures the bitrates of ports from now on.
    void measureBitrates() {
        bitrates = new BitrateMeter(eal.alarms(), ports);
    }

    /// {@return the bitrates of ports, when they are measured}
    Optional<BitrateMeter> bitrates() {
        return Optional.ofNullable(bitrates);
    }

    /// Watches devices come and go from now on.
    void watchDevices() {
        devices = new DeviceWatch(this);
    }

    /// Asks the shell to end after the current command.
    void quit() {
        quit = true;
    }

    /// {@return whether [#quit()] was called}
    boolean isQuitting() {
        return quit;
    }

    /// Waits until the session is being ended by a signal.
    ///
    /// @param ms how long to wait
    /// @return whether it is
    boolean awaitEnd(final long ms) throws InterruptedException {
        return ending.await(ms, TimeUnit.MILLISECONDS);
    }

    /// Waits until the session was ended.
    void awaitEnded() throws InterruptedException {
        over.await();
    }

    /// Ends the session because of a signal, on a thread of its own: waits for the current command, but not for ever.
    void interrupt() {
        ending.countDown();
        final boolean locked = tryLock();
        try {
            if (!ended) {
                console.line("\nSignal received, preparing to exit...");
            }
            end();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private boolean tryLock() {
        try {
            return lock.tryLock(COMMAND_PATIENCE_S, TimeUnit.SECONDS);
        } catch (final InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// {@return whether [#end()] was called}
    boolean isEnded() {
        return ended;
    }

    /// Stops forwarding and ports, closes everything. A second time does nothing.
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        settings.ports.linkCheck(false);
        if (forwarding.isRunning()) {
            forwarding.stop(console);
        }
        for (final TestPort port : ports.all()) {
            console.line("\nStopping port " + port.id() + "...");
            control.stop(List.of(port), console);
        }
        for (final TestPort port : ports.all()) {
            console.line("\nShutting down port " + port.id() + "...");
            control.close(List.of(port), console);
        }
        watch.close();
        if (devices != null) {
            devices.close();
        }
        if (bitrates != null) {
            bitrates.close();
        }
        eal.close();
        console.line("\nBye...");
        console.flush();
        over.countDown();
    }
}
