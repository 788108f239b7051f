package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.ExtendedStats;
import dev.pollmode.ethdev.FlowControl;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.ethdev.QueueControl;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A port of `net_tun`, and what it has in common with one of `net_tap`.
class TapPort extends TapSettings implements EthDevOps, QueueControl, RxInterrupts, PacketTypes, FlowControl, ExtendedStats, FixedRss {
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_521;
    private static final Set<RxOffload> RX_OFFLOADS = Set.of(RxOffload.SCATTER, RxOffload.IPV4_CKSUM, RxOffload.UDP_CKSUM,
        RxOffload.TCP_CKSUM);
    private static final Set<TxOffload> TX_OFFLOADS = Set.of(TxOffload.MULTI_SEGS, TxOffload.IPV4_CKSUM, TxOffload.UDP_CKSUM,
        TxOffload.TCP_CKSUM);
    private static final int[] PACKET_TYPES = {
        PacketType.L2_ETHER, PacketType.L2_ETHER_ARP, PacketType.L2_ETHER_VLAN, PacketType.L2_ETHER_QINQ, PacketType.L2_ETHER_LLDP,
        PacketType.L2_ETHER_TIMESYNC, PacketType.L3_IPV4, PacketType.L3_IPV4_EXT, PacketType.L3_IPV6, PacketType.L3_IPV6_EXT,
        PacketType.L4_FRAG, PacketType.L4_UDP, PacketType.L4_TCP, PacketType.L4_SCTP, PacketType.L4_ICMP, PacketType.L4_IGMP,
    };

    /// System calls of bursts; beside the packets they tell how many of these share one.
    private static final List<String> EXTENDED = List.of("rx_system_calls", "tx_system_calls");

    private final PortContext context;
    private final TapFeatures features;
    private final TapFiles files;
    private final TapRemote remote;
    private final TapFlows flows;
    private final TapLink link;
    private final TapQueues queues;
    private final FixedRss.State rss = new FixedRss.State();
    private final Logger log;
    private int count;
    // What the system calls had come to when they were reset.
    private long readsBefore;
    private long writesBefore;

    TapPort(final PortContext context, final TapKind kind, final TapFeatures features, final TapFiles files, final Netdev netdev,
                    final TapRemote remote, final TapFlows flows, final Logger log) {
        super(context.name(), kind, netdev, remote);
        this.context = context;
        this.features = features;
        this.files = files;
        this.remote = remote;
        this.flows = flows;
        this.log = log;
        netdev.setUp(true);
        queues = new TapQueues(name, context.portId(), kind, features, files, frames, macs, log);
        link = new TapLink(context, files, netdev, remote, flows, frames, log);
    }

    /// Makes the interface. When it throws, everything is as before.
    static TapPort open(final PortContext context, final TapKind kind, final TapArgs args) {
        return open(context, kind, args, TapFeatures.probe());
    }

