package dev.pollmode.pmd.vdev.netvsc;

import static dev.pollmode.pmd.vdev.netvsc.FakeNetwork.mac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.Errno;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the failsafe device learns where the VF is.
@Timeout(60)
class FollowTest {
    private static final String VF = "a8f0:00:02.0";
    private static final String VF_PATH = "/devices/pci0000:00/" + VF;
    private static final String OTHER = "b1c2:00:02.0";

    @TempDir
    Path root;
    private Lab lab;
    private FakeNetwork network;

    @BeforeEach
    void open() {
        lab = new Lab(root);
        network = lab.network.netvsc(2, "eth1", mac(1));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void assertVf(final VfState state, final String address) {
        assertThat(lab.status(0).state()).isEqualTo(state);
        assertThat(lab.status(0).vf()).isEqualTo(address);
    }

    /// VN-44.
    @Test
    void tellsOfAVfThatIsThereBeforeTheDeviceIsMade() {
        network.vf(5, "eth2", mac(1), VF);
        lab.add("");
        assertThat(lab.failsafe.toldAtProbe).containsExactly(VF);
        assertVf(VfState.PRESENT, VF);
        assertThat(lab.log()).contains("associating PCI device \"" + VF + "\"");
    }

    /// VN-60, VN-77.
    @Test
    void looksEachSecond() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.clock.advance(Duration.ofMillis(999));
        assertThat(lab.failsafe.lines(0)).isEmpty();
        lab.clock.advance(Duration.ofMillis(1));
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
        final int before = network.reads;
        lab.clock.advance(Duration.ofSeconds(10));
        assertThat(network.reads - before).isEqualTo(10);
    }

