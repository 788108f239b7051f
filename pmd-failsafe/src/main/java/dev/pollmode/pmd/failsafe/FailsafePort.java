package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.ExtendedStats;
import dev.pollmode.ethdev.Failover;
import dev.pollmode.ethdev.FailoverStatus;
import dev.pollmode.ethdev.FlowControl;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.ethdev.PortStats;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueControl;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A port of `net_failsafe`: hands each call to the part that it concerns.
final class FailsafePort implements EthDevOps, AllMulticast, ExtendedStats, Failover, FlowControl, FlowRules, LinkControl, MacControl,
        MacFilter, MtuControl, MulticastFilter, PacketTypes, PortStats, Promiscuous, QueueControl, RssControl, RxInterrupts, VlanFilter,
        VlanOffload {
    private static final int DEFAULT_MTU = 1500;
    /// What the link is taken for while there is no sub-device.
    private static final Link DEFAULT_LINK = new Link(true, 10_000, true, true);

    private final Core core;
    private final Conductor conductor;
    private final Settings settings;
    private final Flows flows;
    private final QueueStates queueStates;
    private final SubXstats xstats;
    private volatile EthConf conf = EthConf.queues(0, 0);
    private volatile Link lastLink = DEFAULT_LINK;

    FailsafePort(final PortContext context, final FailsafeArgs args, final List<SubSource> sources, final Logger log) {
        final List<SubDevice> subs = new ArrayList<>();
        for (final SubSource source : sources) {
            subs.add(new SubDevice(subs.size(), source, context.name()));
        }
        core = new Core(context, args, EthDevs.of(context.eal()).newOwner("Fail-safe"), List.copyOf(subs), new Paths(context.name(), log),
            new Ledger(subs.size(), log), new RxSignals(context.name(), log), log);
        settings = new Settings(core, new Everywhere(core));
        flows = new Flows(core);
        conductor = new Conductor(core, settings, flows);
        queueStates = new QueueStates(core, conductor.shape());
        xstats = new SubXstats(core);
        log.log(Logger.Level.DEBUG, "Failsafe port " + context.portId() + " owner info: " + core.owner());
    }

    /// Looks for the sub-devices for the first time; the port is in the table of ports by now.
    void begin() {
        conductor.begin();
    }

    /// Ends what is left of the port because its device goes.
    void end() {
        conductor.close();
        conductor.unplugRest();
    }

    // ---- every port ----

    @Override
    public EthDevInfo info() {
        return Abilities.common(infos());
    }

    private List<EthDevInfo> infos() {
        final List<EthDevInfo> infos = new ArrayList<>();
        for (final SubDevice sub : core.subs()) {
            final EthDev port = sub.port();
            if (port != null) {
                try {
                    infos.add(port.info());
                } catch (final EthDevException e) {
                    // It was closed at this moment, so it counts no more.
                    continue;
                }
            }
        }
        return infos;
    }

    @Override
    public String whoLacks(final Set<?> missing) {
        return Abilities.whoLacks(missing, core.subs());
    }

    @Override
    public void configure(final EthConf wanted) {
        conductor.configure(wanted);
        conf = wanted;
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        return conductor.rxQueue(setup);
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return conductor.txQueue(setup);
    }

    @Override
    public void start() {
        conductor.locked(() -> queueStates.noteDeferred(conf));
        conductor.start();
    }

    @Override
    public void stop() {
        conductor.stop();
    }

    @Override
    public void close() {
        conductor.close();
    }

    @Override
    public Link link() {
        final EthDev port = core.paths().sendingPort();
        if (port != null) {
            try {
                lastLink = port.link();
            } catch (final EthDevException e) {
                // It was closed at this moment; the path that follows is not known yet.
                return lastLink;
            }
        }
        return lastLink;
    }

    @Override
    public MacAddress mac() {
        return settings.mac();
    }

    // ---- statistics and state ----

    @Override
    public EthStats deviceStats() {
        return core.ledger().total();
    }

    @Override
    public List<String> extendedNames() {
        return xstats.names();
    }

    @Override
    public long[] extendedValues() {
        return xstats.values();
    }

    @Override
    public void resetExtended() {
        xstats.reset();
    }

    @Override
    public FailoverStatus failover() {
        return Statuses.of(core, conductor);
    }

    @Override
    public int[] packetTypes() {
        final EthDev port = core.paths().sendingPort();
        return port == null ? new int[0] : port.findCapability(PacketTypes.class).map(PacketTypes::packetTypes).orElseGet(() -> new int[0]);
    }

    // ---- settings ----

    @Override
    public void setLink(final boolean up) {
        conductor.locked(() -> settings.link(up));
    }

    @Override
    public void promiscuous(final boolean on) {
        conductor.locked(() -> settings.promiscuous(on));
    }

    @Override
    public boolean isPromiscuous() {
        return settings.isPromiscuous();
    }

    @Override
    public void allMulticast(final boolean on) {
        conductor.locked(() -> settings.allMulticast(on));
    }

    @Override
    public boolean isAllMulticast() {
        return settings.isAllMulticast();
    }

    @Override
    public void mtu(final int bytes) {
        conductor.locked(() -> settings.mtu(bytes));
    }

    @Override
    public int mtu() {
        if (settings.mtu() != null) {
            return settings.mtu();
        }
        return conf.mtu() == 0 ? DEFAULT_MTU : conf.mtu();
    }

    @Override
    public void defaultMac(final MacAddress address) {
        conductor.locked(() -> settings.mac(address));
    }

    @Override
    public void addMac(final MacAddress address) {
        conductor.locked(() -> settings.addMac(address));
    }

    @Override
    public void removeMac(final MacAddress address) {
        conductor.locked(() -> settings.removeMac(address));
    }

    @Override
    public List<MacAddress> macs() {
        return settings.macs();
    }

    @Override
    public void multicastMacs(final List<MacAddress> groups) {
        conductor.locked(() -> settings.groups(groups));
    }

    @Override
    public List<MacAddress> multicastMacs() {
        return settings.groups();
    }

    @Override
    public void vlanFilter(final int vlan, final boolean on) {
        conductor.locked(() -> settings.vlanFilter(vlan, on));
    }

    @Override
    public void vlanOffloads(final Set<RxOffload> offloads) {
        conductor.locked(() -> settings.vlanOffloads(offloads));
    }

    @Override
    public Set<RxOffload> vlanOffloads() {
        return settings.vlanOffloads();
    }

    @Override
    public FlowControl.Mode flowControl() {
        return settings.flowControl();
    }

    @Override
    public void flowControl(final FlowControl.Mode mode) {
        conductor.locked(() -> settings.flowControl(mode));
    }

    @Override
    public void rssHash(final byte[] key, final long hashTypes) {
        conductor.locked(() -> settings.rssHash(key, hashTypes));
    }

    @Override
    public void rssTable(final int[] queues) {
        conductor.locked(() -> settings.rssTable(queues));
    }

    @Override
    public byte[] rssKey() {
        return rssOfSending().rssKey();
    }

    @Override
    public long rssHashTypes() {
        return rssOfSending().rssHashTypes();
    }

    @Override
    public int[] rssTable() {
        return rssOfSending().rssTable();
    }

    private RssControl rssOfSending() {
        final EthDev port = core.paths().sendingPort();
        if (port == null) {
            throw new EthDevException(Errno.ENOTSUP, "RSS of port " + core.name() + ": ENOTSUP, no sub-device runs");
        }
        return port.capability(RssControl.class);
    }

    // ---- flow rules ----

    @Override
    public void validateFlow(final String rule) {
        conductor.locked(() -> flows.validate(rule));
    }

    @Override
    public long createFlow(final String rule) {
        final long[] number = new long[1];
        conductor.locked(() -> number[0] = flows.create(rule));
        return number[0];
    }

    @Override
    public void destroyFlow(final long number) {
        conductor.locked(() -> flows.destroy(number));
    }

    @Override
    public void flushFlows() {
        conductor.locked(flows::flush);
    }

    @Override
    public long queryFlow(final long number) {
        final long[] packets = new long[1];
        conductor.locked(() -> packets[0] = flows.query(number));
        return packets[0];
    }

    @Override
    public void isolateFlows(final boolean on) {
        conductor.locked(() -> flows.isolate(on));
    }

    // ---- single queues ----

    @Override
    public int interruptFd(final int queue) {
        final int[] descriptor = new int[1];
        conductor.locked(() -> descriptor[0] = core.signals().descriptor(queue));
        return descriptor[0];
    }

    @Override
    public void rxInterrupt(final int queue, final boolean on) {
        conductor.locked(() -> queueStates.interrupt(queue, on));
    }

    @Override
    public void startRxQueue(final int queue) {
        conductor.locked(() -> queueStates.start(true, queue));
    }

    @Override
    public void stopRxQueue(final int queue) {
        conductor.locked(() -> queueStates.stop(true, queue));
    }

    @Override
    public void startTxQueue(final int queue) {
        conductor.locked(() -> queueStates.start(false, queue));
    }

    @Override
    public void stopTxQueue(final int queue) {
        conductor.locked(() -> queueStates.stop(false, queue));
    }
}
