package dev.pollmode.eal.spi;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import java.util.List;
import java.util.stream.Stream;

/// A kind of devices, how they are found and which drivers take them.
///
/// An [dev.pollmode.eal.Eal] calls one bus method at a time, under a lock that the calling thread may take again: a driver
/// may plug further devices while it probes. [#devices()] may be called by any thread at any time.
public interface Bus extends AutoCloseable {
    /// {@return the name as it stands in `bus=<name>` and `<name>:<device>`, such as `vdev`}
    String name();

    /// Says whether a device of this name could be one of this bus: for virtual devices, whether a driver serves it; for
    /// others, whether it is an address of theirs.
    ///
    /// @param devargs what a user asked for
    /// @return whether [#plug(Devargs)] would try it
    boolean accepts(Devargs devargs);

    /// {@return the names of the known drivers, for the message that answers an unknown one}
    default List<String> driverNames() {
        return List.of();
    }

    /// Finds the devices that are there and those that the command line names, without touching them.
    void scan();

    /// Hands every scanned device to its driver. A device that fails is logged and does not keep the others from being
    /// probed.
    void probe();

    /// Adds one device and hands it to its driver.
    ///
    /// @param devargs name and arguments
    /// @return the device, probed
    /// @throws dev.pollmode.eal.EalException EEXIST when the name is in use, ENODEV when there is no such device or
    ///     driver, or what the driver threw; the device is gone then
    Device plug(Devargs devargs);

    /// Takes a device from its driver and forgets it.
    ///
    /// @param device a device of this bus
    /// @throws dev.pollmode.eal.EalException ENODEV when it is not (any more) a device of this bus, EBUSY when it cannot go now
    void unplug(Device device);

    /// {@return the devices of this bus, in the order of probing}
    Stream<Device> devices();

    /// Unplugs all devices, last one first, and gives everything back. Does not throw for a device that fails: it is
    /// logged and the others go on.
    @Override
    void close();
}
