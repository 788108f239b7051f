package dev.pollmode.pmd.tap;

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
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.IoUring;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Tun;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A port of `net_tap` or `net_tun`.
final class TapPort implements EthDevOps, Promiscuous, AllMulticast, LinkControl, MtuControl, MacControl {
    /// How many queues a port can have.
    static final int MAX_QUEUES = 64;

    private static final int SPEED_MBPS = 10_000;
    private static final int FRAME_OVERHEAD = 14 + 4 + 4;
    private static final int MAX_MTU = 65_521;
    private static final int LARGEST_FRAME = 65_535 + FRAME_OVERHEAD;
    private static final Set<RxOffload> RX_OFFLOADS = Set.of(RxOffload.SCATTER, RxOffload.TCP_LRO, RxOffload.IPV4_CKSUM,
        RxOffload.UDP_CKSUM, RxOffload.TCP_CKSUM);
    private static final Set<TxOffload> TX_OFFLOADS = Set.of(TxOffload.MULTI_SEGS, TxOffload.IPV4_CKSUM, TxOffload.UDP_CKSUM,
        TxOffload.TCP_CKSUM, TxOffload.TCP_TSO);

    private final PortContext context;
    private final TapKind kind;
    private final TapArgs args;
    private final Logger log;
    private final Tun keeper;
    private final TapNetdev netdev;
    private final List<TapFile> files = new ArrayList<>();
    private int queues;
    private boolean largeFrames;
    // Read by sending threads.
    private volatile int longestFrame;

    private TapPort(final PortContext context, final TapKind kind, final TapArgs args, final Tun keeper, final TapNetdev netdev) {
        this.context = context;
        this.kind = kind;
        this.args = args;
        this.keeper = keeper;
        this.netdev = netdev;
        log = context.eal().logs().logger("pmd.net.tap");
    }

