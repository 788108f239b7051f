package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.test.support.LeakCheck;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A device that comes and goes, with the failsafe port it makes and the tap port in that, leaves nothing behind.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
class LeakTest {
    private static final int ROUNDS = Integer.getInteger("pollmode.soak", 1) > 1 ? 1_000 : 10;
    private static final int BURST = 32;

    private final TestNet net = new TestNet();
    private final Mbuf[] burst = new Mbuf[BURST];

    @BeforeEach
    void makePair() {
        net.links.createVeth("eth1", "far");
        net.up("eth1");
        net.up("far");
    }

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void holdsNothingAfterManyRounds() {
        try (Eal eal = net.namespace.call(() -> Eal.init("-l", "0", "--no-huge", "--no-pci", "--log-level=*:error"))) {
            final Mempool pool = Mempool.builder(eal, "test").count(2048).create();
            round(eal, pool);
            try (var _ = LeakCheck.begin(eal)) {
                for (int i = 0; i < ROUNDS; i++) {
                    round(eal, pool);
                }
            }
            assertThat(net.run("tc", "qdisc", "show", "dev", "eth1")).doesNotContain("ingress");
        }
    }

    private void round(final Eal eal, final Mempool pool) {
        final Device device = net.namespace.call(() -> eal.plug("net_vdev_netvsc0,iface=eth1,force=1"));
        final EthDevs ports = EthDevs.of(eal);
        assertThat(TestNet.eventually(() -> ports.find("net_failsafe_vsc0").isPresent())).as("its port").isTrue();
        final EthDev port = ports.find("net_failsafe_vsc0").orElseThrow();
        net.namespace.run(() -> {
            port.configure(EthConf.queues(1, 1));
            port.setupRxQueue(0, QueueConf.DEFAULT, pool);
            port.setupTxQueue(0, QueueConf.DEFAULT);
            port.start();
        });
        Mbuf.freeBulk(burst, 0, port.rxQueue(0).rxBurst(burst, 0, BURST));
        assertThat(pool.getBulk(burst, 0, BURST)).isTrue();
        for (final Mbuf packet : burst) {
            packet.append(60);
        }
        assertThat(port.txQueue(0).txBurst(burst, 0, BURST)).isEqualTo(BURST);
        port.stop();
        eal.unplug(device);
        assertThat(ports.all()).isEmpty();
    }
}
