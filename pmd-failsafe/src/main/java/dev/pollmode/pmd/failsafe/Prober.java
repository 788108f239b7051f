package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.Owner;
import dev.pollmode.ethdev.Registration;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Finds out which device a sub-device is, plugs it and takes its port. Runs under the control lock of the port.
final class Prober implements AutoCloseable {
    private static final String MAC = "mac=";

    private final Core core;
    private final BiConsumer<SubDevice, EthEvent> onEvent;
    private final Registration newPorts;
    // The device that is being plugged now.
    private volatile String expected;

    /// @param onEvent told what happens to the ports of sub-devices, on the thread that noticed
    Prober(final Core core, final BiConsumer<SubDevice, EthEvent> onEvent) {
        this.core = core;
        this.onEvent = onEvent;
        newPorts = core.ports().onEvent(this::onAnyEvent);
    }

    /// Owns the port of a device that is being plugged before anybody else sees it.
    private void onAnyEvent(final EthEvent event) {
        if (event instanceof EthEvent.New(final EthDev port) && port.device().name().equals(expected) && port.owner().isEmpty()) {
            port.own(core.owner());
        }
    }

    /// Reads the device arguments, also again while the device isn't there.
    ///
    /// @return whether they are known
    boolean parse(final SubDevice sub) {
        final Optional<String> text = sub.source().read();
        if (text.isEmpty()) {
            if (sub.fail(sub.source().text() + " has not given a device yet")) {
                core.log().log(Level.DEBUG, core.name() + ": sub_device " + sub.index() + ": " + sub.reason());
            }
            return false;
        }
        if (sub.devargs() == null || !sub.devargs().toString().equals(text.get()) || sub.state() == SubState.UNDEFINED) {
            sub.parsed(Devargs.parse(text.get()));
        }
        return true;
    }

    /// Plugs the device, or takes over one that is there.
    ///
    /// @throws EalException when the device is not to be had now
    void probe(final SubDevice sub) {
        final Devargs devargs = sub.devargs();
        final Optional<Device> there = core.eal().device(devargs.name());
        final Device device = there.isPresent() ? there.get() : plug(devargs);
        if (!device.isProbed()) {
            throw new EalException(Errno.EAGAIN, "device " + device.name() + " is not probed yet, will try again later");
        }
        final EthDev port = portOf(device, devargs);
        take(port, core.owner());
        if (there.isPresent()) {
            core.log().log(Level.INFO, core.name() + ": Taking control of a probed sub device " + sub.index() + " named " + device.name());
        }
        sub.probed(device, port, there.isPresent() ? "was there already" : "was plugged");
        sub.listen(port.onEvent(event -> onEvent.accept(sub, event)));
        core.ledger().open(sub.index(), port);
    }

    private Device plug(final Devargs devargs) {
        expected = devargs.name();
        try {
            return core.eal().plug(devargs);
        } finally {
            expected = null;
        }
    }

    /// {@return the port of a device; of several, that with the address that the arguments name with `mac=`, or the first}
    private EthDev portOf(final Device device, final Devargs devargs) {
        final List<EthDev> ports = core.ports().of(device).toList();
        if (ports.isEmpty()) {
            throw new EalException(Errno.ENODEV, "device " + device.name() + " of driver " + device.driverName() + " has no port");
        }
        final Optional<String> mac = Stream.of(devargs.arguments().split(",")).filter(word -> word.startsWith(MAC)).findFirst();
        if (ports.size() == 1 || mac.isEmpty()) {
            return ports.getFirst();
        }
        final MacAddress wanted = MacAddress.parse(mac.get().substring(MAC.length()));
        return ports.stream().filter(port -> port.mac().equals(wanted)).findFirst().orElseThrow(() -> new EalException(Errno.ENODEV,
            "device " + device.name() + ": ENODEV, none of its ports has the address " + wanted + ": " + ports));
    }

    /// Owns a port.
    ///
    /// @throws EalException EPERM when it is another's, ENODEV when it was closed at this moment
    static void take(final EthDev port, final Owner mine) {
        final Owner owner = port.owner().orElse(mine);
        if (owner != mine) {
            throw new EalException(Errno.EPERM, "port " + port.id() + " (" + port.name() + "): owner(" + owner
                + ") is not my, will try again later");
        }
        try {
            port.own(mine);
        } catch (final EalException e) {
            throw new EalException(e.errno(), "port " + port.id() + " (" + port.name()
                + ") was removed before taking ownership, will try again later", e);
        }
    }

    @Override
    public void close() {
        newPorts.close();
    }
}
