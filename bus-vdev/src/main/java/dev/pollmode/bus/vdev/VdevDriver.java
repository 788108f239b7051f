package dev.pollmode.bus.vdev;

import java.util.List;

/// A driver of virtual devices, found by [java.util.ServiceLoader].
///
/// It serves the devices whose names begin with its own name or an alias: `net_null` serves `net_null0`. One object per
/// Eal; its methods are called by one thread at a time.
public interface VdevDriver {
    /// {@return its name, such as `net_null`}
    String name();

    /// {@return other names it goes by, such as `eth_null`}
    default List<String> aliases() {
        return List.of();
    }

    /// {@return what it takes as arguments, for `help` and error messages: `size=<int>,copy=<0|1>`}
    default String usage() {
        return "";
    }

    /// Joins an Eal, before the first device is scanned: the place to add a [VdevBus#addScan scan].
    ///
    /// @param bus the bus
    default void onRegistered(final VdevBus bus) {
    }

    /// {@return whether it takes a device whose name begins with its own; else the next driver whose name fits is asked}
    ///
    /// @param device the device, which nobody serves yet
    default boolean takes(final VdevDevice device) {
        return true;
    }

    /// {@return whether its devices need the addresses of the process: with `--iova-mode pa` they are refused then}
    default boolean needsVirtualAddresses() {
        return false;
    }

    /// Starts to serve a device: checks its arguments and makes its ports.
    ///
    /// @param device the device
    /// @throws RuntimeException when it can't; nothing of it is left then
    void probe(VdevDevice device);

    /// Ends to serve a device: its ports are closed.
    ///
    /// @param device the device
    void remove(VdevDevice device);
}
