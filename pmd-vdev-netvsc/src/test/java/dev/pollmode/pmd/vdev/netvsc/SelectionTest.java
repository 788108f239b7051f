package dev.pollmode.pmd.vdev.netvsc;

import static dev.pollmode.pmd.vdev.netvsc.FakeNetwork.mac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.AddressInfo;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which interfaces get a context.
@Timeout(60)
class SelectionTest {
    @TempDir
    Path root;
    private Lab lab;
    private FakeNetwork network;

    @BeforeEach
    void open() {
        lab = new Lab(root);
        network = lab.network;
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static String failsafe(final int id, final String iface) {
        return "net_failsafe_vsc" + id + ",fd(N),dev(net_tap_vsc" + id + ",remote=" + iface + ")";
    }

    private void assertNothing() {
        assertThat(lab.failsafe.plugged()).isEmpty();
        assertThat(lab.contexts.statuses()).isEmpty();
        assertThat(lab.eal.alarms().pending()).isZero();
    }

    /// VN-04, VN-22, VN-25, VN-38, VN-40, VN-42, VN-46, VN-75.
    @Test
    void takesEachNetvscInterfaceAndNoOther() {
        network.netvsc(2, "eth0", mac(1)).add(3, "veth0", mac(2)).netvsc(4, "eth1", mac(3)).vf(5, "eth2", mac(3), "a8f0:00:02.0");
        lab.add("");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth0"), failsafe(1, "eth1"));
        assertThat(lab.log()).contains("added NetVSC interface \"eth0\" to context list");
    }

    /// VN-05: exactly this name.
    @Test
    void takesTheInterfaceOfAName() {
        network.netvsc(2, "eth0", mac(1)).netvsc(3, "eth10", mac(2)).netvsc(4, "eth1", mac(3));
        lab.add("iface=eth1");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth1"));
    }

    /// VN-06.
    @Test
    void takesTheInterfaceOfAnAddress() {
        network.netvsc(2, "eth0", mac(1)).netvsc(4, "eth1", mac(3)).vf(5, "eth2", mac(3), "a8f0:00:02.0");
        lab.add("mac=2-0-0-0-0-3");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth1"));
    }

    /// VN-13, VN-14.
    @Test
    void takesNothingWhenItIsToldToIgnore() {
        network.netvsc(2, "eth0", mac(1));
        lab.add("iface=eth0,ignore=1");
        assertNothing();
        assertThat(network.reads).isZero();
    }

    /// VN-08, VN-09: the address is looked at before the interfaces are, and there need be none.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"mac=zz:11|invalid MAC address format \"zz:11\"", "foo=1|foo", "iface|needs a value",
        "iface=a,iface=b|more than one way", "iface=a,force=abc|force=abc"})
    void says(final String arguments, final String message) {
        lab.add(arguments);
        assertNothing();
        assertThat(lab.log()).contains(message).contains("net_vdev_netvsc0");
        assertThat(network.reads).isZero();
    }

    /// VN-15.
    @Test
    void logsHowItWasInvoked() {
        lab.add("iface=nosuch0");
        assertThat(lab.log()).contains("invoked as \"net_vdev_netvsc0\", using arguments \"iface=nosuch0\"");
    }

    /// VN-33, VN-34.
    @Test
    void saysWhyTheSpecifiedInterfaceIsNotTaken() {
        network.netvsc(2, "eth1", mac(3)).vf(5, "eth2", mac(3), "a8f0:00:02.0").add(7, "veth0", mac(9))
            .add(FakeNetwork.link(1, "lo", LinkInfo.ARPHRD_LOOPBACK, new byte[6]));
        lab.add("iface=eth2");
        assertThat(lab.logged()).contains("cannot find the specified NetVSC device").contains("\"eth2\" is the VF of \"eth1\", use iface=eth1");
        lab.add("iface=veth0");
        assertThat(lab.logged()).contains("\"veth0\" is no NetVSC interface; force=1").contains("NetVSC interfaces are eth1");
        lab.add("iface=eth9");
        assertThat(lab.logged()).contains("there is no interface \"eth9\"");
        lab.add("iface=lo");
        assertThat(lab.logged()).contains("\"lo\" is no Ethernet interface");
        lab.add("mac=" + mac(9));
        assertThat(lab.logged()).contains("\"veth0\" is no NetVSC interface");
        lab.add("mac=" + mac(77));
        assertThat(lab.logged()).contains("no Ethernet interface has the address 02:00:00:00:00:4D");
        assertNothing();
    }

    /// VN-35, VN-36.
    @Test
    void takesAnotherInterfaceByForce() {
        network.add(7, "veth0", mac(9));
        lab.add("iface=veth0,force=1");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "veth0"));
        assertThat(lab.log()).contains("no NetVSC was probed as one");
    }

    /// VN-35.
    @ParameterizedTest
    @ValueSource(strings = {"iface=nosuch0,force=1", "iface=,force=1", "iface=lo,force=1", "mac=02:aa:bb:cc:dd:ee,force=1"})
    void findsNothingByForceEither(final String arguments) {
        network.add(7, "veth0", mac(9)).add(FakeNetwork.link(1, "lo", LinkInfo.ARPHRD_LOOPBACK, new byte[6]));
        lab.add(arguments);
        assertThat(lab.log()).contains("cannot find the specified device");
        assertNothing();
    }

    /// VN-35: without a name force does nothing.
    @Test
    void needsANameForForce() {
        network.add(7, "veth0", mac(9));
        lab.add("force=1");
        assertNothing();
    }

    /// VN-26.
    @Test
    void takesNoInterfaceTwice() {
        network.netvsc(2, "eth1", mac(3)).netvsc(3, "eth2", mac(4));
        lab.add("iface=eth1");
        lab.contexts.add("net_vdev_netvsc1", "iface=eth1");
        assertThat(lab.logged()).contains("interface \"eth1\" (index 2) is already handled, skipping");
        lab.contexts.add("net_vdev_netvsc2", "");
        assertThat(lab.logged()).doesNotContain("handled");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth1"), failsafe(1, "eth2"));
    }

    @Test
    void refusesAnAddressOfSeveralInterfaces() {
        network.add(2, "veth0", mac(3)).add(3, "br0", mac(3));
        lab.add("mac=" + mac(3) + ",force=1");
        assertThat(lab.log()).contains("several interfaces have mac=02:00:00:00:00:03: veth0, br0");
        assertNothing();
    }

    // ---- interfaces that the kernel uses ----

    /// VN-27, VN-82.
    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.2.1/24", "2001:db8::1,2001:db8:0:0:0:0:0:1/24"})
    void leavesAnInterfaceWithAnAddressAloneAndSaysWhy(final String address, final String shown) {
        network.netvsc(2, "eth0", mac(1)).address(2, address, AddressInfo.SCOPE_UNIVERSE).netvsc(3, "eth1", mac(2));
        lab.add("");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth1"));
        assertThat(lab.log()).contains("\"eth0\" (index 2) is left alone: it has the address " + shown);
    }

    /// VN-27, VN-31.
    @Test
    void takesAnInterfaceWithAnAddressWhenItIsSpecified() {
        network.netvsc(2, "eth0", mac(1)).address(2, "192.0.2.1", AddressInfo.SCOPE_UNIVERSE);
        lab.add("iface=eth0");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth0"));
        assertThat(lab.log()).contains("interface eth0 has IP").contains("probably using routed NetVSC interface \"eth0\" (index 2)");
    }

    /// VN-28.
    @ParameterizedTest
    @CsvSource({"fe80::1,253", "169.254.7.7,0", "169.254.7.7,253"})
    void doesNotMindALinkLocalAddress(final String address, final int scope) {
        network.netvsc(2, "eth0", mac(1)).address(2, address, scope);
        lab.add("");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth0"));
        assertThat(lab.log()).doesNotContain("routed");
    }

    /// VN-82.
    @Test
    void takesTheInterfaceOfTheDefaultRouteByForceOnly() {
        network.netvsc(2, "eth0", mac(1));
        network.defaultRoutes.add(2);
        lab.add("");
        assertThat(lab.logged()).contains("is left alone: the default route leads through it");
        lab.contexts.add("net_vdev_netvsc1", "iface=eth0");
        assertThat(lab.logged()).contains("the default route leads through it; force=1 takes it");
        assertNothing();
        lab.contexts.add("net_vdev_netvsc2", "iface=eth0,force=1");
        assertThat(lab.logged()).contains("probably using routed NetVSC interface");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth0"));
    }

    /// VN-82.
    @Test
    void takesTheInterfaceOfTheSessionByForceOnly() {
        network.netvsc(2, "eth0", mac(1)).address(2, "192.0.2.1", AddressInfo.SCOPE_UNIVERSE).netvsc(3, "eth1", mac(2))
            .address(3, "192.0.2.2", AddressInfo.SCOPE_UNIVERSE);
        network.session = SshSession.serverAddress("198.51.100.9 50022 192.0.2.1 22");
        lab.add("iface=eth0");
        assertThat(lab.logged()).contains("this SSH session comes in on its address 192.0.2.1");
        assertNothing();
        lab.contexts.add("net_vdev_netvsc1", "iface=eth1");
        lab.contexts.add("net_vdev_netvsc2", "iface=eth0,force=1");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth1"), failsafe(1, "eth0"));
    }

    @Test
    void readsWhatTheSshServerSays() {
        assertThat(SshSession.serverAddress("198.51.100.9 50022 192.0.2.1 22")).contains(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(SshSession.serverAddress("fe80::2%eth0 50022 fe80::1%eth0 22")).contains(InetAddress.ofLiteral("fe80::1"));
        for (final String wrong : new String[] {"", "a b c d", "1 2 3", "1 2 host.example 4", "1 2 % 4"}) {
            assertThat(SshSession.serverAddress(wrong)).as(wrong).isEmpty();
        }
        assertThat(SshSession.serverAddress(null)).isEmpty();
    }

    /// VN-29: not silently.
    @Test
    void saysThatItCannotTellWhetherAnInterfaceIsUsed() {
        network.netvsc(2, "eth0", mac(1));
        network.addressesErrno = Errno.ENOBUFS;
        lab.add("");
        assertThat(lab.logged()).contains("cannot tell whether the kernel uses it").contains("ENOBUFS");
        assertNothing();
        lab.contexts.add("net_vdev_netvsc1", "iface=eth0,force=1");
        assertThat(lab.failsafe.plugged()).hasSize(1);
    }

    // ---- trouble ----

    /// VN-18.
    @Test
    void saysThatThereIsNoListOfInterfaces() {
        network.linksErrno = Errno.ENOBUFS;
        lab.add("");
        assertThat(lab.log()).contains("cannot retrieve system network interfaces").contains("ENOBUFS");
        assertNothing();
    }

    /// VN-20.
    @Test
    void goesOnWithoutAnInterfaceThatHasNoAddress() {
        network.add(FakeNetwork.link(2, "odd0", LinkInfo.ARPHRD_ETHER, new byte[0])).netvsc(3, "eth0", mac(1));
        lab.add("");
        assertThat(lab.log()).contains("interface \"odd0\" is left out");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth0"));
    }

    /// VN-21.
    @Test
    void leavesOutWhatIsNotEthernetWithoutAWord() {
        network.sysfs.netvsc("tun0");
        network.add(FakeNetwork.link(2, "tun0", LinkInfo.ARPHRD_NONE, new byte[0]));
        lab.add("");
        assertThat(lab.log()).doesNotContain("tun0");
        assertNothing();
    }

    /// VN-45: C stops at the first that fails.
    @Test
    void triesTheOthersWhenADeviceFails() {
        network.netvsc(2, "eth0", mac(1)).netvsc(3, "eth1", mac(2));
        lab.failsafe.refused.add("net_failsafe_vsc0");
        lab.add("");
        assertThat(lab.failsafe.plugged()).isEmpty();
        assertThat(lab.log()).contains("NetVSC interface \"eth0\" (index 2): no sub-device of net_failsafe_vsc0").contains("\"eth1\" (index 3): ");
        lab.failsafe.refused.clear();
        lab.contexts.add("net_vdev_netvsc1", "");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth0"), failsafe(1, "eth1"));
    }

    /// VN-43.
    @Test
    void refusesANameThatIsTooLong() {
        network.sysfs.plain("e".repeat(240));
        network.add(2, "e".repeat(240), mac(1));
        lab.add("iface=" + "e".repeat(240) + ",force=1");
        assertThat(lab.log()).contains("too long for interface").contains("ENOBUFS");
        assertNothing();
    }

    /// The kernel lets an interface be called so.
    @ParameterizedTest
    @ValueSource(strings = {"x)", "a(b", "b]", "t=1", "q\"", "é"})
    void refusesANameThatWouldBecomeArguments(final String name) {
        network.netvsc(2, name, mac(1)).netvsc(3, "eth1", mac(2));
        lab.add("");
        assertThat(lab.log()).contains("its name cannot be an argument");
        assertThat(lab.failsafe.plugged()).containsExactly(failsafe(0, "eth1"));
    }
}
