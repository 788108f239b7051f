package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Lcore;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.testpmd.cli.Console;
import dev.pollmode.testpmd.forward.ForwardMode;
import dev.pollmode.testpmd.forward.Topology;
import dev.pollmode.testpmd.port.TestPort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Checks options against the ports and lcores there are, and makes settings of them.
final class OptionReader {
    private final Eal eal;
    private final AppOptions options;
    private final Console console;
    private final Settings settings = new Settings();

    OptionReader(final Eal eal, final AppOptions options, final Console console) {
        this.eal = eal;
        this.options = options;
        this.console = console;
    }

    /// {@return the settings}
    ///
    /// @throws StartupException naming the option that is wrong
    Settings read() {
        readForwarding();
        readPorts();
        readPackets();
        readSelection();
        return settings;
    }

    private void readForwarding() {
        if (options.forwardMode != null) {
            final var mode = ForwardMode.find(options.forwardMode);
            mode.ifPresentOrElse(found -> settings.mode = found, () -> refuse("Invalid " + options.forwardMode
                + " packet forwarding mode\n  --forward-mode is one of " + String.join(", ", ForwardMode.names())));
        }
        if (options.topology != null) {
            settings.topology = Topology.find(options.topology).orElseThrow(() -> new StartupException("port-topology "
                + options.topology + " invalid - must be: paired, chained or loop"));
        }
        if (options.burst != null) {
            require(options.burst >= 1 && options.burst <= Settings.MAX_BURST, "burst must be between 1 and " + Settings.MAX_BURST, options.burst);
            settings.burst = options.burst;
        }
        settings.flushRx = !options.keepRx;
        settings.recordBursts = options.recordBursts;
        settings.recordCycles = options.recordCycles;
        settings.measureLatency = isAsked("latencystats", options.latencyLcore);
        settings.displayXstats = options.displayXstats != null;
    }

    /// C measures on that lcore; ours where packets pass, or where alarms ring. A wrong lcore is wrong all the same.
    private boolean isAsked(final String option, final Integer lcore) {
        if (lcore != null && eal.lcores().all().stream().noneMatch(one -> one.id() == lcore)) {
            throw new StartupException("invalid lcore id " + lcore + " for " + option + "\n  the lcores are "
                + eal.lcores().all().stream().map(Lcore::id).toList());
        }
        return lcore != null;
    }

    /// What C only warns of when there will be a prompt.
    private void refuse(final String message) {
        if (!options.interactive) {
            throw new StartupException(message);
        }
        console.complain(message);
    }

    private static void require(final boolean holds, final String message, final int value) {
        if (!holds) {
            throw new StartupException(message + "\n  it is " + value);
        }
    }

    private void readPorts() {
        if (options.rxQueues != null) {
            final int most = most(EthDevInfo::maxRxQueues);
            require(options.rxQueues >= 0 && options.rxQueues <= most, "rxq " + options.rxQueues + " invalid - must be >= 0 && <= " + most,
                options.rxQueues);
            settings.ports.rxQueues(options.rxQueues);
        }
        if (options.txQueues != null) {
            final int most = most(EthDevInfo::maxTxQueues);
            require(options.txQueues >= 0 && options.txQueues <= most, "txq " + options.txQueues + " invalid - must be >= 0 && <= " + most,
                options.txQueues);
            settings.ports.txQueues(options.txQueues);
        }
        if (settings.ports.rxQueues() + settings.ports.txQueues() == 0) {
            throw new StartupException("Either rx or tx queues should be non-zero\n  --rxq and --txq are both 0");
        }
        if (options.rxDescriptors != null) {
            require(options.rxDescriptors > 0, "rxd must be > 0", options.rxDescriptors);
            settings.ports.rxDescriptors(options.rxDescriptors);
        }
        if (options.txDescriptors != null) {
            require(options.txDescriptors > 0, "txd must be > 0", options.txDescriptors);
            settings.ports.txDescriptors(options.txDescriptors);
        }
        if (options.maxPacketLength != null) {
            require(options.maxPacketLength >= 64, "Invalid max-pkt-len=" + options.maxPacketLength + " - should be > 64", options.maxPacketLength);
            settings.ports.maxPacketLength(options.maxPacketLength);
        }
        settings.ports.rssTypes(options.rssOff ? 0 : options.rssUdp ? RssHash.IP | RssHash.UDP : RssHash.IP);
        settings.ports.linkEvents(!options.noLinkEvents);
        settings.ports.removalEvents(!options.noRemovalEvents);
        settings.ports.largeFrames(!options.smallFrames);
        settings.ports.linkCheck(!options.noLinkCheck);
    }

