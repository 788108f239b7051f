package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the application sets reaches all sub-devices, also those that come later.
final class FailsafeSettingsTest {
    private static final String TWO = "--vdev=net_failsafe0,dev(nic0),dev(nic1)";

    private final FakeNics nics = new FakeNics();

    /// FS-33, FS-35, FS-73, FS-74, FS-75: a device that comes back is brought to the state of the port, in this order.
    @Test
    void aDeviceThatComesBackGetsAllThatWasSet() {
        try (Rig rig = Rig.on(nics, TWO)) {
            final EthDev port = rig.start();
            port.capability(Promiscuous.class).promiscuous(true);
            port.capability(AllMulticast.class).allMulticast(true);
            port.mtu(1400);
            port.mac(MacAddress.parse("02:00:00:00:00:42"));
            port.capability(MacFilter.class).addMac(MacAddress.parse("02:00:00:00:00:51"));
            port.capability(MacFilter.class).addMac(MacAddress.parse("02:00:00:00:00:52"));
            port.capability(MulticastFilter.class).multicastMacs(List.of(MacAddress.parse("01:00:5e:00:00:01")));
            port.capability(VlanFilter.class).vlanFilter(7, true);
            port.capability(VlanFilter.class).vlanFilter(9, true);
            port.capability(LinkControl.class).setLink(true);

            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();

            assertThat(nics.nic("nic0").calls).containsExactly("defaultMac 02:00:00:00:00:42", "configure", "rxQueue 0", "txQueue 0",
                "setLink true", "promiscuous true", "allMulticast true", "mtu 1400", "addMac 02:00:00:00:00:51",
                "addMac 02:00:00:00:00:52", "multicastMacs 1", "vlanFilter 7 true", "vlanFilter 9 true", "start");
        }
    }

    /// PEERS S5, last row: C never gets over a device that can't set its link.
    @Test
    void aDeviceThatLacksAnAbilityGoesWithoutIt() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(bare0),dev(nic1)")) {
            final EthDev port = rig.start();
            port.capability(LinkControl.class).setLink(true);
            port.capability(Promiscuous.class).promiscuous(true);

