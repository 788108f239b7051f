package dev.pollmode.bus.pci;

import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/// Lets go of devices that are wanted back or gone: at once its driver tells its users, and the listeners of
/// [DeviceEvents] are told; half a second later the device is unplugged unless somebody has done so. The kernel waits that
/// long for the device, and so does whoever unplugs it.
final class Departures {
    /// How long users of a device have to unplug it themselves.
    static final Duration GRACE = Duration.ofMillis(500);

    // On the thread of the alarms, whoever noticed.
    private static final Duration AT_ONCE = Duration.ofNanos(1_000);
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final int ATTEMPTS = 100;

    private final Eal eal;
    private final Consumer<PciDevice> unplug;
    private final Logger log;

    /// @param eal    of the devices
    /// @param unplug how a device is unplugged
    /// @param log    of the bus
    Departures(final Eal eal, final Consumer<PciDevice> unplug, final Logger log) {
        this.eal = eal;
        this.unplug = unplug;
        this.log = log;
    }

    /// Starts it; later calls for the same device do nothing. Any thread; does not wait.
    ///
    /// @param device an open device
    /// @param why    for the log
    void begin(final PciDevice device, final String why) {
        if (device.startLeaving()) {
            log.log(Level.WARNING, "PCI device " + device.address() + ": " + why + ", it is released");
            later(AT_ONCE, () -> announce(device));
        }
    }

    private void announce(final PciDevice device) {
        if (device.openOrNull() == null) {
            return;
        }
        later(GRACE, () -> release(device, ATTEMPTS));
        try {
            device.runRemoval();
        } catch (final RuntimeException e) {
            log.log(Level.ERROR, "telling that PCI device " + device.address() + " leaves failed", e);
        }
        eal.deviceEvents().publish(device.name(), DeviceEvents.Kind.REMOVE);
    }

    private void release(final PciDevice device, final int attempts) {
        if (device.openOrNull() == null) {
            return;
        }
        try {
            unplug.accept(device);
        } catch (final EalException e) {
            if (e.errno() == Errno.ENODEV) {
                return;
            }
            if (attempts == 0) {
                log.log(Level.ERROR, "PCI device " + device.address() + " is not released: " + e.getMessage());
                return;
            }
            later(AGAIN, () -> release(device, attempts - 1));
        } catch (final IllegalStateException e) {
            log.log(Level.DEBUG, () -> "PCI device " + device.address() + " is released with its Eal: " + e.getMessage());
        }
    }

    private void later(final Duration delay, final Runnable action) {
        try {
            eal.alarms().set(delay, action);
        } catch (final IllegalStateException e) {
            log.log(Level.DEBUG, () -> "devices are released with their Eal: " + e.getMessage());
        }
    }
}