    private int most(final ToIntFunction<EthDevInfo> limit) {
        return EthDevs.of(eal).available().map(EthDev::info).mapToInt(limit).min().orElse(EthDevs.MAX_PORTS);
    }

    private void readPackets() {
        new PacketOptions(options).read(settings);
    }

    private void readSelection() {
        final List<Integer> workers = eal.lcores().workers().stream().map(Lcore::id).toList();
        if (options.coreCount != null) {
            require(options.coreCount > 0 && options.coreCount <= workers.size(), "nb-cores should be > 0 and <= " + workers.size(),
                options.coreCount);
            settings.coreCount = options.coreCount;
        }
        if (options.coreMask != null) {
            settings.coreList = Selections.cores(Selections.mask("coremask", options.coreMask), eal);
            settings.coreCount = settings.coreList.size();
        }
        final List<Integer> ports = EthDevs.of(eal).available().map(EthDev::id).toList();
        if (options.portCount != null) {
            require(options.portCount > 0 && options.portCount <= ports.size(), "nb-ports should be > 0 and <= " + ports.size(), options.portCount);
            settings.portCount = options.portCount;
        }
        if (options.portMask != null) {
            settings.portList = Selections.ports(Selections.mask("portmask", options.portMask), ports);
        }
        if (options.portList != null) {
            settings.portList = Selections.ports(Selections.list("portlist", options.portList), ports);
        }
    }

    /// Applies what concerns single ports and events.
    ///
    /// @param session the session
    void apply(final Session session) {
        for (final String text : peers()) {
            final int comma = text.indexOf(',');
            try {
                session.ports().get(Integer.parseInt(text.substring(0, Math.max(0, comma)))).peer(MacAddress.parse(text.substring(comma + 1)));
            } catch (final RuntimeException e) {
                throw new StartupException("eth-peer " + text + " invalid - must be PORT,XX:XX:XX:XX:XX:XX\n  " + e.getMessage(), e);
            }
        }
        for (final String name : options.printEvents) {
            events("print-event", name).forEach(event -> session.watch().show(event, true));
        }
        for (final String name : options.maskEvents) {
            events("mask-event", name).forEach(event -> session.watch().show(event, false));
        }
        PortOffloads.apply(options, session);
        if (options.isolateFlows) {
            session.ports().all().forEach(this::isolate);
        }
        if (isAsked("bitrate-stats", options.bitrateLcore)) {
            session.measureBitrates();
        }
        if (options.hotPlug) {
            session.watchDevices();
        }
    }

    private void isolate(final TestPort port) {
        try {
            port.dev().capability(FlowRules.class).isolateFlows(true);
        } catch (final EalException e) {
            refuse("Failed to apply isolated mode on port " + port.id() + "\n  --flow-isolate-all: " + e.getMessage());
        }
    }

    private List<String> peers() {
        final List<String> all = new ArrayList<>();
        if (options.peersFile != null) {
            all.addAll(Selections.peersOf(options.peersFile));
        }
        all.addAll(options.peers);
        return all;
    }

    private static List<PortEvent> events(final String option, final String name) {
        if ("all".equals(name)) {
            return List.of(PortEvent.values());
        }
        return List.of(PortEvent.find(name).orElseThrow(() -> new StartupException("invalid " + option + " argument " + name
            + "\n  expected all or one of " + List.of(PortEvent.values()).stream().map(PortEvent::text).toList())));
    }
}
