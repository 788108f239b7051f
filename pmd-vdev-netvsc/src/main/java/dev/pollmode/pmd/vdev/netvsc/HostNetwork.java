package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.AddressInfo;
import dev.pollmode.sys.LinkInfo;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What the driver sees of the machine: interfaces, addresses, routes, sysfs, and that something about them changed.
///
/// Behind it is the kernel ([KernelNetwork]), or a machine made up by a test. May be used by several threads.
interface HostNetwork extends AutoCloseable {
    /// {@return the interfaces as they are now}
    ///
    /// @throws dev.pollmode.sys.SysException when the kernel refuses
    List<LinkInfo> links();

    /// {@return the addresses of an interface}
    ///
    /// @param index its index
    /// @throws dev.pollmode.sys.SysException when the kernel refuses
    List<AddressInfo> addresses(int index);

    /// {@return the indices of the interfaces that a default route leads to}
    ///
    /// @throws dev.pollmode.sys.SysException when the kernel refuses
    Set<Integer> defaultRouteInterfaces();

    /// {@return the address of this machine that the user has logged in to over the network, if this is known}
    Optional<InetAddress> sessionAddress();

    /// {@return what sysfs says of interfaces}
    Sysfs sysfs();

    /// Calls when an interface or a device came, changed or went.
    ///
    /// @param interrupts the thread that calls
    /// @param onChange   gets the paths, below the root of sysfs, of the devices that went; often none
    /// @return ends it: when its close returns, the callback does not run and will not
    /// @throws RuntimeException when the kernel can't tell
    Watch watch(Interrupts interrupts, Consumer<List<String>> onChange);

    /// A callback that waits for changes.
    interface Watch extends AutoCloseable {
        /// {@return the interfaces as the kernel has told of them by now} Unlike [HostNetwork#links()] it asks nothing, so it
        /// doesn't wait while the kernel is busy with an interface. To be called by the thread that calls back.
        ///
        /// @throws dev.pollmode.sys.SysException when what the kernel told can't be read
        List<LinkInfo> links();

        @Override
        void close();
    }

    @Override
    void close();
}
