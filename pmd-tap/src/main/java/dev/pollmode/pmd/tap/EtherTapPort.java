package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;

/// A port of `net_tap`, whose interface has Ethernet addresses: those of `net_tun` have none to set, and no rules that begin with them.
final class EtherTapPort extends TapPort implements MacControl, MacFilter, MulticastFilter, FlowRules {
    private final TapFlows flows;

    /// @param remote null without
    EtherTapPort(final PortContext context, final TapFeatures features, final TapFiles files, final Netdev netdev, final TapRemote remote,
                 final TapFlows flows, final Logger log) {
        super(context, TapKind.TAP, features, files, netdev, remote, flows, log);
        this.flows = flows;
    }

    @Override
    public void validateFlow(final String rule) {
        flows.validate(rule, queueCount());
    }

    @Override
    public long createFlow(final String rule) {
        return flows.create(rule, queueCount());
    }

    @Override
    public void destroyFlow(final long number) {
        flows.destroy(number);
    }

    @Override
    public void flushFlows() {
        flows.flush();
    }

    @Override
    public long queryFlow(final long number) {
        throw new FlowException(FlowErrorType.UNSPECIFIED, Errno.ENOTSUP, "query of rule " + number + " of " + name
            + ": the filters of the kernel that rules are made of count nothing");
    }

    @Override
    public void isolateFlows(final boolean on) {
        flows.isolate(on);
    }
}
