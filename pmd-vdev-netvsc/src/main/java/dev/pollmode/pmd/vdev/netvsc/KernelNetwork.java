package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.AddressInfo;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.RtNetlink;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The machine as the kernel shows it, in the network namespace of the thread that made this object.
final class KernelNetwork implements HostNetwork {
    private final RtNetlink netlink;
    private final Sysfs sysfs;

    /// @param sysfsRoot where sysfs is mounted
    /// @throws dev.pollmode.sys.SysException when there is no socket to be had
    KernelNetwork(final Path sysfsRoot) {
        netlink = RtNetlink.open();
        sysfs = new Sysfs(sysfsRoot);
    }

    @Override
    public List<LinkInfo> links() {
        return netlink.links();
    }

    @Override
    public List<AddressInfo> addresses(final int index) {
        return netlink.addresses(index);
    }

    @Override
    public Set<Integer> defaultRouteInterfaces() {
        return netlink.defaultRouteInterfaces();
    }

    @Override
    public Optional<InetAddress> sessionAddress() {
        return SshSession.serverAddress(System.getenv("SSH_CONNECTION"));
    }

    @Override
    public Sysfs sysfs() {
        return sysfs;
    }

    @Override
    public Watch watch(final Interrupts interrupts, final Consumer<List<String>> onChange) {
        return KernelWatch.open(interrupts, onChange);
    }

    @Override
    public void close() {
        netlink.close();
    }
}