            Chaos.of(rig.eal).remove("bare0");
            rig.settle();
            Chaos.of(rig.eal).restore("bare0");
            rig.settle();

            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
            assertThat(rig.log()).contains("goes without promiscuous mode");
        }
    }

    @Test
    void whatNoDeviceCanIsNotSupported() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(bare0)")) {
            final Promiscuous promiscuous = rig.start().capability(Promiscuous.class);
            assertThatThrownBy(() -> promiscuous.promiscuous(true)).isInstanceOf(EthDevException.class).hasMessageContaining("ENOTSUP")
                .hasMessageContaining("bare0");
            assertThat(promiscuous.isPromiscuous()).isFalse();
        }
    }

    /// FS-70, FS-71: in C the failure is told as success.
    @Test
    void aRefusalIsToldAndTheOthersAreSetBack() {
        try (Rig rig = Rig.on(nics, TWO)) {
            final Promiscuous promiscuous = rig.start().capability(Promiscuous.class);
            nics.plan("nic1").refusals.put("promiscuous", Errno.EINVAL);

            assertThatThrownBy(() -> promiscuous.promiscuous(true)).isInstanceOfSatisfying(EthDevException.class, e -> {
                assertThat(e.errno()).isEqualTo(Errno.EINVAL);
                assertThat(e).hasMessageContaining("sub_device 1 (nic1)");
            });
            assertThat(nics.nic("nic0").calls).endsWith("promiscuous true", "promiscuous false");
            assertThat(promiscuous.isPromiscuous()).isFalse();
        }
    }

    /// FS-72, FS-76
    @Test
    void addressesMtuAndGroupsAreSetBackToWhatTheyWere() {
        try (Rig rig = Rig.on(nics, TWO)) {
            final EthDev port = rig.start();
            port.mtu(1400);
            port.capability(MulticastFilter.class).multicastMacs(List.of(MacAddress.parse("01:00:5e:00:00:01")));
            final MacAddress mac = port.mac();
            nics.plan("nic1").refusals.put("mtu", Errno.ENOMEM);
            nics.plan("nic1").refusals.put("defaultMac", Errno.ENOMEM);
            nics.plan("nic1").refusals.put("multicastMacs", Errno.ENOMEM);

            assertThatThrownBy(() -> port.mtu(1300)).hasMessageContaining("ENOMEM");
            assertThatThrownBy(() -> port.mac(MacAddress.parse("02:00:00:00:00:99"))).hasMessageContaining("ENOMEM");
            assertThatThrownBy(() -> port.capability(MulticastFilter.class).multicastMacs(List.of())).hasMessageContaining("ENOMEM");

            assertThat(port.mtu()).isEqualTo(1400);
            assertThat(((FullNic) nics.nic("nic0")).mtu).isEqualTo(1400);
            assertThat(port.mac()).isEqualTo(mac);
            assertThat(nics.nic("nic0").mac).isEqualTo(mac);
            assertThat(((FullNic) nics.nic("nic0")).multicastMacs()).hasSize(1);
        }
    }

    /// FS-72
    @Test
    void theHashIsThatOfAllDevicesAlsoOfThoseThatComeLater() {
        for (final String nic : List.of("nic0", "nic1")) {
            nics.plan(nic).info = EthDevInfo.builder("net_nic").maxQueues(4, 4).rss(RssHash.IP, 40, 4);
        }
        try (Rig rig = Rig.on(nics, TWO)) {
            final RssControl rss = rig.start().capability(RssControl.class);
            final byte[] key = new byte[40];
            key[3] = 7;
            rss.rssHash(key, RssHash.IPV4);
            rss.rssTable(new int[] {0, 0, 0, 0});
            assertThat(rss.rssHashTypes()).isEqualTo(RssHash.IPV4);
            assertThat(rss.rssKey()).isEqualTo(key);
            assertThat(nics.nic("nic1").calls).endsWith("rssHash " + Long.toHexString(RssHash.IPV4), "rssTable 4");
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            assertThat(((FullNic) nics.nic("nic0")).rssKey).isEqualTo(key);
            assertThat(((FullNic) nics.nic("nic0")).rssTable).hasSize(4);
        }
    }

    /// FS-61: how packets are prepared is the business of the path that sends.
    @Test
    void packetsArePreparedByThePathThatSends() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            nics.plan("nic0").prepares = 1;
            final Mbuf[] burst = {rig.packet(), rig.packet()};
            assertThat(rig.tx().txPrepare(burst, 0, 2)).isEqualTo(1);
            Chaos.of(rig.eal).remove("nic0");
            assertThat(rig.tx().txPrepare(burst, 0, 2)).isEqualTo(2);
            Mbuf.freeBulk(burst, 0, 2);
        }
    }

    /// FS-49: EIO of a device means that it goes.
    @Test
    void aFailureBecauseTheDeviceGoesCountsAsSuccess() {
        try (Rig rig = Rig.on(nics, TWO)) {
            final EthDev port = rig.start();
            nics.plan("nic0").refusals.put("promiscuous", Errno.EIO);
            port.capability(Promiscuous.class).promiscuous(true);
            assertThat(port.capability(Promiscuous.class).isPromiscuous()).isTrue();
        }
    }

    /// FS-65, FS-66
    @Test
    void thePortCanWhatAllDevicesCan() {
        nics.plan("nic0").info = EthDevInfo.builder("net_nic").maxQueues(8, 4).mtu(100, 9000).maxMacAddresses(3)
            .rxOffloads(Set.of(RxOffload.IPV4_CKSUM, RxOffload.KEEP_CRC)).rxSizes(64, 9018);
        nics.plan("nic1").info = EthDevInfo.builder("net_nic").maxQueues(4, 8).mtu(68, 1500).maxMacAddresses(9)
            .rxOffloads(Set.of(RxOffload.IPV4_CKSUM, RxOffload.KEEP_CRC, RxOffload.SCATTER)).rxSizes(0, 1518);
        try (Rig rig = Rig.on(nics, TWO)) {
            final EthDevInfo info = rig.port().info();
            assertThat(info.driverName()).isEqualTo("net_failsafe");
            assertThat(info.maxRxQueues()).isEqualTo(4);
            assertThat(info.maxTxQueues()).isEqualTo(4);
            assertThat(info.minMtu()).isEqualTo(100);
            assertThat(info.maxMtu()).isEqualTo(1500);
            assertThat(info.maxMacAddresses()).isEqualTo(3);
            assertThat(info.minRxBufferSize()).isEqualTo(64);
            assertThat(info.rxOffloads()).as("KEEP_CRC is not passed on").containsExactly(RxOffload.IPV4_CKSUM);
        }
    }

    /// FS-67
    @Test
    void anOffloadThatADeviceLacksIsNamedWithTheDevice() {
        nics.plan("nic0").info = EthDevInfo.builder("net_nic").rxOffloads(Set.of(RxOffload.IPV4_CKSUM));
        try (Rig rig = Rig.on(nics, TWO)) {
            assertThatThrownBy(() -> rig.port().configure(EthConf.queues(1, 1).withRxOffloads(Set.of(RxOffload.IPV4_CKSUM))))
                .hasMessageContaining("IPV4_CKSUM: sub_device 1 (nic1) lacks it");
        }
    }

    /// FS-64
    @Test
    void aDeviceWithoutEventsIsNoted() {
        nics.plan("nic0").info = EthDevInfo.builder("net_nic");
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            assertThat(rig.log()).contains("sub_device 0 does not support RMV event").doesNotContain("sub_device 1 does not support");
        }
    }

    /// FS-37: one that goes while it is started is left out, one that fails otherwise fails the port.
    @Test
    void aStartThatFailsForGoodIsTaken() {
        try (Rig rig = Rig.on(nics, TWO)) {
            nics.plan("nic0").refusals.put("start", Errno.EIO);
            rig.start();
            assertThat(rig.status().txPath()).contains(1);
            rig.port().stop();
            rig.settle();
            nics.plan("nic0").refusals.clear();
            nics.plan("nic1").refusals.put("start", Errno.ENOMEM);
            assertThatThrownBy(() -> rig.port().start()).hasMessageContaining("start of sub_device 1 failed").hasMessageContaining("ENOMEM");
            assertThat(rig.path(0).state()).isEqualTo("ACTIVE");
        }
    }

    /// FS-38, FS-39
    @Test
    void aDeviceThatRefusesToStopIsNamed() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            nics.plan("nic1").refusals.put("stop", Errno.EBUSY);
            assertThatThrownBy(() -> rig.port().stop()).hasMessageContaining("stop of sub_device 1 failed");
            assertThat(rig.path(0).state()).isEqualTo("ACTIVE");
            assertThat(rig.path(1).state()).isEqualTo("STARTED");
            nics.plan("nic1").refusals.clear();
            rig.port().start();
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
        }
    }

    /// FS-68
    @Test
    void startingAQueueLaterNeedsAllDevices() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(bare1)")) {
            rig.setUp();
            rig.port().setupRxQueue(0, new QueueConf(0, Set.of(), Set.of(), true), rig.pool());
            assertThatThrownBy(() -> rig.port().start()).hasMessageContaining("Rx queue deferred start is not supported for subdevice 1");
            assertThat(rig.path(0).state()).isEqualTo("ACTIVE");
        }
    }

    /// FS-68, FS-69
    @Test
    void aQueueIsStoppedWhereItCanBeAndStartedEverywhereOrNowhere() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            nics.plan("nic0").refusals.put("stopRxQueue", Errno.EINVAL);
            rig.port().stopRxQueue(0);
            assertThat(nics.nic("nic1").calls).endsWith("stopRxQueue 0");
            nics.plan("nic0").refusals.clear();
            nics.plan("nic1").refusals.put("startRxQueue", Errno.EINVAL);
            assertThatThrownBy(() -> rig.port().startRxQueue(0)).hasMessageContaining("sub_device 1");
            nics.plan("nic1").refusals.clear();
            rig.port().startRxQueue(0);
        }
    }

    /// FS-77: the link is that of the path that sends, and told when it changes.
    @Test
    void theLinkIsThatOfThePathThatSends() {
        try (Rig rig = Rig.on(nics, TWO)) {
            final EthDev port = rig.start();
            final List<Link> told = new ArrayList<>();
            port.onEvent(event -> {
                if (event instanceof EthEvent.LinkChange(final EthDev changed, final Link link)) {
                    told.add(link);
                }
            });
            rig.settle();
            told.clear();
            nics.nic("nic1").context.linkChanged(Link.DOWN);
            assertThat(told).as("a backup's link is of no concern").isEmpty();
            nics.nic("nic0").link = Link.up(1000);
            nics.nic("nic0").context.linkChanged(Link.up(1000));
            nics.nic("nic0").context.linkChanged(Link.up(1000));
            assertThat(told).containsExactly(Link.up(1000));
            assertThat(port.link()).isEqualTo(Link.up(1000));
            nics.nic("nic1").link = Link.up(10_000);
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            assertThat(told).containsExactly(Link.up(1000), Link.up(10_000));
        }
    }

    /// TM-26: the link of any port can be taken down.
    @Test
    void aLinkThatChaosTookDownIsDown() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            Chaos.of(rig.eal).link(rig.port("nic0"), false);
            assertThat(rig.port().link().up()).isFalse();
            Chaos.of(rig.eal).link(rig.port("nic0"), true);
            assertThat(rig.port().link().up()).isTrue();
        }
    }

    /// ET-22: a path that recovers isn't sent on; one whose recovery failed is removed.
    @Test
    void recoveringDevicesAreSpared() {
        try (Rig rig = Rig.on(nics, TWO)) {
            rig.start();
            final EthDev first = rig.port("nic0");
            nics.nic("nic0").context.tell(new EthEvent.Recovering(first));
            assertThat(rig.status().txPath()).contains(1);
            nics.nic("nic0").context.tell(new EthEvent.RecoverySuccess(first));
            assertThat(rig.status().txPath()).contains(0);
            nics.nic("nic0").context.tell(new EthEvent.RecoveryFailed(first));
            assertThat(rig.status().txPath()).contains(1);
            rig.settle();
            assertThat(first.isOpen()).isFalse();
        }
    }
}
