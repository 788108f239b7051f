package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Interrupts;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.AddressInfo;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SysException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A machine made up by a test.
final class FakeNetwork implements HostNetwork {
    final FakeSysfs sysfs;
    final Set<Integer> defaultRoutes = new HashSet<>();
    final List<AddressInfo> addresses = new ArrayList<>();
    private final Map<Integer, LinkInfo> links = new TreeMap<>();
    private final Sysfs view;
    Optional<InetAddress> session = Optional.empty();
    int linksErrno;
    int addressesErrno;
    int watchErrno;
    int reads;
    int watchers;
    boolean closed;
    private Consumer<List<String>> onChange = paths -> { };

    FakeNetwork(final Path root) {
        sysfs = new FakeSysfs(root);
        view = new Sysfs(root);
    }

    static LinkInfo link(final int index, final String name, final int type, final byte[] mac) {
        return new LinkInfo(index, name, type, LinkInfo.IFF_UP, 1500, mac, LinkInfo.OPER_UP, true, "", 0, 0, false, "", "");
    }

    static String mac(final int last) {
        return "02:00:00:00:00:%02x".formatted(last);
    }

    // ---- what is there ----

    FakeNetwork add(final int index, final String name, final String mac) {
        links.put(index, link(index, name, LinkInfo.ARPHRD_ETHER, MacAddress.parse(mac).bytes()));
        return this;
    }

    FakeNetwork add(final LinkInfo link) {
        links.put(link.index(), link);
        return this;
    }

    FakeNetwork netvsc(final int index, final String name, final String mac) {
        sysfs.netvsc(name);
        return add(index, name, mac);
    }

    FakeNetwork vf(final int index, final String name, final String mac, final String address) {
        sysfs.pci(name, address);
        return add(index, name, mac);
    }

    /// A driver takes a VF from the kernel.
    FakeNetwork take(final int index) {
        sysfs.removeInterface(links.remove(index).name());
        return this;
    }

    FakeNetwork remove(final int index, final String address) {
        take(index);
        sysfs.removePci(address);
        return this;
    }

    FakeNetwork forget(final int index) {
        links.remove(index);
        return this;
    }

    FakeNetwork address(final int index, final String address, final int scope) {
        final byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        addresses.add(new AddressInfo(index, bytes.length == 4 ? Sock.AF_INET : Sock.AF_INET6, bytes, 24, scope));
        return this;
    }

    /// The kernel tells of a change.
    void tell(final String... removedDevices) {
        onChange.accept(List.of(removedDevices));
    }

    // ---- HostNetwork ----

    @Override
    public List<LinkInfo> links() {
        reads++;
        failIf(linksErrno, "RTM_GETLINK");
        return List.copyOf(links.values());
    }

    @Override
    public List<AddressInfo> addresses(final int index) {
        failIf(addressesErrno, "RTM_GETADDR");
        return addresses.stream().filter(address -> address.index() == index).toList();
    }

    @Override
    public Set<Integer> defaultRouteInterfaces() {
        return defaultRoutes;
    }

    @Override
    public Optional<InetAddress> sessionAddress() {
        return session;
    }

    @Override
    public Sysfs sysfs() {
        return view;
    }

    @Override
    public Watch watch(final Interrupts interrupts, final Consumer<List<String>> callback) {
        failIf(watchErrno, "socket(AF_NETLINK)");
        onChange = callback;
        watchers++;
        return new Watch() {
            @Override
            public List<LinkInfo> links() {
                return FakeNetwork.this.links();
            }

            @Override
            public void close() {
                onChange = paths -> { };
                watchers--;
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    private static void failIf(final int errno, final String operation) {
        if (errno != 0) {
            throw new SysException(operation, errno, null);
        }
    }

    static int refused() {
        return Errno.EPERM;
    }
}
