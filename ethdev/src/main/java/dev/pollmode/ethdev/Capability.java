package dev.pollmode.ethdev;

/// Something that not every port can do, as an interface that the device class of a driver implements.
///
/// An application asks for it with [EthDev#capability(Class)] (which throws ENOTSUP) or [EthDev#findCapability(Class)].
/// What it gets checks that the port is still open (ENODEV) and runs one operation of a port at a time.
public interface Capability {
}
