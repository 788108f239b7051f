package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciDevice;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.DescriptorLimits;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.ExtendedStats;
import dev.pollmode.ethdev.FirmwareVersion;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxMissed;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mlx5.prm.EthernetCap;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A port that is a ConnectX virtual function.
///
/// The device's queues exist while the port is started, so each start begins anew. Once the device is gone, the port takes no command and
/// its queues are idle; stopping and closing it bring all packets home and touch the device no more.
final class MlxPort implements EthDevOps, Promiscuous, AllMulticast, MtuControl, MacControl, MacFilter, MulticastFilter, FirmwareVersion,
    ExtendedStats, RssControl, PacketTypes, RxInterrupts, RxMissed, VlanFilter, VlanOffload {
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 9000;
    private static final int DEFAULT_MTU = 1500;
    static final int MAX_FRAME = MAX_MTU + Vport.MTU_OVERHEAD;
    private static final int MAX_RX_QUEUES = 64;
    private static final int MAX_TX_QUEUES = 16;
    private static final int MAX_DESCRIPTORS = 8192;
    private static final int MIN_DESCRIPTORS = 64;

    private final PortContext context;
    private final DriverArguments arguments;
    private final Logger log;
    private final Undo undo;
    private final Hca hca;
    private final Vport vport;
    private final LinkSpeed speed;
    private final VportCounters counters;
    private final Reception reception;
    private final MlxQueues queues;
    private final RxQueues receivers;
    private final Spreading spreading;
    private final String firmware;
    private final int inlineMode;
    private final Undo running;
    private boolean stripsVlan;
    private int mtu = DEFAULT_MTU;
    private TxLayout layout;

    MlxPort(final PortContext context, final PciDevice device) {
        this.context = context;
        log = context.eal().logs().logger("pmd.net.mlx5");
        undo = new Undo(log);
        running = new Undo(log);
        try {
            arguments = DriverArguments.parse(device.arguments());
            hca = Hca.open(context.name(), device.access(), new Presence(), context.eal().memory(), arguments.commandTimeout(), log);
            undo.add(hca::close);
            firmware = hca.firmwareVersion();
            final Resources resources = new Resources(hca, log);
            vport = new Vport(hca.channel());
            speed = new LinkSpeed(hca.channel());
            reception = new Reception(vport, context.name());
            vport.mtu(mtu);
            inlineMode = vport.inlineMode();
            layout = layout(1);
            queues = new MlxQueues(resources);
            receivers = new RxQueues(context.eal(), resources, arguments.rx(), context.portId(), log);
            counters = new VportCounters(hca.channel(), hca.capabilities().general().is(HcaCap.VPORT_COUNTERS), receivers.missed()::total);
            spreading = new Spreading(hca.capabilities().maxRssTable());
            final DeviceWatch watch = new DeviceWatch(device, resources, this::tellLink, context::removed, log);
            undo.add(watch::close);
            device.onRemoval(() -> leave(device));
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
        log.log(Level.INFO, context.name() + ": firmware " + firmware + ", address " + reception.mac());
    }

    private TxLayout layout(final int sendQueues) {
        return TxLayout.of(hca.capabilities(), inlineMode, arguments.tx(), sendQueues, context.name());
    }

    /// The device is wanted back, and is there until it is let go; or it went.
    private void leave(final PciDevice device) {
        if (!device.access().isPresent() || !hca.presence().check(hca.bar())) {
            hca.presence().leave();
        }
        context.removed(hca.presence().isGone() ? "the device is gone" : "the device is wanted back");
    }

    private void tellLink() {
        context.linkChanged(link());
    }

    @Override
    public EthDevInfo info() {
        final int most = Math.min(MAX_DESCRIPTORS, hca.capabilities().maxQueueEntries());
        final DescriptorLimits limits = new DescriptorLimits(most, MIN_DESCRIPTORS, 1, Math.min(1024, most));
        final Set<RxOffload> rx = EnumSet.of(RxOffload.RSS_HASH, RxOffload.SCATTER, RxOffload.VLAN_FILTER);
        final Set<TxOffload> tx = EnumSet.of(TxOffload.MULTI_SEGS, TxOffload.MBUF_FAST_FREE, TxOffload.VLAN_INSERT);
        if (hca.capabilities().ethernet().is(EthernetCap.CSUM_CAP)) {
            rx.addAll(EnumSet.of(RxOffload.IPV4_CKSUM, RxOffload.UDP_CKSUM, RxOffload.TCP_CKSUM));
            tx.addAll(EnumSet.of(TxOffload.IPV4_CKSUM, TxOffload.UDP_CKSUM, TxOffload.TCP_CKSUM));
            if (layout.maxLarge() > 0) {
                tx.add(TxOffload.TCP_TSO);
            }
        }
        if (hca.capabilities().ethernet().is(EthernetCap.VLAN_CAP)) {
            rx.add(RxOffload.VLAN_STRIP);
        }
        return EthDevInfo.builder(MlxVfDriver.NAME).maxQueues(MAX_RX_QUEUES, MAX_TX_QUEUES).rxSizes(MIN_MTU, MAX_FRAME)
            .mtu(MIN_MTU, MAX_MTU).rxOffloads(rx).txOffloads(tx).descriptors(limits, limits)
            .maxSegments(Math.min(MlxQueues.MAX_SEGMENTS, hca.capabilities().maxTxSegments())).events(true, true).maxMacAddresses(hca.capabilities().maxMacAddresses())
            .rss(PacketClass.supported(), RssSettings.KEY_LENGTH, spreading.tableLength()).build();
    }

    @Override
    public void configure(final EthConf conf) {
        queues.clear();
        receivers.configure(conf.rxQueues());
        stripsVlan = conf.rxOffloads().contains(RxOffload.VLAN_STRIP);
        reception.filterVlans(conf.rxOffloads().contains(RxOffload.VLAN_FILTER));
        spreading.configure(conf);
        layout = layout(conf.txQueues());
        if (conf.mtu() != 0 && conf.mtu() != mtu) {
            mtu(conf.mtu());
        }
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        return receivers.add(setup, mtu);
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return queues.tx(setup, layout, mtu);
    }

    @Override
    public void start() {
        try {
            queues.start(running);
            receivers.start(running);
            final int[] numbers = receivers.numbers();
            if (numbers.length > 0) {
                final int table = spreading.start(queues.resources(), numbers, running, new Undo(log));
                reception.start(queues.resources(), table, running, log);
            }
        } catch (final RuntimeException e) {
            running.close();
            throw e;
        }
    }

    @Override
    public void stop() {
        try {
            hca.silence();
        } finally {
            running.close();
        }
    }

    @Override
    public void close() {
        undo.close();
    }

    @Override
    public Link link() {
        if (hca.presence().isGone()) {
            return Link.DOWN;
        }
        try {
            return vport.isUp() ? Link.up(speed.read()) : Link.DOWN;
        } catch (final EthDevException e) {
            if (hca.presence().isGone()) {
                return Link.DOWN;
            }
            throw e;
        }
    }

    @Override
    public MacAddress mac() {
        return reception.mac();
    }

    @Override
    public void defaultMac(final MacAddress address) {
        reception.mac(address);
    }

    @Override
    public void addMac(final MacAddress address) {
        reception.add(address);
    }

    @Override
    public void removeMac(final MacAddress address) {
        reception.remove(address);
    }

    @Override
    public List<MacAddress> macs() {
        return reception.macs();
    }

    @Override
    public void promiscuous(final boolean on) {
        reception.promiscuous(on);
    }

    @Override
    public boolean isPromiscuous() {
        return reception.isPromiscuous();
    }

    @Override
    public void allMulticast(final boolean on) {
        reception.allMulticast(on);
    }

    @Override
    public boolean isAllMulticast() {
        return reception.isAllMulticast();
    }

    @Override
    public void multicastMacs(final List<MacAddress> wanted) {
        reception.groups(wanted);
    }

    @Override
    public List<MacAddress> multicastMacs() {
        return reception.groups();
    }

    @Override
    public void mtu(final int bytes) {
        receivers.requireRoom(bytes);
        vport.mtu(bytes);
        mtu = bytes;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public List<String> extendedNames() {
        return counters.names();
    }

    @Override
    public long[] extendedValues() {
        final long[] values = new long[counters.names().size()];
        counters.values(values, 0);
        return values;
    }

    @Override
    public void extendedValues(final long[] target, final int offset) {
        counters.values(target, offset);
    }

    @Override
    public void resetExtended() {
        counters.reset();
    }

    @Override
    public String firmwareVersion() {
        return firmware;
    }

    @Override
    public void rssHash(final byte[] key, final long hashTypes) {
        spreading.hash(key, hashTypes);
    }

    @Override
    public byte[] rssKey() {
        return spreading.key();
    }

    @Override
    public long rssHashTypes() {
        return spreading.types();
    }

    @Override
    public void rssTable(final int[] wanted) {
        spreading.table(wanted);
    }

    @Override
    public int[] rssTable() {
        return spreading.table();
    }

    @Override
    public int[] packetTypes() {
        return RxCompletion.allPacketTypes();
    }

    @Override
    public long rxMissed() {
        return receivers.missed().total();
    }

    @Override
    public void vlanOffloads(final Set<RxOffload> offloads) {
        final Set<RxOffload> able = info().rxOffloads();
        if (!able.containsAll(offloads)) {
            throw new EthDevException(Errno.ENOTSUP, context.name() + ": ENOTSUP, VLAN offloads " + offloads + ": the function has some of VLAN_STRIP and VLAN_FILTER only");
        }
        stripsVlan = offloads.contains(RxOffload.VLAN_STRIP);
        receivers.stripVlan(stripsVlan);
        reception.filterVlans(offloads.contains(RxOffload.VLAN_FILTER));
    }

    @Override
    public Set<RxOffload> vlanOffloads() {
        final Set<RxOffload> on = EnumSet.noneOf(RxOffload.class);
        if (stripsVlan) {
            on.add(RxOffload.VLAN_STRIP);
        }
        if (reception.filtersVlans()) {
            on.add(RxOffload.VLAN_FILTER);
        }
        return on;
    }

    @Override
    public void vlanFilter(final int vlan, final boolean on) {
        reception.vlan(vlan, on);
    }

    @Override
    public int interruptFd(final int queue) {
        return receivers.interruptDescriptor(queue);
    }

    @Override
    public void rxInterrupt(final int queue, final boolean on) {
        receivers.interrupt(queue, on);
    }
}
