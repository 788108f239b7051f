package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Leads the sub-devices of a port: brings those that are missing to the state of the port, takes those out that go.
///
/// One lock guards all of the control side. An application's call waits for it, the alarm thread only tries. Locks are taken
/// in this order: the port's, this one, the Eal's devices, the sub-devices' ports, [Paths]. Who tells of an event holds any
/// of them, so [#onEvent] takes but the last and leaves the rest to the alarm thread.
final class Conductor {
    private final Core core;
    private final Settings settings;
    private final Flows flows;
    private final PortShape shape;
    private final Removal removal;
    private final Prober prober;
    private final HotPlug hotPlug;
    private final SubWatch watch;
    private final ReentrantLock lock = new ReentrantLock();
    // Devices that were still plugged when the port was closed.
    private final Queue<Device> rest = new ConcurrentLinkedQueue<>();
    private volatile SubState portState = SubState.PROBED;
    private volatile boolean closed;

    Conductor(final Core core, final Settings settings, final Flows flows) {
        this.core = core;
        this.settings = settings;
        this.flows = flows;
        shape = new PortShape(core);
        removal = new Removal(core);
        prober = new Prober(core, this::onEvent);
        hotPlug = new HotPlug(core.eal(), core.args().poll(), this::round);
        watch = new SubWatch(core, hotPlug);
    }

    SubState portState() {
        return portState;
    }

    Duration untilNextPoll() {
        return hotPlug.untilNext();
    }

    PortShape shape() {
        return shape;
    }

