package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Links, addresses and routes of a network namespace.
///
/// Every method asks the kernel anew. Changes need CAP_NET_ADMIN in the user namespace that owns the network namespace.
/// May be used by several threads. Methods throw a [NetlinkException] when the kernel refuses, with its words where it
/// gives any, and a [SysException] when the socket fails. rtnetlink(7), `linux/rtnetlink.h`, `linux/if_link.h`.
public final class RtNetlink implements AutoCloseable {
    private static final int RTM_NEWLINK = LinkRequest.RTM_NEWLINK;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_GETROUTE = 26;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = LinkRequest.IFLA_IFNAME;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_PID = 19;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_EXT_MASK = 29;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int IFLA_MACVLAN_MODE = 1;
    private static final int RTEXT_FILTER_SKIP_STATS = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    private final Netlink netlink;

    private RtNetlink(final Netlink netlink) {
        this.netlink = netlink;
    }

    /// Opens the network namespace of the calling thread. To be closed by the caller.
    ///
    /// @return access to that namespace, for any thread
    /// @throws SysException when the kernel refuses
    public static RtNetlink open() {
        return new RtNetlink(Netlink.open(Netlink.ROUTE));
    }

    /// Opens a network namespace. To be closed by the caller; `namespace` may be closed at once.
    ///
    /// @param namespace the namespace
    /// @return access to that namespace, for any thread
    /// @throws SysException when the kernel refuses
    public static RtNetlink openIn(final NetNs namespace) {
        return namespace.call(RtNetlink::open);
    }

    // ---- links ----

    /// {@return all links, in the order of the kernel, which is by index}
    public List<LinkInfo> links() {
        final NetlinkRequest request = new NetlinkRequest("RTM_GETLINK", RTM_GETLINK, 0);
        request.header(IfInfoMsg.SIZE);
        request.putU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return List.copyOf(netlink.dump(request, RtNetlink::decodeLink));
    }

    /// {@return the link of this name, if there is one; the kernel finds it by an alternative name too, and then [LinkInfo#name()] is another}
    ///
    /// @param name the name
    public Optional<LinkInfo> link(final String name) {
        return get(LinkRequest.ofName("RTM_GETLINK(" + name + ")", RTM_GETLINK, 0, name));
    }

    /// {@return the link of this index, if there is one}
    ///
    /// @param index the index
    public Optional<LinkInfo> link(final int index) {
        return get(LinkRequest.of("RTM_GETLINK(ifindex " + index + ")", RTM_GETLINK, 0, index));
    }

