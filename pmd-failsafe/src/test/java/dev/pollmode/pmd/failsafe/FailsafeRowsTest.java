package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.mbuf.PacketType;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a failsafe port says of itself, and small print of the contract.
final class FailsafeRowsTest {
    private final FakeNics nics = new FakeNics();

    /// FS-01: a device whose name begins so is one of this driver.
    @Test
    void theNameOfADeviceBeginsWithThatOfTheDriver() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe_of_mine,dev(nic0)")) {
            assertThat(rig.log()).contains("Initializing Fail-safe PMD for net_failsafe_of_mine");
            assertThat(rig.port("net_failsafe_of_mine").info().driverName()).isEqualTo("net_failsafe");
        }
    }

    /// FS-25: changes of the link are told, and statistics of queues are among the extended ones.
    @Test
    void tellsOfItsLinkAndItsQueues() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0)")) {
            final EthDev port = rig.start();
            assertThat(port.info().linkEvent()).isTrue();
            assertThat(port.info().removalEvent()).isFalse();
            assertThat(rig.send(3)).isEqualTo(3);
            assertThat(port.xstats()).containsEntry("tx_q0_packets", 3L).containsKeys("rx_q0_packets", "rx_q0_bytes", "tx_q0_bytes");
        }
    }

    /// FS-28: the port of a device may be closed by somebody else between being found and being owned.
    @Test
    void aPortThatVanishesBeforeItIsOwnedIsWaitedFor() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic9)")) {
            rig.eal.plug("nic0");
            final EthDev port = rig.port("nic0");
            port.close();
            assertThatThrownBy(() -> Prober.take(port, EthDevs.of(rig.eal).newOwner("mine"))).isInstanceOf(EalException.class)
                .hasMessageContaining("was removed before taking ownership, will try again later");
        }
    }

    /// FS-57: packets go out on one sub-device alone: the preferred one that runs, else the next, else none.
    @Test
    void sendsOnTheFirstThatRuns() {
        final AtomicInteger[] wires = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        for (int i = 0; i < wires.length; i++) {
            final AtomicInteger wire = wires[i];
            nics.plan("nic" + i).wire = packet -> wire.incrementAndGet();
        }
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1),dev(nic2)")) {
            rig.setUp();
            assertThat(rig.send(1)).as("none runs").isZero();
            rig.port().start();
            assertThat(rig.send(2)).isEqualTo(2);
            Chaos.of(rig.eal).remove("nic0");
            assertThat(rig.send(3)).isEqualTo(3);
            Chaos.of(rig.eal).remove("nic1");
            assertThat(rig.send(4)).isEqualTo(4);
            Chaos.of(rig.eal).restore("nic1");
            rig.settle();
            assertThat(rig.send(5)).isEqualTo(5);
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            assertThat(rig.send(6)).isEqualTo(6);
        }
        assertThat(wires).extracting(AtomicInteger::get).containsExactly(2 + 6, 3 + 5, 4);
    }

    /// FS-78: the packet types are those of the sub-device that is sent on.
    @Test
    void knowsThePacketTypesOfTheDeviceItSendsOn() {
        nics.plan("nic0").packetTypes = new int[] {PacketType.L2_ETHER};
        nics.plan("nic1").packetTypes = new int[] {PacketType.L2_ETHER_ARP};
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            final PacketTypes types = rig.port().capability(PacketTypes.class);
            assertThat(types.packetTypes()).containsExactly(PacketType.L2_ETHER);
            Chaos.of(rig.eal).remove("nic0");
            assertThat(types.packetTypes()).containsExactly(PacketType.L2_ETHER_ARP);
            Chaos.of(rig.eal).remove("nic1");
            assertThat(types.packetTypes()).isEmpty();
        }
    }

    /// VN-79: of a device with several ports, arguments say which by its address.
    @Test
    void takesThePortThatIsNamedByItsAddress() {
        nics.plan("two0_a").mac = MacAddress.parse("02:00:00:00:00:a1");
        nics.plan("two0_b").mac = MacAddress.parse("02:00:00:00:00:b1");
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0)")) {
            rig.eal.plug("two0");
            rig.eal.plug("net_failsafe1,dev(two0,mac=02:00:00:00:00:b1)");
            rig.eal.plug("net_failsafe2,dev(two0,mac=02:00:00:00:00:a1)");
            rig.eal.plug("net_failsafe3,dev(two0,mac=02:00:00:00:00:c1)");
            assertThat(rig.port("two0_b").owner().orElseThrow().toString()).isEqualTo("Fail-safe_0000000000000002");
            assertThat(rig.port("two0_a").owner().orElseThrow().toString()).isEqualTo("Fail-safe_0000000000000003");
            assertThat(rig.port("net_failsafe1").mac()).hasToString("02:00:00:00:00:B1");
            assertThat(rig.port("net_failsafe2").mac()).hasToString("02:00:00:00:00:A1");
            assertThat(rig.log()).contains("none of its ports has the address 02:00:00:00:00:C1");
        }
    }
}
