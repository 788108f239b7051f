package dev.pollmode.pmd.failsafe;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `net_failsafe`: a port that stands for several others, prefers the first and carries on when one leaves.
public final class FailsafeDriver implements VdevDriver {
    static final String NAME = "net_failsafe";
    static final String LOG = "pmd.net.failsafe";

    private final Map<VdevDevice, FailsafePort> ports = new ConcurrentHashMap<>();

    /// For [java.util.ServiceLoader].
    public FailsafeDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of("eth_failsafe");
    }

    @Override
    public String usage() {
        return FailsafeArgs.USAGE;
    }

    @Override
    public void probe(final VdevDevice device) {
        final Logger log = device.eal().logs().logger(LOG);
        log.log(Level.INFO, "Initializing Fail-safe PMD for " + device.name());
        final FailsafeArgs args = ArgsParser.parse(device.devargs().arguments(), device.eal());
        final List<SubSource> sources = SubSources.open(args.sources());
        try {
            final EthDev port = EthDevs.of(device.eal()).attach(device, device.name(),
                context -> ports.compute(device, (key, none) -> new FailsafePort(context, args, sources, log)),
                attached -> ports.get(device).begin());
            log.log(Level.DEBUG, () -> port + " stands for " + args.sources());
        } catch (final RuntimeException e) {
            end(device);
            sources.forEach(SubSource::close);
            throw e;
        }
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
        end(device);
    }

    private void end(final VdevDevice device) {
        final FailsafePort port = ports.remove(device);
        if (port != null) {
            port.end();
        }
    }
}
