package dev.pollmode.testpmd;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.testpmd.cli.Console;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.CommandException;
import java.util.List;

/// Lets go of a port whose device is gone: stops forwarding if the port took part, closes the port, removes the device,
/// and forwards on between the others.
///
/// Runs on a thread of its own: the one that noticed belongs to the driver.
final class PortRemoval implements Runnable {
    private final Session session;
    private final EthDev dev;

    PortRemoval(final Session session, final EthDev dev) {
        this.session = session;
        this.dev = dev;
    }

    /// Starts the removal.
    void begin() {
        Thread.ofPlatform().daemon().name("testpmd-removal").start(this);
    }

    @Override
    public void run() {
        session.lock().lock();
        try {
            if (!session.isEnded() && dev.isOpen()) {
                remove();
            }
        } catch (final CommandException | EalException | IllegalStateException e) {
            session.console().tell("removal of port " + dev.id() + ": " + e.getMessage());
        } finally {
            session.console().flush();
            session.lock().unlock();
        }
    }

    private void remove() {
        final Console console = session.console();
        final Forwarding forwarding = session.forwarding();
        final boolean goOn = forwarding.isRunning() && forwarding.busyPorts().contains(dev.id());
        if (goOn) {
            forwarding.stop(console);
        }
        final List<TestPort> gone = session.ports().find(dev.id()).stream().toList();
        final boolean checked = session.settings().ports.linkCheck();
        session.settings().ports.linkCheck(false);
        session.control().stop(gone, console);
        session.settings().ports.linkCheck(checked);
        session.control().detach(dev.device().name(), console);
        if (goOn && !forwarding.chosenPorts().isEmpty()) {
            forwarding.warnOfTheOddPort(console);
            forwarding.start(0, console);
        }
    }
}
