package dev.pollmode.bus.vdev;

/// Called at the beginning of each scan of the bus: a driver that finds its devices itself adds them there.
@FunctionalInterface
public interface VdevScan {
    /// Adds devices by [VdevBus#addDevargs(dev.pollmode.eal.Devargs)]; they take part in this same scan.
    ///
    /// @param bus the bus
    void onScan(VdevBus bus);
}
