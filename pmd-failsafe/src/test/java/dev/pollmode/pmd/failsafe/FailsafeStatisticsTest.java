package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Totals over devices that come and go.
final class FailsafeStatisticsTest {
    private final FakeNics nics = new FakeNics();

    private Rig rig() {
        return Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)");
    }

    /// FS-47, FS-86: what left counts on.
    @Test
    void totalsAreThoseOfAllDevicesThatEverWere() {
        try (Rig rig = rig()) {
            final EthDev port = rig.start();
            rig.send(5);
            Chaos.of(rig.eal).remove("nic0");
            rig.send(3);
            rig.settle();
            assertThat(port.stats().txPackets()).isEqualTo(8);
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            rig.send(2);
            assertThat(port.stats().txPackets()).isEqualTo(10);
            assertThat(port.stats().txBytes()).isEqualTo(600);
            assertThat(rig.path(0).stats().txPackets()).isEqualTo(7);
            assertThat(rig.path(1).stats().txPackets()).isEqualTo(3);

            port.resetStats();
            assertThat(port.stats()).isEqualTo(EthStats.ZERO);
            rig.send(1);
            assertThat(port.stats().txPackets()).isEqualTo(1);
        }
    }

    /// FS-87: no counter ever falls.
    @Test
    void totalsNeverFall() {
        try (Rig rig = rig()) {
            final EthDev port = rig.start();
            EthStats last = port.stats();
            for (int i = 0; i < 200; i++) {
                rig.send(2);
                if (i % 4 == 0) {
                    Chaos.of(rig.eal).remove("nic0");
                } else if (i % 4 == 2) {
                    Chaos.of(rig.eal).restore("nic0");
                }
                final EthStats between = port.stats();
                rig.settle();
                final EthStats now = port.stats();
                assertThat(between.txPackets()).isGreaterThanOrEqualTo(last.txPackets());
                assertThat(now.txPackets()).isGreaterThanOrEqualTo(between.txPackets());
                last = now;
            }
            assertThat(last.txPackets()).isEqualTo(400);
        }
    }

    /// FS-47, FS-87: of a device that can't be asked any more, what it said last counts.
    @Test
    void aDeviceThatCannotBeAskedCountsWithWhatItSaidLast() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(count0),dev(nic1)")) {
            final EthDev port = rig.start();
            ((CountingNic) nics.nic("count0")).stats = new EthStats(7, 5, 700, 500, 0, 0, 0, 0);
            assertThat(port.stats().rxPackets()).isEqualTo(7);
            nics.plan("count0").refusals.put("stats", Errno.EIO);
            assertThat(port.stats().rxPackets()).isEqualTo(7);
            Chaos.of(rig.eal).remove("count0");
            rig.settle();
            assertThat(rig.path(0).removals()).isEqualTo(1);
            assertThat(rig.eal.device("count0")).isEmpty();
            assertThat(port.stats().rxPackets()).isEqualTo(7);
            assertThat(rig.log()).contains("the last statistics can't be read");
        }
    }

    /// FS-88: in C the statistics of single queues are ignored.
    @Test
    void queuesHaveStatisticsOfTheirOwn() {
        try (Rig rig = rig()) {
            final EthDev port = rig.start();
            rig.send(4);
            nics.nic("nic1").inbox.enqueueBurst(new Mbuf[] {rig.packet()}, 0, 1);
            rig.receive(8);
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            rig.send(1);
            assertThat(port.txQueueStats(0).packets()).isEqualTo(5);
            assertThat(port.txQueueStats(0).bytes()).isEqualTo(300);
            assertThat(port.rxQueueStats(0).packets()).isEqualTo(1);
            assertThat(port.rxQueueStats(0).bytes()).isEqualTo(60);
        }
    }

    /// FS-89
    @Test
    void eachDevicesStatisticsAreThereUnderItsNumber() {
        try (Rig rig = rig()) {
            final EthDev port = rig.start();
            rig.send(4);
            assertThat(port.xstats()).containsEntry("tx_sub0_good_packets", 4L).containsEntry("tx_sub1_good_packets", 0L)
                .containsEntry("rx_sub0_q0_packets", 0L).containsEntry("tx_sub0_q0_packets", 4L).containsEntry("tx_good_packets", 4L);

            port.resetXstats();
            final Map<String, Long> reset = port.xstats();
            assertThat(reset).containsEntry("tx_sub0_good_packets", 0L).containsEntry("tx_good_packets", 0L);
            rig.send(2);
            assertThat(port.xstats()).containsEntry("tx_sub0_good_packets", 2L).containsEntry("tx_good_packets", 2L);

            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            assertThat(port.xstats()).doesNotContainKey("tx_sub0_good_packets").containsEntry("tx_good_packets", 2L)
                .containsEntry("failsafe_removals", 1L).containsEntry("failsafe_tx_sub_device", 1L);
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            rig.send(1);
            assertThat(port.xstats()).as("a new device begins at zero").containsEntry("tx_sub0_good_packets", 1L);
        }
    }

    /// FS-53, FS-90: who, since when, why, how often.
    @Test
    void theStateSaysWhatHappened() {
        try (Rig rig = rig()) {
            rig.start();
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            assertThat(rig.status().state()).isEqualTo("STARTED");
            assertThat(rig.path(0).reason()).contains("chaos removed the device");
            assertThat(rig.path(0).port()).isEmpty();
            assertThat(rig.path(1).transmits()).isTrue();
            assertThat(rig.status().recent()).hasSize(2);
            assertThat(rig.status().recent().getLast()).satisfies(last -> {
                assertThat(last.from()).contains(0);
                assertThat(last.to()).contains(1);
                assertThat(last.reason()).contains("chaos rmv nic0");
            });
            assertThat(rig.status().switches()).isEqualTo(2);
        }
    }
}
