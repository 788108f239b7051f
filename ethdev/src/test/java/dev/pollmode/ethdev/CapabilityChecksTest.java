package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rules for arguments that hold for every driver: ET-15 to ET-18.
final class CapabilityChecksTest extends FakePortTest {
    private static final MacAddress SECOND = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress THIRD = MacAddress.parse("02:00:00:00:00:03");
    private static final MacAddress FOURTH = MacAddress.parse("02:00:00:00:00:04");
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:01");

    private EthDev port;

    @BeforeEach
    void start() {
        port = started(attach("fake0", RichPort::new));
    }

    /// ET-15.
    @Test
    void addressesAreAddedUntilTheTableIsFull_ET15() {
        final MacFilter filter = port.capability(MacFilter.class);
        filter.addMac(SECOND);
        filter.addMac(SECOND);
        filter.addMac(THIRD);

        assertThat(refusal(Errno.ENOSPC, () -> filter.addMac(FOURTH))).hasMessageContaining("3 addresses");
        filter.addMac(THIRD);
        filter.removeMac(SECOND);
        filter.addMac(FOURTH);
        assertThat(filter.macs()).containsExactly(port.mac(), THIRD, FOURTH);
    }

    /// ET-15.
    @Test
    void addressesThatNoPortCanHaveAreRefused_ET15() {
        final MacFilter filter = port.capability(MacFilter.class);

        refusal(Errno.EINVAL, () -> filter.addMac(MacAddress.ZERO));
        refusal(Errno.EINVAL, () -> filter.addMac(GROUP));
        refusal(Errno.EINVAL, () -> port.mac(GROUP));
        refusal(Errno.EINVAL, () -> port.capability(MacControl.class).defaultMac(MacAddress.ZERO));
    }

    /// ET-15.
    @Test
    void theDefaultAddressIsReplacedNotRemoved_ET15() {
        refusal(Errno.EADDRINUSE, () -> port.capability(MacFilter.class).removeMac(port.mac()));

        port.mac(FOURTH);

        assertThat(port.mac()).isEqualTo(FOURTH);
    }

    /// ET-15.
    @Test
    void onlyGroupsAreGroups_ET15() {
        final MulticastFilter filter = port.capability(MulticastFilter.class);
        filter.multicastMacs(List.of(GROUP));

        assertThat(refusal(Errno.EINVAL, () -> filter.multicastMacs(List.of(GROUP, SECOND)))).hasMessageContaining(SECOND.toString());
        assertThat(filter.multicastMacs()).containsExactly(GROUP);
    }

    /// ET-16.
    @Test
    void theMtuKeepsItsLimitsWhicheverWayItIsSet_ET16() {
        port.mtu(9000);

        assertThat(refusal(Errno.EINVAL, () -> port.mtu(9001))).hasMessageContaining("68 to 9000");
        refusal(Errno.EINVAL, () -> port.capability(MtuControl.class).mtu(67));
        assertThat(port.mtu()).isEqualTo(9000);
    }

    /// ET-17.
    @Test
    void vlansHaveTwelveBits_ET17() {
        final VlanFilter filter = port.capability(VlanFilter.class);
        filter.vlanFilter(4095, true);

        refusal(Errno.EINVAL, () -> filter.vlanFilter(4096, true));
        refusal(Errno.EINVAL, () -> filter.vlanFilter(-1, true));
        final VlanOffload offload = port.capability(VlanOffload.class);
        offload.vlanOffloads(Set.of(RxOffload.VLAN_STRIP));
        refusal(Errno.EINVAL, () -> offload.vlanOffloads(Set.of(RxOffload.TCP_LRO)));
        assertThat(offload.vlanOffloads()).containsExactly(RxOffload.VLAN_STRIP);
    }

    /// ET-18.
    @Test
    void hashesFitTheDevice_ET18() {
        final RssControl rss = port.capability(RssControl.class);
        rss.rssHash(new byte[40], RssHash.IPV4);
        rss.rssHash(null, RssHash.IPV4);
        rss.rssTable(new int[4]);

        refusal(Errno.EINVAL, () -> rss.rssHash(new byte[39], RssHash.IPV4));
        refusal(Errno.EINVAL, () -> rss.rssHash(null, RssHash.UDP));
        refusal(Errno.EINVAL, () -> rss.rssTable(new int[3]));
        refusal(Errno.EINVAL, () -> rss.rssTable(new int[] {0, 0, 0, 1}));
    }

    /// ET-44.
    @Test
    void aCapabilityOfAClosedPortSaysNoDevice_ET44() {
        final VlanFilter filter = port.capability(VlanFilter.class);
        port.close();

        refusal(Errno.ENODEV, () -> filter.vlanFilter(1, true));
        assertThat(filter).hasToString("VlanFilter of " + port).isEqualTo(filter);
        assertThat(filter.hashCode()).isEqualTo(filter.hashCode());
    }

    @Test
    void whatTheDriverThrowsComesThrough() {
        behind(port).failing = "vlan 1 true";

        assertThat(refusal(Errno.EIO, () -> port.capability(VlanFilter.class).vlanFilter(1, true))).isInstanceOf(EthDevException.class);
    }
}
