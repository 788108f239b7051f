package dev.pollmode.pmd.tap;

import dev.pollmode.sys.LinkInfo;
import dev.pollmode.test.support.TestNet;

/// What a port may change of a remote interface, as text to compare.
final class RemoteState {
    private RemoteState() {
    }

    static String of(final TestNet net, final String name) {
        final LinkInfo link = net.link(name);
        return "flags " + Integer.toHexString(link.flags() & RemoteCookie.FLAGS) + " mtu " + link.mtu() + ' ' + Netdev.mac(link) + '\n'
            + net.run("tc", "-j", "qdisc", "show", "dev", name) + net.run("tc", "-j", "filter", "show", "dev", name, "ingress");
    }

    /// Switches an interface on and off, since the kernel shows its first qdisc only from then on.
    static void settle(final TestNet net, final String name) {
        net.run("ip", "link", "set", name, "up");
        net.run("ip", "link", "set", name, "down");
    }
}
