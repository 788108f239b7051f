package dev.pollmode.testpmd.port;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.testpmd.forward.ChecksumSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A port and what the user wants of it. Used by the control thread.
public final class TestPort {
    /// Packets that a port sends are left as they are.
    public static final int NO_VLAN = -1;

    private final EthDev dev;
    private final EnumSet<RxOffload> rxOffloads = EnumSet.noneOf(RxOffload.class);
    private final EnumSet<TxOffload> txOffloads = EnumSet.noneOf(TxOffload.class);
    private final List<QueuePlan> rxPlans = new ArrayList<>();
    private final List<QueuePlan> txPlans = new ArrayList<>();
    private final Throughput.Meter meter = new Throughput.Meter();
    private MacAddress peer;
    private ChecksumSettings checksums = ChecksumSettings.SOFTWARE;
    private int vlan = NO_VLAN;
    private EthStats baseline = EthStats.ZERO;
    private boolean changed = true;

    TestPort(final EthDev dev) {
        this.dev = dev;
        peer = new MacAddress(0x02L << 40 | dev.id());
    }

    /// {@return the port itself}
    public EthDev dev() {
        return dev;
    }

    /// {@return its number}
    public int id() {
        return dev.id();
    }

    /// {@return the address that packets sent by this port are for}
    public MacAddress peer() {
        return peer;
    }

    /// Sets the address that packets sent by this port are for.
    ///
    /// @param address the peer's
    public void peer(final MacAddress address) {
        peer = address;
    }

    /// {@return what `csum` forwarding does for packets that this port sends}
    public ChecksumSettings checksums() {
        return checksums;
    }

    /// Sets what `csum` forwarding does for packets that this port sends.
    ///
    /// @param settings from the next start on
    public void checksums(final ChecksumSettings settings) {
        checksums = settings;
    }

    /// {@return the VLAN that packets sent by this port are put into, or [#NO_VLAN]}
    public int vlan() {
        return vlan;
    }

    /// Sets the VLAN that packets sent by this port are put into, by the port itself.
    ///
    /// @param tag 0 to 4095 from the next start on, or [#NO_VLAN]
    public void vlan(final int tag) {
        vlan = tag;
    }

    /// {@return the offloads the user wants for receiving; to be changed, then [#touch()]}
    public Set<RxOffload> rxOffloads() {
        return rxOffloads;
    }

    /// {@return the offloads the user wants for sending; to be changed, then [#touch()]}
    public Set<TxOffload> txOffloads() {
        return txOffloads;
    }

    /// {@return the rates since the last reading}
    public Throughput.Meter meter() {
        return meter;
    }

    /// {@return what was counted since [#startCounting()]}
    public EthStats counted() {
        return dev.stats().minus(baseline);
    }

    /// Begins to count for [#counted()] from zero.
    public void startCounting() {
        baseline = dev.stats();
    }

    /// Starts the port's own statistics from zero, and those that depend on them.
    public void resetStats() {
        dev.resetStats();
        baseline = dev.stats();
    }

    /// Says that the port has to be configured anew before it starts.
    public void touch() {
        changed = true;
    }

    /// {@return whether the port has to be configured before it starts}
    public boolean needsConfiguration() {
        return changed;
    }

    /// {@return what the user wants a receiving queue to be}
    ///
    /// @param queue its index
    public QueuePlan rxPlan(final int queue) {
        return plan(rxPlans, queue);
    }

    /// {@return what the user wants a sending queue to be}
    ///
    /// @param queue its index
    public QueuePlan txPlan(final int queue) {
        return plan(txPlans, queue);
    }

    private static QueuePlan plan(final List<QueuePlan> plans, final int queue) {
        while (plans.size() <= queue) {
            plans.add(new QueuePlan());
        }
        return plans.get(queue);
    }

    /// Configures the port and sets its queues up, if anything changed since.
    ///
    /// @param settings what all ports shall be
    /// @param large whether to ask for frames larger than the MTU
    /// @param pool where buffers come from
    void configure(final PortSettings settings, final boolean large, final Mempool pool) {
        final EthDevInfo info = dev.info();
        final EnumSet<RxOffload> rx = EnumSet.copyOf(rxOffloads);
        final EnumSet<TxOffload> tx = EnumSet.copyOf(txOffloads);
        if (large) {
            rx.addAll(LargeFrames.rx(info));
            tx.addAll(LargeFrames.tx(info));
        }
        if (info.txOffloads().contains(TxOffload.MBUF_FAST_FREE)) {
            tx.add(TxOffload.MBUF_FAST_FREE);
        }
        final long rss = settings.rxQueues() > 1 ? settings.rssTypes() & info.rssHashTypes() : 0;
        dev.configure(new EthConf(settings.rxQueues(), settings.txQueues(), mtu(settings), rx, tx, rss,
            settings.linkEvents() && info.linkEvent(), settings.removalEvents() && info.removalEvent()));
        for (int i = 0; i < settings.rxQueues(); i++) {
            setupRx(i, settings, pool);
        }
        for (int i = 0; i < settings.txQueues(); i++) {
            setupTx(i, settings);
        }
        changed = false;
    }

    private static int mtu(final PortSettings settings) {
        return settings.maxPacketLength() == 0 ? 0 : settings.maxPacketLength() - 18;
    }

    /// Sets one receiving queue up.
    ///
    /// @param queue its index
    /// @param settings what all ports shall be
    /// @param pool where buffers come from
    public void setupRx(final int queue, final PortSettings settings, final Mempool pool) {
        dev.setupRxQueue(queue, rxPlan(queue).conf(settings.rxDescriptors()), pool);
    }

    /// Sets one sending queue up.
    ///
    /// @param queue its index
    /// @param settings what all ports shall be
    public void setupTx(final int queue, final PortSettings settings) {
        dev.setupTxQueue(queue, txPlan(queue).conf(settings.txDescriptors()));
    }
}