    /// Makes the interface.
    static TapPort open(final PortContext context, final TapKind kind, final TapArgs args) {
        final Tun keeper = openTun(kind, args.iface());
        try {
            final TapNetdev netdev = new TapNetdev(keeper.name());
            try {
                final TapPort port = new TapPort(context, kind, args, keeper, netdev);
                port.setUp();
                return port;
            } catch (final RuntimeException e) {
                netdev.close();
                throw e;
            }
        } catch (final RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private static Tun openTun(final TapKind kind, final String name) {
        return Tun.open(name, kind.flag() | Tun.IFF_NO_PI | Tun.IFF_VNET_HDR | Tun.IFF_MULTI_QUEUE);
    }

    private void setUp() {
        // It keeps the interface while no queue is open, and must not be given frames.
        keeper.attached(false);
        if (args.persist()) {
            keeper.persistent(true);
        }
        if (kind == TapKind.TAP) {
            args.mac().or(() -> args.fixedMac() ? Optional.of(FixedMac.next(context.eal())) : Optional.of(MacAddress.random(new Random())))
                .ifPresent(netdev::setMac);
        }
        onMtu(netdev.get("open").mtu());
        netdev.setUp(true);
        log.log(Level.INFO, context.name() + ": interface " + netdev.name());
    }

    /// {@return the longest frame that is sent without segmentation, in bytes}
    int longestFrame() {
        return longestFrame;
    }

    private void onMtu(final int mtu) {
        longestFrame = mtu + (kind == TapKind.TAP ? FRAME_OVERHEAD : 0);
    }

    // ---- queues ----

    @Override
    public EthDevInfo info() {
        return EthDevInfo.builder(kind.driverName()).maxQueues(MAX_QUEUES, MAX_QUEUES).rxSizes(0, LARGEST_FRAME).mtu(68, MAX_MTU)
            .rxOffloads(RX_OFFLOADS).txOffloads(TX_OFFLOADS).maxSegments(TapTxQueue.MAX_SEGMENTS).events(true, true).build();
    }

    @Override
    public void configure(final EthConf conf) {
        if (conf.rxQueues() != conf.txQueues()) {
            throw new EthDevException(Errno.EINVAL, "configure " + context.name() + ": EINVAL, number of rx queues "
                + conf.rxQueues() + " must be equal to number of tx queues " + conf.txQueues());
        }
        queues = conf.rxQueues();
        while (files.size() < queues) {
            files.add(null);
        }
        largeFrames = conf.rxOffloads().containsAll(Set.of(RxOffload.TCP_LRO, RxOffload.SCATTER));
        if (conf.mtu() != 0) {
            mtu(conf.mtu());
        }
    }

    private TapFile join(final int queue) {
        TapFile file = files.get(queue);
        if (file == null) {
            file = new TapFile(openTun(kind, netdev.name()));
            file.tun().offload(largeFrames ? Tun.TUN_F_CSUM | Tun.TUN_F_TSO4 | Tun.TUN_F_TSO6 | Tun.TUN_F_TSO_ECN : 0);
            files.set(queue, file);
        }
        file.join();
        return file;
    }

    void leave(final TapFile file) {
        if (file.leave()) {
            files.replaceAll(other -> other == file ? null : other);
        }
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        final TapFile file = join(setup.index());
        try {
            final RxFinish finish = new VnetRx(context.portId(), kind);
            final int longest = setup.offloads().contains(RxOffload.TCP_LRO) ? LARGEST_FRAME : longestFrame;
            if (setup.offloads().contains(RxOffload.SCATTER) && longest >= room(setup.pool())) {
                return new ScatterRxQueue(this, file, setup.pool(), setup.counters(), finish, longest);
            }
            if (longestFrame >= room(setup.pool())) {
                log.log(Level.WARNING, "%s: frames of up to %d bytes don't fit the %d bytes of a buffer of pool %s; longer ones are counted as errors. Ask for SCATTER"
                    .formatted(context.name(), longestFrame, room(setup.pool()), setup.pool().name()));
            }
            return new TapRxQueue(this, file, setup.pool(), setup.counters(), finish);
        } catch (final RuntimeException e) {
            leave(file);
            throw e;
        }
    }

    private static int room(final Mempool pool) {
        return pool.bufferLength() - Mbuf.HEADROOM;
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        final TapFile file = join(setup.index());
        final TxStart start = new VnetTx(this);
        final Optional<IoUring> ring = openRing(file);
        return ring.isPresent() ? new UringTxQueue(this, file, setup.counters(), start, ring.get())
            : new TapTxQueue(this, file, setup.counters(), start);
    }

    private Optional<IoUring> openRing(final TapFile file) {
        try {
            final IoUring ring = IoUring.open(UringTxQueue.BATCH);
            try {
                ring.registerFiles(file.fd());
                if (ring.canSkipCompletions()) {
                    return Optional.of(ring);
                }
                ring.close();
            } catch (final RuntimeException e) {
                ring.close();
                throw e;
            }
        } catch (final SysException e) {
            log.log(Level.INFO, context.name() + ": sends with a system call per frame, because io_uring is not to be had: "
                + e.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public void start() {
        netdev.setUp(true);
    }

    @Override
    public void stop() {
        // The queues are idle; the interface stays as the user left it.
    }

    @Override
    public void close() {
        try {
            netdev.close();
        } finally {
            keeper.close();
        }
    }

    // ---- state ----

    @Override
    public Link link() {
        return Link.up(SPEED_MBPS).withUp(netdev.find().filter(link -> link.isUp() && link.isRunning()).isPresent());
    }

    @Override
    public MacAddress mac() {
        return kind == TapKind.TUN ? MacAddress.ZERO
            : netdev.find().map(LinkInfo::mac).filter(mac -> mac.length == MacAddress.LENGTH).map(mac -> MacAddress.of(mac, 0))
                .orElse(MacAddress.ZERO);
    }

    @Override
    public void defaultMac(final MacAddress address) {
        if (kind == TapKind.TUN) {
            throw new EthDevException(Errno.ENOTSUP, "set MAC address of " + context.name() + ": ENOTSUP, can't MAC address for TUN");
        }
        if (!address.equals(mac())) {
            netdev.setMac(address);
        }
    }

    @Override
    public void setLink(final boolean up) {
        netdev.setUp(up);
    }

    @Override
    public int mtu() {
        return netdev.find().map(LinkInfo::mtu).orElse(0);
    }

    @Override
    public void mtu(final int bytes) {
        netdev.setMtu(bytes);
        onMtu(bytes);
    }

    @Override
    public void promiscuous(final boolean on) {
        netdev.setPromiscuous(on);
    }

    @Override
    public boolean isPromiscuous() {
        return has(LinkInfo.IFF_PROMISC);
    }

    @Override
    public void allMulticast(final boolean on) {
        netdev.setAllMulticast(on);
    }

    @Override
    public boolean isAllMulticast() {
        return has(LinkInfo.IFF_ALLMULTI);
    }

    private boolean has(final int flag) {
        return netdev.find().filter(link -> (link.flags() & flag) != 0).isPresent();
    }
}