    private Optional<LinkInfo> get(final NetlinkRequest request) {
        request.putU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        try {
            return netlink.request(request, RtNetlink::decodeLink).stream().findFirst();
        } catch (final SysException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Switches a link on or off.
    ///
    /// @param index its index
    /// @param up    whether on
    public void setUp(final int index, final boolean up) {
        setFlag(index, LinkInfo.IFF_UP, up, up ? "up" : "down");
    }

    /// Makes a link receive frames for everybody, or not. There is one such switch for all who use this request;
    /// a membership of a packet socket counts its users instead.
    ///
    /// @param index its index
    /// @param on    whether on
    public void setPromiscuous(final int index, final boolean on) {
        setFlag(index, LinkInfo.IFF_PROMISC, on, on ? "promisc on" : "promisc off");
    }

    /// Makes a link receive all multicast frames, or not.
    ///
    /// @param index its index
    /// @param on    whether on
    public void setAllMulticast(final int index, final boolean on) {
        setFlag(index, LinkInfo.IFF_ALLMULTI, on, on ? "allmulticast on" : "allmulticast off");
    }

    /// Sets several flags of a link in one step, as to restore what [LinkInfo#flags()] said before.
    ///
    /// @param index its index
    /// @param mask  the flags that are meant, [LinkInfo#IFF_UP] ...
    /// @param flags what they become
    public void setFlags(final int index, final int mask, final int flags) {
        final String what = String.format("flags 0x%x of 0x%x", flags & mask, mask);
        netlink.request(LinkRequest.flags(index, mask, flags & mask, what));
    }

    private void setFlag(final int index, final int flag, final boolean on, final String what) {
        netlink.request(LinkRequest.flags(index, flag, on ? flag : 0, what));
    }

    /// Sets the maximum transmission unit.
    ///
    /// @param index the index of the link
    /// @param mtu   bytes
    public void setMtu(final int index, final int mtu) {
        netlink.request(LinkRequest.change(index, "mtu " + mtu).putU32(IFLA_MTU, mtu));
    }

    /// Sets the hardware address. Some drivers want the link down (`EBUSY`).
    ///
    /// @param index the index of the link
    /// @param mac   the address
    public void setMac(final int index, final byte[] mac) {
        netlink.request(LinkRequest.change(index, "address").put(IFLA_ADDRESS, mac));
    }

    /// Renames a link. Before Linux 6.2 it must be down (`EBUSY`).
    ///
    /// @param index its index
    /// @param name  the new name
    public void rename(final int index, final String name) {
        netlink.request(LinkRequest.change(index, "name " + name).put(IFLA_IFNAME, LinkRequest.requireName(name)));
    }

    /// Moves a link to another network namespace, where its index may be another one.
    ///
    /// @param index     its index here
    /// @param namespace where to
    public void moveTo(final int index, final NetNs namespace) {
        netlink.request(LinkRequest.change(index, "to " + namespace).putU32(IFLA_NET_NS_FD, namespace.fd().number()));
    }

    /// Moves a link to the network namespace of a process.
    ///
    /// @param index its index here
    /// @param pid   the process
    public void moveToProcess(final int index, final int pid) {
        netlink.request(LinkRequest.change(index, "to netns of process " + pid).putU32(IFLA_NET_NS_PID, pid));
    }

    /// Deletes a link.
    ///
    /// @param index its index
    public void delete(final int index) {
        netlink.request(LinkRequest.of("RTM_DELLINK(ifindex " + index + ")", LinkRequest.RTM_DELLINK, 0, index));
    }

    /// Makes a pair of veth devices, connected to each other. Both are down.
    ///
    /// @param name one end
    /// @param peer the other end
    public void createVeth(final String name, final String peer) {
        createVeth(name, peer, null);
    }

    /// Makes a pair of veth devices, one end here and one end in another namespace. Both are down.
    ///
    /// @param name          the end here
    /// @param peer          the other end
    /// @param peerNamespace where the other end goes; null for here
    public void createVeth(final String name, final String peer, final NetNs peerNamespace) {
        final NetlinkRequest request = LinkRequest.create(name, "veth");
        request.nest(IFLA_LINKINFO, () -> request.put(IFLA_INFO_KIND, "veth")
            .nest(IFLA_INFO_DATA, () -> request.nest(VETH_INFO_PEER, () -> {
                request.header(IfInfoMsg.SIZE);
                request.put(IFLA_IFNAME, LinkRequest.requireName(peer));
                if (peerNamespace != null) {
                    request.putU32(IFLA_NET_NS_FD, peerNamespace.fd().number());
                }
            })));
        netlink.request(request);
    }

    /// Makes a device that throws away what it is given; it is down. Not every kernel has it (`EOPNOTSUPP`).
    ///
    /// @param name its name
    public void createDummy(final String name) {
        create(name, "dummy");
    }

    /// Makes an intermediate functional block device, which receives what is redirected to it; it is down.
    ///
    /// @param name its name
    public void createIfb(final String name) {
        create(name, "ifb");
    }

    /// Makes a bridge; it is down.
    ///
    /// @param name its name
    public void createBridge(final String name) {
        create(name, "bridge");
    }

    private void create(final String name, final String kind) {
        final NetlinkRequest request = LinkRequest.create(name, kind);
        netlink.request(request.nest(IFLA_LINKINFO, () -> request.put(IFLA_INFO_KIND, kind)));
    }

    /// Makes a macvtap device on another; it is down.
    ///
    /// @param name  its name
    /// @param lower the index of the device below
    /// @param mode  how it talks to its siblings
    public void createMacvtap(final String name, final int lower, final MacvlanMode mode) {
        final NetlinkRequest request = LinkRequest.create(name, "macvtap").putU32(IFLA_LINK, LinkRequest.requireIndex(lower));
        request.nest(IFLA_LINKINFO, () -> request.put(IFLA_INFO_KIND, "macvtap")
            .nest(IFLA_INFO_DATA, () -> request.putU32(IFLA_MACVLAN_MODE, mode.value)));
        netlink.request(request);
    }

    // ---- addresses and routes ----

    /// {@return the IPv4 and IPv6 addresses of all links}
    public List<AddressInfo> addresses() {
        return addresses(0, "RTM_GETADDR");
    }

    /// {@return the IPv4 and IPv6 addresses of a link; none also when there is no such link}
    ///
    /// @param index its index
    public List<AddressInfo> addresses(final int index) {
        return addresses(LinkRequest.requireIndex(index), "RTM_GETADDR(ifindex " + index + ")");
    }

    private List<AddressInfo> addresses(final int index, final String operation) {
        final NetlinkRequest request = new NetlinkRequest(operation, RTM_GETADDR, 0);
        IfAddrMsg.index(request.header(IfAddrMsg.SIZE), index);
        try {
            // Kernels before 4.20 give all.
            return netlink.dump(request, message -> message.type() == RTM_NEWADDR ? AddressInfo.of(message) : null)
                .stream().filter(address -> index == 0 || address.index() == index).toList();
        } catch (final SysException e) {
            if (e.errno() == Errno.ENODEV) {
                return List.of();
            }
            throw e;
        }
    }

    /// Gives a link an address.
    ///
    /// @param index        its index
    /// @param address      the address
    /// @param prefixLength how many bits are the network
    public void addAddress(final int index, final InetAddress address, final int prefixLength) {
        final byte[] bytes = address.getAddress();
        final NetlinkRequest request = new NetlinkRequest("RTM_NEWADDR(ifindex " + index + ", " + address.getHostAddress() + "/" + prefixLength + ")",
            RTM_NEWADDR, NetlinkRequest.CREATE | NetlinkRequest.EXCL);
        final MemorySegment header = request.header(IfAddrMsg.SIZE);
        IfAddrMsg.family(header, bytes.length == 4 ? Sock.AF_INET : Sock.AF_INET6);
        IfAddrMsg.prefixLength(header, prefixLength);
        IfAddrMsg.scope(header, address.isLoopbackAddress() ? AddressInfo.SCOPE_HOST
            : address.isLinkLocalAddress() ? AddressInfo.SCOPE_LINK : AddressInfo.SCOPE_UNIVERSE);
        IfAddrMsg.index(header, LinkRequest.requireIndex(index));
        netlink.request(request.put(IFA_LOCAL, bytes).put(IFA_ADDRESS, bytes));
    }

    /// {@return all IPv4 and IPv6 routes}
    public List<RouteInfo> routes() {
        final List<RouteInfo> routes = routes(Sock.AF_INET);
        routes.addAll(routes(Sock.AF_INET6));
        return List.copyOf(routes);
    }

    private List<RouteInfo> routes(final int family) {
        final NetlinkRequest request = new NetlinkRequest("RTM_GETROUTE", RTM_GETROUTE, 0);
        RtMsg.family(request.header(RtMsg.SIZE), family);
        return netlink.dump(request, message -> message.type() == RTM_NEWROUTE ? RouteInfo.of(message) : null);
    }

    /// {@return the indices of the interfaces that a default route of any routing table leads to}
    ///
    /// Routes through a nexthop object are seen as long as the sysctl `net.ipv4.nexthop_compat_mode` is 1, its default.
    public SortedSet<Integer> defaultRouteInterfaces() {
        final SortedSet<Integer> interfaces = new TreeSet<>();
        for (final RouteInfo route : routes()) {
            if (route.isDefault()) {
                interfaces.addAll(route.interfaces());
            }
        }
        return interfaces;
    }

    /// Closes the socket; a second call does nothing.
    @Override
    public void close() {
        netlink.close();
    }

    private static LinkInfo decodeLink(final NetlinkMessage message) {
        return message.type() == RTM_NEWLINK ? LinkInfo.of(message) : null;
    }
}
