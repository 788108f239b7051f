package dev.pollmode.testpmd.port;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The life of ports, in the words of DPDK's testpmd. Used by the control thread.
public final class PortControl {
    private final Eal eal;
    private final Ports ports;
    private final PortSettings settings;
    private final Mempool pool;
    private final Supplier<Set<Integer>> forwarding;

    /// Controls the ports of an environment.
    ///
    /// @param eal the environment
    /// @param ports the ports
    /// @param settings what they shall be
    /// @param pool where their buffers come from
    /// @param forwarding the numbers of the ports that packets are forwarded between now
    public PortControl(final Eal eal, final Ports ports, final PortSettings settings, final Mempool pool,
                       final Supplier<Set<Integer>> forwarding) {
        this.eal = eal;
        this.ports = ports;
        this.settings = settings;
        this.pool = pool;
        this.forwarding = forwarding;
    }

    /// Configures, where that is needed, and starts ports.
    ///
    /// @param chosen which
    /// @param output where to say so
    /// @return whether all of them run now
    public boolean start(final List<TestPort> chosen, final Output output) {
        boolean any = false;
        boolean failed = false;
        for (final TestPort port : chosen) {
            if (port.dev().isStarted()) {
                output.line("Port " + port.id() + " is now not stopped");
            } else if (startOne(port, output)) {
                any = true;
            } else {
                failed = true;
            }
        }
        if (any && settings.linkCheck()) {
            output.line("Checking link statuses...");
        } else if (!any && !failed) {
            output.complain("Please stop the ports first");
        }
        output.line("Done");
        return !failed;
    }

    private boolean startOne(final TestPort port, final Output output) {
        if (port.needsConfiguration()) {
            output.line("Configuring Port " + port.id() + " (socket " + socket(port.dev()) + ")");
            try {
                port.configure(settings, usesLargeFrames(), pool);
            } catch (final EalException e) {
                port.touch();
                output.complain("Fail to configure port " + port.id() + "\n  " + e.getMessage());
                return false;
            }
        }
        try {
            port.dev().start();
            output.line("Port " + port.id() + ": " + port.dev().mac());
        } catch (final EalException e) {
            output.complain("Fail to start port " + port.id() + ": " + e.getMessage());
            return false;
        }
        return true;
    }

    /// {@return whether ports are asked for frames larger than the MTU: where the user wants it and all ports can}
    public boolean usesLargeFrames() {
        return settings.largeFrames() && LargeFrames.possible(ports.all().stream().map(port -> port.dev().info()).toList());
    }

    /// {@return the NUMA node of a port, 0 where it is close to none}
    ///
    /// @param dev the port
    public static int socket(final EthDev dev) {
        return Math.max(0, dev.device().numaNode());
    }

    /// Lets ports receive packets for other addresses, where they can.
    ///
    /// @param chosen which
    public void makePromiscuous(final List<TestPort> chosen) {
        for (final TestPort port : chosen) {
            port.dev().findCapability(Promiscuous.class).ifPresent(capability -> capability.promiscuous(true));
        }
    }

    /// Stops ports.
    ///
    /// @param chosen which
    /// @param output where to say so
    public void stop(final List<TestPort> chosen, final Output output) {
        output.line("Stopping ports...");
        boolean any = false;
        for (final TestPort port : chosen) {
            if (forwarding.get().contains(port.id())) {
                output.complain("Please remove port " + port.id() + " from forwarding configuration.");
            } else if (port.dev().isStarted()) {
                any |= stopOne(port, output);
            }
        }
        if (any && settings.linkCheck()) {
            output.line("Checking link statuses...");
        }
        output.line("Done");
    }

    private boolean stopOne(final TestPort port, final Output output) {
        try {
            port.dev().stop();
            return true;
        } catch (final EalException e) {
            output.complain("Stopping port " + port.id() + " failed: " + e.getMessage());
            return false;
        }
    }

    /// Closes ports; they are gone then.
    ///
    /// @param chosen which
    /// @param output where to say so
    public void close(final List<TestPort> chosen, final Output output) {
        output.line("Closing ports...");
        for (final TestPort port : chosen) {
            if (forwarding.get().contains(port.id())) {
                output.complain("Please remove port " + port.id() + " from forwarding configuration.");
            } else if (port.dev().isStarted()) {
                output.complain("Port " + port.id() + " is now not stopped");
            } else {
                port.dev().close();
            }
        }
        output.line("Done");
    }

    /// Sets devices back to how they were when they were attached; they are configured anew when they start.
    ///
    /// @param chosen which
    /// @param output where to say so
    public void reset(final List<TestPort> chosen, final Output output) {
        if (chosen.stream().anyMatch(port -> port.dev().isStarted())) {
            throw new CommandException("Can not reset port(s), please stop port(s) first.");
        }
        output.line("Resetting ports...");
        for (final TestPort port : chosen) {
            try {
                port.dev().reset();
                port.touch();
            } catch (final EalException e) {
                output.complain("Failed to reset port " + port.id() + ". diag=" + -e.errno() + "\n  " + e.getMessage());
            }
        }
        output.line("Done");
    }

    /// Adds a device and its ports.
    ///
    /// @param devargs name and arguments
    /// @param output where to say so
    public void attach(final String devargs, final Output output) {
        output.line("Attaching a new port...");
        final Device device;
        try {
            device = eal.plug(devargs);
        } catch (final EalException | IllegalArgumentException e) {
            throw new CommandException("testpmd: Failed to attach port " + devargs, e);
        }
        final List<TestPort> added = ports.all().stream().filter(port -> port.dev().device() == device).toList();
        makePromiscuous(added);
        for (final TestPort port : added) {
            output.line("Port " + port.id() + " is attached. Now total ports is " + ports.all().size());
        }
        output.line("Done");
    }

    /// Removes the device of a port.
    ///
    /// @param port a stopped one
    /// @param output where to say so
    public void detach(final TestPort port, final Output output) {
        if (port.dev().isStarted()) {
            throw new CommandException("Port not stopped");
        }
        output.line("Port was not closed");
        detach(port.dev().device(), "Device is detached", output);
    }

    /// Removes a device by its name.
    ///
    /// @param name its name
    /// @param output where to say so
    public void detach(final String name, final Output output) {
        final Device device = eal.device(name).orElse(null);
        if (device == null) {
            output.line("Removing a device...");
            throw new CommandException("cannot parse identifier\n  there is no device " + name + "; there are "
                + eal.devices().map(Device::name).toList());
        }
        final EthDevs devs = EthDevs.of(eal);
        final EthDev started = devs.of(device).filter(EthDev::isStarted).findFirst().orElse(null);
        if (started != null) {
            output.line("Removing a device...");
            throw new CommandException("Port not stopped\n  port " + started.id() + " of " + name + " is started; stop it first");
        }
        detach(device, "Device " + name + " is detached", output);
    }

    private void detach(final Device device, final String done, final Output output) {
        output.line("Removing a device...");
        try {
            eal.unplug(device);
        } catch (final EalException e) {
            throw new CommandException("Failed to detach device " + device.name(), e);
        }
        output.line(done);
        output.line("Now total ports is " + ports.all().size());
        output.line("Done");
    }
}