    static TapPort open(final PortContext context, final TapKind kind, final TapArgs args, final TapFeatures features) {
        final Logger log = context.eal().logs().logger("pmd.net.tap");
        final TapFiles files = TapFiles.open(kind, args.iface(), features);
        try {
            return open(context, kind, args, features, files, log);
        } catch (final RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static TapPort open(final PortContext context, final TapKind kind, final TapArgs args, final TapFeatures features,
                                final TapFiles files, final Logger log) {
        final Netdev netdev = Netdev.find(null, files.name()).orElseThrow(() ->
            new EthDevException(Errno.ENODEV, "open " + files.name() + ": ENODEV, somebody deleted the interface at once"));
        TapRemote remote = null;
        try {
            // Rules first: a qdisc that still holds some would stay when the rest of an old takeover goes.
            final TapFilters filters = kind == TapKind.TUN ? null : TapFilters.open(files);
            Takeover.cleanUp(netdev.index()).forEach(name ->
                log.log(Level.WARNING, "interface " + name + ": gave back the traffic that a killed process had taken over"));
            if (kind == TapKind.TAP) {
                setFirstMac(context, args, netdev);
            }
            remote = args.remote().map(name -> TapRemote.open(name, netdev, log)).orElse(null);
            if (args.persist()) {
                files.persist();
            }
            final TapPort port = kind == TapKind.TUN ? new TapPort(context, kind, features, files, netdev, null, null, log)
                : new EtherTapPort(context, features, files, netdev, remote, new TapFlows(files, filters, remote, log), log);
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

    @Override
    public EthDevInfo info() {
        final Set<RxOffload> rx = EnumSet.copyOf(RX_OFFLOADS);
        final Set<TxOffload> tx = EnumSet.copyOf(TX_OFFLOADS);
        if (features.vnetHeader()) {
            rx.add(RxOffload.TCP_LRO);
            tx.add(TxOffload.TCP_TSO);
        }
        return EthDevInfo.builder(kind.driverName()).maxQueues(features.maxQueues(), features.maxQueues()).rxSizes(0, TapFrames.largest())
            .mtu(MIN_MTU, MAX_MTU).maxMacAddresses(kind == TapKind.TAP ? TapMacs.MAX : 1).rxOffloads(rx).txOffloads(tx)
            .maxSegments(TapTxQueue.MAX_SEGMENTS).rss(FixedRss.TYPES, FixedRss.KEY_SIZE, 0).events(true, true).build();
    }

    @Override
    public void configure(final EthConf conf) {
        if (conf.rxQueues() != conf.txQueues()) {
            throw new EthDevException(Errno.EINVAL, "configure " + name + ": EINVAL, number of rx queues " + conf.rxQueues()
                + " must be equal to number of tx queues " + conf.txQueues());
        }
        count = conf.rxQueues();
        queues.largeFrames(conf.rxOffloads().containsAll(Set.of(RxOffload.TCP_LRO, RxOffload.SCATTER)));
        if (conf.mtu() != 0 && conf.mtu() != mtu()) {
            mtu(conf.mtu());
        }
    }

    /// {@return how many queues each way the port is configured with}
    final int queueCount() {
        return count;
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        return queues.rx(setup);
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return queues.tx(setup);
    }

    @Override
    public void start() {
        for (int i = 0; i < count; i++) {
            startRxQueue(i);
        }
        setLink(true);
    }

    @Override
    public void stop() {
        // The queues are idle; the interface stays as the user left it.
    }

    @Override
    public void close() {
        // From the last to the first: the watch, the remote, the rules, netlink, the interface itself.
        try (files; netdev; flows; remote; link) {
            log.log(Level.DEBUG, name + ": closing");
        }
    }

    @Override
    public Link link() {
        return link.now();
    }

    // ---- queues while the port runs ----

    @Override
    public void startRxQueue(final int queue) {
        files.attached(queue, true);
    }

    @Override
    public void stopRxQueue(final int queue) {
        files.attached(queue, false);
    }

    @Override
    public void startTxQueue(final int queue) {
        // Nothing to prepare.
    }

    @Override
    public void stopTxQueue(final int queue) {
        // Nothing waits in it.
    }

    @Override
    public int interruptFd(final int queue) {
        return files.file(queue).map(TapFile::fd).orElseThrow(() -> new EthDevException(Errno.EINVAL,
            "interrupt of queue " + queue + " of " + name + ": EINVAL, the queue is not set up"));
    }

    @Override
    public void rxInterrupt(final int queue, final boolean on) {
        // The descriptor is readable as long as frames wait, whoever looks.
        interruptFd(queue);
    }

    // ---- what there is to know ----

    @Override
    public int[] packetTypes() {
        return PACKET_TYPES.clone();
    }

    @Override
    public List<String> extendedNames() {
        return EXTENDED;
    }

    @Override
    public long[] extendedValues() {
        return new long[] {queues.readCalls() - readsBefore, queues.writeCalls() - writesBefore};
    }

    @Override
    public void resetExtended() {
        readsBefore = queues.readCalls();
        writesBefore = queues.writeCalls();
    }

    @Override
    public Mode flowControl() {
        return Mode.NONE;
    }

    @Override
    public void flowControl(final Mode mode) {
        if (mode != Mode.NONE) {
            throw new EthDevException(Errno.ENOTSUP, "set flow control of " + name + " to " + mode + ": ENOTSUP, it has no pause frames");
        }
    }

    @Override
    public FixedRss.State rss() {
        return rss;
    }

    @Override
    public int portId() {
        return context.portId();
    }
}
