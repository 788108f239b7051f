package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.spi.PortContext;
import java.lang.System.Logger;

/// A port of `net_tap`, whose interface has Ethernet addresses: those of `net_tun` have none to set.
final class EtherTapPort extends TapPort implements MacControl, MacFilter, MulticastFilter {
    /// @param remote null without
    EtherTapPort(final PortContext context, final TapFeatures features, final TapFiles files, final Netdev netdev, final TapRemote remote,
                 final Logger log) {
        super(context, TapKind.TAP, features, files, netdev, remote, log);
    }
}
