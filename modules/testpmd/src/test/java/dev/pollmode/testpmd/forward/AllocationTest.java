package dev.pollmode.testpmd.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Checked;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.test.base.Allocation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// ET-06: forwarding allocates nothing, in every mode.
class AllocationTest {
    AllocationTest() {
        assumeFalse(Checked.ON, "checked mode allocates for every mbuf");
    }

    @ParameterizedTest
    @EnumSource(ForwardMode.class)
    void allocatesNothing(final ForwardMode mode) {
        try (Eal eal = Eal.init("--lcores", "0@0", "--no-huge", "--no-pci", "--no-telemetry", "--vdev=net_null0,copy=1")) {
            final Mempool pool = Mempool.builder(eal, "pool").count(2048).create();
            final EthDev port = EthDevs.of(eal).port(0);
            port.configure(EthConf.queues(1, 1));
            port.setupRxQueue(0, QueueConf.DEFAULT, pool);
            port.setupTxQueue(0, QueueConf.DEFAULT);
            port.start();
            final ForwardSettings settings = new ForwardSettings(32, 2, 0, true, true, new PacketSettings(List.of(50, 20), PacketSettings.Split.RAND,
                1, 2, 3, 4, true, 16), new NoisySettings(NoisySettings.Mode.FIVE_TUPLE_SWAP, 64, 1000, 4096, 1, 1, 1));
            final Forwarder forwarder = mode.forwarder(new StreamSetup(new StreamPlan(0, 0, 0, 0), port.rxQueue(0), port.txQueue(0),
                MacAddress.parse("02:00:00:00:00:01"), MacAddress.parse("02:00:00:00:00:02"), pool, ChecksumSettings.SOFTWARE, settings));
            assertThat(Allocation.bytesPerRound(forwarder::forward)).isLessThan(Allocation.NOTHING);
            forwarder.finish();
        }
    }
}
