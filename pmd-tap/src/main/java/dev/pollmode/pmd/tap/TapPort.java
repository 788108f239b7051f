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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

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
    private final Logger log;
    private final TapFiles files;
    private final Netdev netdev;
    // Null without.
    private final TapRemote remote;
    private final TapLink link;
    private int queues;
    private boolean largeFrames;
    // Read by sending threads.
    private volatile int longestFrame;

    private TapPort(final PortContext context, final TapKind kind, final TapFiles files, final Netdev netdev, final TapRemote remote,
                    final Logger log) {
        this.context = context;
        this.kind = kind;
        this.files = files;
        this.netdev = netdev;
        this.remote = remote;
        this.log = log;
        onMtu(netdev.get("open").mtu());
        netdev.setUp(true);
        link = new TapLink(context, files, netdev, remote, log);
    }

    /// Makes the interface. When it throws, everything is as before.
    static TapPort open(final PortContext context, final TapKind kind, final TapArgs args) {
        final Logger log = context.eal().logs().logger("pmd.net.tap");
        final TapFiles files = TapFiles.open(kind, args.iface());
        try {
            return open(context, kind, args, files, log);
        } catch (final RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static TapPort open(final PortContext context, final TapKind kind, final TapArgs args, final TapFiles files, final Logger log) {
        final Netdev netdev = Netdev.find(null, files.name()).orElseThrow(() ->
            new EthDevException(Errno.ENODEV, "open " + files.name() + ": ENODEV, somebody deleted the interface at once"));
        TapRemote remote = null;
        try {
            Takeover.cleanUp(netdev.index()).forEach(name ->
                log.log(Level.WARNING, "interface " + name + ": gave back the traffic that a killed process had taken over"));
            if (kind == TapKind.TAP) {
                setFirstMac(context, args, netdev);
            }
            remote = args.remote().map(name -> TapRemote.open(name, netdev, log)).orElse(null);
            final TapPort port = new TapPort(context, kind, files, netdev, remote, log);
            if (args.persist()) {
                files.persist();
            }
            log.log(Level.INFO, context.name() + ": interface " + netdev.name());
            return port;
        } catch (final RuntimeException e) {
            if (remote != null) {
                remote.close();
            }
            netdev.close();
            throw e;
        }
    }

    private static void setFirstMac(final PortContext context, final TapArgs args, final Netdev netdev) {
        netdev.setMac(args.mac().orElseGet(() -> args.fixedMac() ? FixedMac.next(context.eal()) : MacAddress.random(new Random())));
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
        largeFrames = conf.rxOffloads().containsAll(Set.of(RxOffload.TCP_LRO, RxOffload.SCATTER));
        if (conf.mtu() != 0) {
            mtu(conf.mtu());
        }
    }

    private TapFile join(final int queue) {
        return files.join(queue, largeFrames ? Tun.TUN_F_CSUM | Tun.TUN_F_TSO4 | Tun.TUN_F_TSO6 | Tun.TUN_F_TSO_ECN : 0);
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        final TapFile file = join(setup.index());
        try {
            final RxFinish finish = new VnetRx(context.portId(), kind);
            final int longest = setup.offloads().contains(RxOffload.TCP_LRO) ? LARGEST_FRAME : longestFrame;
            if (setup.offloads().contains(RxOffload.SCATTER) && longest >= room(setup.pool())) {
                return new ScatterRxQueue(files, file, setup.pool(), setup.counters(), finish, longest);
            }
            if (longestFrame >= room(setup.pool())) {
                log.log(Level.WARNING, "%s: frames of up to %d bytes don't fit the %d bytes of a buffer of pool %s; longer ones are counted as errors. Ask for SCATTER"
                    .formatted(context.name(), longestFrame, room(setup.pool()), setup.pool().name()));
            }
            return new TapRxQueue(files, file, setup.pool(), setup.counters(), finish);
        } catch (final RuntimeException e) {
            files.leave(file);
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
        return ring.isPresent() ? new UringTxQueue(files, file, setup.counters(), start, ring.get())
            : new TapTxQueue(files, file, setup.counters(), start);
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
        setLink(true);
    }

    @Override
    public void stop() {
        // The queues are idle; the interface stays as the user left it.
    }

    @Override
    public void close() {
        // From the last to the first: the watch, the remote, netlink, the interface itself.
        try (files; netdev; remote; link) {
            log.log(Level.DEBUG, context.name() + ": closing");
        }
    }

    // ---- state ----

    @Override
    public Link link() {
        return link.now();
    }

    @Override
    public MacAddress mac() {
        return kind == TapKind.TUN ? MacAddress.ZERO : netdev.find().map(Netdev::mac).orElse(MacAddress.ZERO);
    }

    @Override
    public void defaultMac(final MacAddress address) {
        if (kind == TapKind.TUN) {
            throw new EthDevException(Errno.ENOTSUP, "set MAC address of " + context.name() + ": ENOTSUP, can't MAC address for TUN");
        }
        if (address.isZero()) {
            throw new EthDevException(Errno.EINVAL, "set MAC address of " + context.name() + ": EINVAL, can't set an empty MAC address");
        }
        final MacAddress before = mac();
        if (!address.equals(before)) {
            both(() -> netdev.setMac(address), there -> there.setMac(address), () -> netdev.setMac(before));
        }
    }

    @Override
    public void setLink(final boolean up) {
        both(() -> netdev.setUp(up), there -> there.setUp(up), () -> netdev.setUp(!up));
    }

    @Override
    public int mtu() {
        return netdev.find().map(LinkInfo::mtu).orElse(0);
    }

    @Override
    public void mtu(final int bytes) {
        final int before = mtu();
        both(() -> netdev.setMtu(bytes), there -> there.setMtu(bytes), () -> netdev.setMtu(before));
        onMtu(bytes);
    }

    @Override
    public void promiscuous(final boolean on) {
        both(() -> netdev.setPromiscuous(on), there -> there.setPromiscuous(on), () -> netdev.setPromiscuous(!on));
    }

    @Override
    public boolean isPromiscuous() {
        return has(LinkInfo.IFF_PROMISC);
    }

    @Override
    public void allMulticast(final boolean on) {
        both(() -> netdev.setAllMulticast(on), there -> there.setAllMulticast(on), () -> netdev.setAllMulticast(!on));
    }

    @Override
    public boolean isAllMulticast() {
        return has(LinkInfo.IFF_ALLMULTI);
    }

    private boolean has(final int flag) {
        return netdev.find().filter(there -> (there.flags() & flag) != 0).isPresent();
    }

    /// Changes the interface and the remote: both or none.
    private void both(final Runnable change, final Consumer<TapRemote> remoteChange, final Runnable undo) {
        change.run();
        if (remote == null) {
            return;
        }
        try {
            remoteChange.accept(remote);
        } catch (final RuntimeException e) {
            undo.run();
            throw e;
        }
    }
}