    /// Runs a change by the application.
    void locked(final Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    // ---- life ----

    /// Looks for the sub-devices for the first time, settles the address, and goes on looking.
    void begin() {
        locked(() -> {
            core.args().mac().ifPresent(settings::firstMac);
            core.subs().forEach(this::advance);
            if (settings.mac() == null) {
                settings.firstMac(firstAddress());
                core.subs().stream().filter(sub -> sub.state().hasPort()).forEach(sub -> attempt(sub, () -> settings.replayMac(sub)));
            }
            core.log().log(Level.INFO, core.name() + ": MAC address is " + settings.mac());
            watch.begin();
            hotPlug.begin();
        });
    }

    private MacAddress firstAddress() {
        return core.subs().stream().filter(sub -> sub.state().hasPort()).map(sub -> sub.port().mac()).filter(mac -> !mac.isZero())
            .findFirst().orElseGet(() -> MacAddress.random(new Random()));
    }

    void configure(final EthConf conf) {
        locked(() -> {
            shape.configure(conf);
            core.signals().reset();
            if (conf.mtu() != 0) {
                settings.forgetMtu();
            }
            reap();
            each("configure", SubState::hasPort, sub -> {
                shape.giveConf(sub);
                if (sub.state() == SubState.PROBED) {
                    sub.become(SubState.ACTIVE, "the port was configured");
                }
                settings.replay(sub);
                flows.replay(sub);
            });
            portState = SubState.ACTIVE;
        });
    }

    RxQueue rxQueue(final RxQueueSetup setup) {
        lock.lock();
        try {
            each("set up rx queue " + setup.index(), SubState::isConfigured, sub -> shape.give(sub.port(), setup));
            return shape.add(setup);
        } finally {
            lock.unlock();
        }
    }

    TxQueue txQueue(final TxQueueSetup setup) {
        lock.lock();
        try {
            each("set up tx queue " + setup.index(), SubState::isConfigured, sub -> shape.give(sub.port(), setup));
            return shape.add(setup);
        } finally {
            lock.unlock();
        }
    }

    void start() {
        locked(() -> {
            core.paths().serve(shape.rxQueues(), shape.txQueues());
            try {
                // One that refused to stop before is still counted as started.
                each("start", SubState::isConfigured, this::start);
            } catch (final RuntimeException e) {
                core.subs().stream().filter(sub -> sub.state() == SubState.STARTED).forEach(sub -> attempt(sub, () -> stop(sub)));
                throw e;
            }
            portState = SubState.STARTED;
        });
        hotPlug.wake();
    }

    private void start(final SubDevice sub) {
        sub.port().start();
        sub.become(SubState.STARTED, "the port is started");
        shape.giveQueueStates(sub, portState != SubState.STARTED);
        core.paths().join(sub, sub.port(), sub + " was started");
        core.signals().join(sub);
    }

    void stop() {
        locked(() -> {
            portState = SubState.ACTIVE;
            core.subs().forEach(sub -> core.paths().leave(sub, "the port was stopped"));
            each("stop", state -> state == SubState.STARTED, this::stop);
        });
    }

    private void stop(final SubDevice sub) {
        core.paths().leave(sub, "the port was stopped");
        core.signals().leave(sub);
        sub.port().stop();
        sub.become(SubState.ACTIVE, "the port was stopped");
    }

    /// Ends it; a second time does nothing.
    void close() {
        locked(() -> {
            if (closed) {
                return;
            }
            closed = true;
            hotPlug.end();
            watch.close();
            prober.close();
            for (final SubDevice sub : core.subs()) {
                if (sub.state().hasPort()) {
                    removal.closePort(sub, "the port was closed");
                }
                if (sub.device() != null) {
                    rest.add(sub.device());
                    sub.gone();
                }
                sub.source().close();
            }
            core.signals().close();
        });
        if (!rest.isEmpty() && !core.eal().isClosed()) {
            // Not here: the application may hold the port's lock, and another thread the devices' while it waits for that.
            unplugRestIn(Duration.ofMillis(1));
        }
    }

    /// Unplugs the devices that were there when the port was closed, as far as nobody has yet.
    void unplugRest() {
        for (Device device = rest.poll(); device != null; device = rest.poll()) {
            if (!removal.unplug(device)) {
                rest.add(device);
                unplugRestIn(Duration.ofMillis(10));
                return;
            }
        }
    }

    private void unplugRestIn(final Duration delay) {
        try {
            core.eal().alarms().set(delay, this::unplugRest);
        } catch (final IllegalStateException e) {
            // The Eal is being closed, and unplugs all devices itself.
            rest.clear();
        }
    }

    // ---- events and rounds ----

    /// Something happened to the port of a sub-device. On any thread, with any locks held.
    private void onEvent(final SubDevice sub, final EthEvent event) {
        final EthDev port = event.port();
        switch (event) {
            case EthEvent.Removal told -> goes(sub, port, told.reason());
            case EthEvent.Destroy told -> goes(sub, told.port(), "its port was closed");
            case EthEvent.Reset told -> goes(sub, told.port(), "its device wants to be reset");
            case EthEvent.RecoveryFailed told -> goes(sub, told.port(), "its recovery failed");
            case EthEvent.Recovering told -> core.paths().stopSending(told.port(), sub + " recovers");
            case EthEvent.RecoverySuccess told -> core.paths().goOnSending(told.port(), sub + " has recovered");
            case EthEvent.LinkChange told -> {
                if (core.paths().sendingPort() == port) {
                    core.context().linkChanged(told.link());
                }
            }
            default -> {
                // Of no concern to the port as a whole.
            }
        }
    }

    private void goes(final SubDevice sub, final EthDev port, final String why) {
        if (!closed && sub.announceRemoval(port, why)) {
            core.paths().stopSending(port, sub + ": " + why);
            hotPlug.wake();
        }
    }

    /// Alarm thread: takes out what goes, brings up what is missing.
    private void round() {
        if (closed || core.eal().isClosed()) {
            return;
        }
        if (!lock.tryLock()) {
            core.log().log(Level.DEBUG, core.name() + ": busy, will look after the sub-devices later");
            hotPlug.retry();
            return;
        }
        try {
            if (!closed) {
                reap();
                core.subs().forEach(this::advance);
                core.ledger().total();
            }
        } catch (final RuntimeException e) {
            core.log().log(Level.ERROR, core.name() + ": Unable to synchronize sub_device state", e);
        } finally {
            lock.unlock();
        }
        tellLink();
    }

    private void tellLink() {
        final EthDev port = core.paths().sendingPort();
        if (port != null && !closed) {
            try {
                core.context().linkChanged(port.link());
            } catch (final EthDevException e) {
                // It was closed at this moment; the next round tells of the path that follows.
                hotPlug.wake();
            }
        }
    }

    private void reap() {
        for (final SubDevice sub : core.subs()) {
            if (sub.state().hasPort() && sub.removal() != null) {
                takeOut(sub, sub.removal());
            } else if (sub.state() == SubState.LEAVING) {
                unplug(sub);
            }
        }
    }

    private void takeOut(final SubDevice sub, final String why) {
        flows.forget(sub);
        removal.closePort(sub, why);
        unplug(sub);
    }

    private void unplug(final SubDevice sub) {
        if (!removal.unplug(sub)) {
            hotPlug.retry();
        }
    }

    /// Brings a sub-device as far as the port is; one that can't follow is taken out, and tried again later.
    private void advance(final SubDevice sub) {
        final SubState before = sub.state();
        if (before == SubState.LEAVING || before.hasPort() && before.compareTo(portState) >= 0) {
            return;
        }
        final long beganNs = System.nanoTime();
        try {
            if (!before.hasPort()) {
                if (!prober.parse(sub)) {
                    return;
                }
                prober.probe(sub);
                settings.replayMac(sub);
            }
            follow(sub);
            requireStaying(sub);
            sub.plugged(beganNs);
            core.log().log(Level.DEBUG, () -> core.name() + ": " + sub + " is " + sub.state());
        } catch (final RuntimeException e) {
            failed(sub, e);
        }
    }

    private void follow(final SubDevice sub) {
        if (sub.state() == SubState.PROBED && portState.isConfigured()) {
            flows.isolate(sub);
            shape.giveConf(sub);
            shape.giveQueues(sub);
            sub.become(SubState.ACTIVE, "was configured like the port");
            requireStaying(sub);
            settings.replay(sub);
            flows.replay(sub);
        }
        if (sub.state() == SubState.ACTIVE && portState == SubState.STARTED) {
            requireStaying(sub);
            start(sub);
        }
    }

    private static void requireStaying(final SubDevice sub) {
        if (sub.removal() != null) {
            throw new EthDevException(Errno.EIO, sub.removal());
        }
    }

    private void failed(final SubDevice sub, final RuntimeException failure) {
        final boolean there = sub.state().hasPort();
        final String text = there ? "Unable to synchronize sub_device state: " + failure.getMessage()
            : "sub_device " + sub.index() + " probe failed (" + failure.getMessage() + ")";
        final Level level = !sub.fail(text) ? Level.DEBUG : failure instanceof final EalException e
            && (e.errno() == Errno.EPERM || e.errno() == Errno.EAGAIN) ? Level.INFO : Level.ERROR;
        core.log().log(level, core.name() + ": " + text);
        if (there) {
            takeOut(sub, failure.getMessage());
        }
    }

    // ---- helpers ----

    /// Does something to those sub-devices that stay; the first that refuses ends it.
    private void each(final String what, final Predicate<SubState> which, final Consumer<SubDevice> action) {
        for (final SubDevice sub : core.subs()) {
            if (which.test(sub.state())) {
                try {
                    action.accept(sub);
                } catch (final RuntimeException e) {
                    if (!Core.excused(sub, e)) {
                        throw new EthDevException(Core.errno(e), what + " of sub_device " + sub.index() + " failed: " + e.getMessage(), e);
                    }
                    sub.announceRemoval(sub.port(), e.getMessage());
                    hotPlug.wake();
                }
            }
        }
    }

    private void attempt(final SubDevice sub, final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException e) {
            core.log().log(Level.ERROR, core.name() + ": " + sub + ": " + e.getMessage());
        }
    }
}
