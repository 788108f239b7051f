package dev.pollmode.pmd.af.packet;

import dev.pollmode.eal.Device;
import dev.pollmode.test.support.PortContract;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import org.junit.jupiter.api.AfterEach;

@RequiresRoot
final class AfPacketPortContractTest extends PortContract {
    private final TestNet net = withPair();

    private static TestNet withPair() {
        final TestNet net = new TestNet();
        net.links.createVeth("near", "far");
        net.up("far");
        return net;
    }

    @AfterEach
    void leave() {
        net.close();
    }

    @Override
    protected String devargs() {
        return "net_af_packet0,iface=near,framecnt=64";
    }

    @Override
    protected Device plugIn(final String text) {
        return net.namespace.call(() -> super.plugIn(text));
    }

    /// The kernel waits some ten milliseconds for its readers whenever a packet socket is closed.
    @Override
    protected int rounds() {
        return 30;
    }
}