    /// VN-80.
    @Test
    void looksAtOnceWhenTheKernelTellsOfAChange() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        network.tell();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
    }

    /// VN-80: the timer is the net.
    @Test
    void looksEachSecondWhereTheKernelDoesNotTell() {
        network.watchErrno = FakeNetwork.refused();
        lab.add("");
        assertThat(lab.log()).contains("changes are seen each second only").contains("EPERM");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
    }

    /// VN-53, VN-59: 84 minutes fill the pipe of C, and then an old address is the last line in it.
    @Test
    void tellsOnceHoweverLongTheVfStays() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.clock.advance(Duration.ofMinutes(85));
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
        assertThat(lab.log().split("associating PCI device", -1)).hasSize(2);
        network.remove(5, VF).vf(6, "eth2", mac(1), OTHER);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(OTHER);
        assertThat(lab.status(0).published()).isEqualTo(2);
    }

    /// VN-53, VN-54.
    @Test
    void tellsAgainWhenAVfReturnsAtTheSamePlace() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        network.remove(5, VF);
        lab.second();
        assertVf(VfState.ABSENT, "");
        network.vf(6, "eth2", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF, VF);
        assertVf(VfState.PRESENT, VF);
    }

    /// VN-53: gone and back between two scans.
    @Test
    void tellsAgainWhenTheNetdeviceIsAnother() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        network.take(5).vf(6, "eth2", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF, VF);
    }

    /// VN-47, VN-49.
    @Test
    void takesNothingElseForTheVf() {
        network.add(3, "macvlan0", mac(1)).vf(4, "eth3", mac(9), OTHER);
        network.sysfs.on("vmbus", "eth4", "vmbus_2");
        network.add(6, "eth4", mac(1));
        lab.add("");
        lab.second();
        assertThat(lab.failsafe.lines(0)).isEmpty();
        assertVf(VfState.ABSENT, "");
    }

    /// VN-58: one VF for each, and not another in each round.
    @Test
    void staysWithTheVfItHas() {
        lab.add("");
        network.vf(7, "eth7", mac(1), VF);
        lab.second();
        network.vf(3, "eth3", mac(1), OTHER);
        lab.clock.advance(Duration.ofSeconds(5));
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
        network.remove(7, VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(OTHER);
    }

    /// VN-78: the netdevice goes when a driver takes the VF from the kernel.
    @Test
    void remembersAVfThatADriverHasTaken() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        network.take(5);
        lab.clock.advance(Duration.ofSeconds(5));
        assertVf(VfState.TAKEN, VF);
        assertThat(lab.status(0).vfIface()).isEmpty();
        assertThat(lab.status(0).reason()).contains("eth2").contains("its PCI function is not");
        network.sysfs.removePci(VF);
        lab.second();
        assertVf(VfState.ABSENT, "");
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
    }

    /// VN-78: a driver of the PCI bus is probed before this one, and has taken the VF by then.
    @Test
    void knowsAVfThatWasTakenBeforeTheInterfaceWasLookedAt() {
        network.vf(5, "eth2", mac(1), VF);
        lab.contexts.remember();
        network.take(5);
        lab.add("");
        assertThat(lab.failsafe.toldAtProbe).containsExactly(VF);
        assertVf(VfState.TAKEN, VF);
        lab.clock.advance(Duration.ofSeconds(5));
        assertThat(lab.failsafe.lines(0)).isEmpty();
        network.sysfs.removePci(VF);
        lab.second();
        assertVf(VfState.ABSENT, "");
        network.vf(6, "eth2", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
        assertVf(VfState.PRESENT, VF);
    }

    /// VN-78: what was there once and is gone is no VF.
    @Test
    void forgetsAVfThatWentBeforeTheInterfaceWasLookedAt() {
        network.vf(5, "eth2", mac(1), VF);
        lab.contexts.remember();
        network.remove(5, VF);
        lab.add("");
        assertThat(lab.failsafe.toldAtProbe).isEmpty();
        assertVf(VfState.ABSENT, "");
    }

    /// VN-78: removed and there again at once, as the kernel tells.
    @Test
    void forgetsATakenVfWhenTheKernelRemovesIt() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        network.take(5);
        network.tell("/devices/pci0000:00/0000:00:1f.0");
        assertVf(VfState.TAKEN, VF);
        network.tell(VF_PATH);
        assertVf(VfState.ABSENT, "");
        assertThat(lab.status(0).reason()).contains("kernel removed");
    }

    /// VN-80: a removal and a return within one message.
    @Test
    void tellsAgainWhenTheFunctionWasReplacedUnseen() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        network.tell(VF_PATH);
        assertThat(lab.failsafe.lines(0)).containsExactly(VF, VF);
    }

    /// VN-81: there is a netdevice before there is all about it.
    @Test
    void waitsForAVfThatIsNotReady() {
        lab.add("");
        network.sysfs.plain("eth2");
        network.add(5, "eth2", mac(1));
        lab.clock.advance(Duration.ofSeconds(100));
        assertVf(VfState.ABSENT, "");
        network.sysfs.removeInterface("eth2").pci("eth2", VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
    }

    /// VN-81: a VF that has its address late.
    @Test
    void findsAVfOnceItHasTheAddress() {
        lab.add("");
        network.vf(5, "eth2", mac(77), VF);
        lab.second();
        assertVf(VfState.ABSENT, "");
        network.add(5, "eth2", mac(1));
        network.tell();
        assertVf(VfState.PRESENT, VF);
    }

    /// VN-48.
    @Test
    void followsTheInterfaceToItsNewName() {
        lab.add("");
        network.sysfs.netvsc("lan0");
        network.add(2, "lan0", mac(1));
        lab.second();
        assertThat(lab.status(0).iface()).isEqualTo("lan0");
        assertThat(lab.log()).contains("\"eth1\" (index 2) was renamed \"lan0\"");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
    }

    @Test
    void saysNothingNewOfAVfThatIsRenamed() {
        lab.add("");
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        network.take(5).vf(5, "enP1", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
        assertThat(lab.status(0).vfIface()).isEqualTo("enP1");
    }

    @Test
    void saysThatTheInterfaceIsGoneAndBack() {
        lab.add("");
        network.forget(2);
        lab.clock.advance(Duration.ofSeconds(3));
        assertThat(lab.status(0).there()).isFalse();
        assertThat(lab.logged()).containsOnlyOnce("\"eth1\" (index 2) is gone");
        network.add(9, "eth1", mac(1));
        lab.second();
        assertThat(lab.status(0).there()).isTrue();
        assertThat(lab.status(0).index()).isEqualTo(9);
    }

    /// VN-61: the VF of one keeps no other from being scanned.
    @Test
    void looksForTheVfOfEachInterface() {
        network.netvsc(3, "eth5", mac(2)).vf(10, "eth2", mac(1), VF);
        lab.add("");
        lab.second();
        network.vf(11, "eth6", mac(2), OTHER);
        lab.second();
        assertThat(lab.status(0).vf()).isEqualTo(VF);
        assertThat(lab.failsafe.lines(1)).containsExactly(OTHER);
    }

    /// VN-55: a full pipe, then a reader that drains it.
    @Test
    void triesAgainWhenThePipeWasFull() {
        lab.add("");
        network.vf(100, "eth2", mac(1), VF);
        for (int index = 100; index < 5_500; index++) {
            network.forget(index).add(index + 1, "eth2", mac(1));
            network.tell();
        }
        network.remove(5_500, VF).vf(5, "eth2", mac(1), OTHER);
        lab.second();
        assertThat(lab.failsafe.lines(0).getLast()).isEqualTo(VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(OTHER);
        assertThat(lab.log()).doesNotContain("cannot associate");
    }

    /// VN-18, VN-29 while running: said once, and over when it is over.
    @Test
    void goesOnWhenTheListOfInterfacesFails() {
        lab.add("");
        network.linksErrno = Errno.ENOBUFS;
        lab.clock.advance(Duration.ofSeconds(5));
        assertThat(lab.logged()).containsOnlyOnce("cannot retrieve system network interfaces");
        network.linksErrno = 0;
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        assertThat(lab.failsafe.lines(0)).containsExactly(VF);
    }

    // ---- instances ----

    /// VN-66, VN-68: nothing is left.
    @Test
    void takesAllWithItWhenTheLastInstanceGoes() {
        network.netvsc(3, "eth5", mac(2));
        lab.add("iface=eth1");
        lab.contexts.add("net_vdev_netvsc1", "iface=eth5");
        lab.contexts.remove("net_vdev_netvsc0");
        assertThat(lab.failsafe.plugged()).hasSize(2);
        assertThat(lab.eal.alarms().pending()).isEqualTo(1);
        lab.contexts.remove("net_vdev_netvsc1");
        assertThat(lab.failsafe.plugged()).isEmpty();
        assertThat(lab.contexts.statuses()).isEmpty();
        assertThat(lab.eal.alarms().pending()).isZero();
        assertThat(network.watchers).isZero();
        assertThat(network.closed).isTrue();
    }

    /// VN-67: an instance that ignores all is not counted, neither coming nor going.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsNoInstanceThatIgnoresAll(final boolean ignoringFirst) {
        if (ignoringFirst) {
            lab.contexts.add("net_vdev_netvsc9", "ignore=1");
        }
        lab.add("");
        if (!ignoringFirst) {
            lab.contexts.add("net_vdev_netvsc9", "ignore=1");
        }
        lab.contexts.remove("net_vdev_netvsc9");
        assertThat(lab.failsafe.plugged()).hasSize(1);
        assertThat(lab.eal.alarms().pending()).isEqualTo(1);
        lab.contexts.remove("net_vdev_netvsc0");
        assertThat(lab.failsafe.plugged()).isEmpty();
    }

    /// VN-65: what failed counts.
    @Test
    void countsAnInstanceThatFailed() {
        lab.add("");
        lab.contexts.add("net_vdev_netvsc1", "iface=nosuch0");
        lab.contexts.remove("net_vdev_netvsc0");
        assertThat(lab.failsafe.plugged()).hasSize(1);
        lab.contexts.remove("net_vdev_netvsc1");
        assertThat(lab.failsafe.plugged()).isEmpty();
    }

    /// VN-62, VN-64.
    @Test
    void hasOneAlarmHoweverManyInstances() {
        lab.contexts.add("net_vdev_netvsc5", "iface=nosuch0");
        assertThat(lab.eal.alarms().pending()).isZero();
        lab.add("");
        lab.contexts.add("net_vdev_netvsc1", "iface=nosuch0");
        lab.contexts.add("net_vdev_netvsc2", "ignore=1");
        lab.contexts.add("net_vdev_netvsc3", "foo=1");
        assertThat(lab.eal.alarms().pending()).isEqualTo(1);
        assertThat(network.watchers).isEqualTo(1);
    }

    /// VN-68: the failsafe device may be gone before.
    @Test
    void goesAlsoWhenTheFailsafeDeviceWasRemovedBefore() {
        lab.add("");
        lab.eal.unplug(lab.eal.device("net_failsafe_vsc0").orElseThrow());
        network.vf(5, "eth2", mac(1), VF);
        lab.second();
        lab.contexts.remove("net_vdev_netvsc0");
        assertThat(lab.contexts.statuses()).isEmpty();
        assertThat(lab.log()).doesNotContain("failed");
    }

    /// VN-24, VN-39, VN-68.
    @Test
    void leavesNoDescriptorBehind() {
        network.netvsc(3, "eth5", mac(2));
        final int before = OpenFds.count();
        for (int round = 0; round < 1_000; round++) {
            lab.failsafe.refused.clear();
            if (round % 2 == 1) {
                lab.failsafe.refused.add("net_failsafe_vsc" + round % 3);
            }
            lab.add("");
            network.vf(5, "eth2", mac(1), VF);
            network.tell();
            network.remove(5, VF);
            network.tell();
            lab.contexts.remove("net_vdev_netvsc0");
        }
        assertThat(OpenFds.count()).isEqualTo(before);
    }
}
