package dev.pollmode.pmd.af.packet;

import dev.pollmode.eal.LinkWatch;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxMissed;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkEvent;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.PacketSocket;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A port of `net_af_packet`.
final class AfPacketPort implements EthDevOps, Promiscuous, AllMulticast, LinkControl, MtuControl, MacControl,
    RxInterrupts, RxMissed {
    private static final int SPEED_MBPS = 10_000;
    private static final int FRAME_OVERHEAD = 14 + 4 + 4;
    private static final int GROUP_MASK = 0xffff;

    private final PortContext context;
    private final AfPacketArgs args;
    private final RtNetlink netlink;
    private final int index;
    private final List<PairSocket> pairs = new ArrayList<>();
    private final Map<Integer, AfPacketTxQueue> txQueues = new HashMap<>();
    private final LinkWatch watch;
    // As the kernel last told: to ask would mean to wait while it takes an interface away, also another one.
    private volatile Link link;
    private boolean promiscuous;
    private boolean allMulticast;

    private AfPacketPort(final PortContext context, final AfPacketArgs args, final RtNetlink netlink, final LinkInfo link) {
        this.context = context;
        this.args = args;
        this.netlink = netlink;
        this.link = linkOf(link);
        index = link.index();
        try {
            for (int i = 0; i < args.queuePairs(); i++) {
                pairs.add(new PairSocket(open()));
            }
            watch = LinkWatch.open(context.eal(), one -> one.index() == index, this::onEvents);
        } catch (final RuntimeException e) {
            pairs.forEach(PairSocket::close);
            throw e;
        }
    }

    static AfPacketPort open(final PortContext context, final AfPacketArgs args) {
        final RtNetlink netlink = RtNetlink.open();
        try {
            final LinkInfo link = netlink.link(args.iface()).orElseThrow(() -> new EthDevException(Errno.ENODEV,
                context.name() + ": ENODEV, there is no interface " + args.iface()));
            if (link.type() != LinkInfo.ARPHRD_ETHER) {
                throw new EthDevException(Errno.EINVAL, context.name() + ": EINVAL, interface " + args.iface() + " is no Ethernet");
            }
            return new AfPacketPort(context, args, netlink, link);
        } catch (final RuntimeException e) {
            netlink.close();
            throw e;
        }
    }

    /// Makes the socket of one queue pair; it receives from now on, so that nothing is lost while queues are set up.
    private PacketSocket open() {
        final PacketSocket socket = PacketSocket.open();
        try {
            socket.bypassQdisc(args.bypassQdisc());
            socket.skipMalformed(true);
            socket.ignoreOutgoing(true);
            socket.virtioNetHeader(true);
            socket.rings(args.ring(), args.ring());
            socket.bind(index, PacketSocket.ETH_P_ALL);
            if (args.queuePairs() > 1) {
                // The same group for the queues of this port, another one for other ports and processes.
                socket.fanout((int) (ProcessHandle.current().pid() * 31 + index) & GROUP_MASK, args.fanout(), 0);
            }
            return socket;
        } catch (final RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void onEvents(final List<LinkEvent> events) {
        for (final LinkEvent event : events) {
            switch (event.kind()) {
                case NEW, CHANGED -> onChange(linkOf(event.link()));
                case DELETED -> {
                    onChange(Link.DOWN);
                    context.removed("interface " + args.iface() + " was deleted or moved away");
                }
                case RESYNC -> {
                    // What follows leads from what was told to what is.
                }
            }
        }
    }

    private void onChange(final Link now) {
        link = now;
        context.linkChanged(now);
    }

    private static Link linkOf(final LinkInfo link) {
        return Link.up(SPEED_MBPS).withUp(link.isUp() && link.isRunning());
    }

    @Override
    public EthDevInfo info() {
        final int longest = args.ring().frameSize() - FRAME_OVERHEAD;
        return EthDevInfo.builder(AfPacketDriver.NAME).maxQueues(args.queuePairs(), args.queuePairs()).rxSizes(0, longest)
            .rxOffloads(Set.of(RxOffload.VLAN_STRIP)).txOffloads(Set.of(TxOffload.MULTI_SEGS, TxOffload.VLAN_INSERT,
                TxOffload.IPV4_CKSUM, TxOffload.UDP_CKSUM, TxOffload.TCP_CKSUM)).events(true, true).build();
    }

    @Override
    public void configure(final EthConf conf) {
        txQueues.clear();
        if (conf.mtu() != 0) {
            mtu(conf.mtu());
        }
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        final int needed = Math.min(get().mtu() + FRAME_OVERHEAD, args.ring().frameSize());
        final int room = setup.pool().bufferLength() - Mbuf.HEADROOM;
        if (needed > room) {
            throw new EthDevException(Errno.ENOMEM, "set up rx queue " + setup.index() + " of " + context.name() + ": ENOMEM, "
                + args.iface() + ": " + needed + " bytes will not fit the " + room + " bytes of a buffer of pool " + setup.pool().name());
        }
        return new AfPacketRxQueue(pairs.get(setup.index()), setup.pool(), setup.counters(), context.portId(),
            setup.offloads().contains(RxOffload.VLAN_STRIP));
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        final AfPacketTxQueue queue = new AfPacketTxQueue(pairs.get(setup.index()), setup.counters());
        txQueues.put(setup.index(), queue);
        return queue;
    }

    @Override
    public void start() {
        setLink(true);
        // That the interface was down is no trouble of the first burst.
        pairs.forEach(pair -> pair.socket().takeError());
    }

    @Override
    public void stop() {
        // The sockets stay open: what arrives meanwhile waits in the rings.
        txQueues.values().forEach(AfPacketTxQueue::drop);
    }

    @Override
    public void close() {
        try (netlink) {
            watch.close();
            pairs.forEach(PairSocket::close);
        }
    }

    // ---- state ----

    private Optional<LinkInfo> find() {
        return netlink.link(index);
    }

    private LinkInfo get() {
        return find().orElseThrow(() -> new EthDevException(Errno.ENODEV,
            context.name() + ": ENODEV, interface " + args.iface() + " is gone"));
    }

    private void change(final String operation, final Runnable request) {
        try {
            request.run();
        } catch (final SysException e) {
            throw new EthDevException(e.errno(), operation + " of " + args.iface() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public MacAddress mac() {
        return find().map(LinkInfo::mac).map(mac -> MacAddress.of(mac, 0)).orElse(MacAddress.ZERO);
    }

    @Override
    public void defaultMac(final MacAddress address) {
        change("set MAC address", () -> netlink.setMac(index, address.bytes()));
    }

    @Override
    public void setLink(final boolean up) {
        change("set link", () -> netlink.setUp(index, up));
        link = find().map(AfPacketPort::linkOf).orElse(Link.DOWN);
    }

    @Override
    public int mtu() {
        return find().map(LinkInfo::mtu).orElse(0);
    }

    @Override
    public void mtu(final int bytes) {
        change("set MTU " + bytes, () -> netlink.setMtu(index, bytes));
    }

    @Override
    public long rxMissed() {
        long missed = 0;
        for (final PairSocket pair : pairs) {
            missed += pair.drops();
        }
        return missed;
    }

    @Override
    public int interruptFd(final int queue) {
        return pairs.get(queue).socket().fd().number();
    }

    @Override
    public void rxInterrupt(final int queue, final boolean on) {
        // The socket is readable as long as frames wait in its ring, whoever looks.
    }

    @Override
    public void promiscuous(final boolean on) {
        if (on != promiscuous) {
            want(PacketSocket.Membership.PROMISCUOUS, on);
            promiscuous = on;
        }
    }

    @Override
    public boolean isPromiscuous() {
        return promiscuous;
    }

    @Override
    public void allMulticast(final boolean on) {
        if (on != allMulticast) {
            want(PacketSocket.Membership.ALL_MULTICAST, on);
            allMulticast = on;
        }
    }

    @Override
    public boolean isAllMulticast() {
        return allMulticast;
    }

    /// Asked by the socket, so that it ends with the port however that ends.
    private void want(final PacketSocket.Membership membership, final boolean on) {
        final PacketSocket first = pairs.getFirst().socket();
        change(membership.name(), () -> {
            if (on) {
                first.add(membership);
            } else {
                first.drop(membership);
            }
        });
    }
}
