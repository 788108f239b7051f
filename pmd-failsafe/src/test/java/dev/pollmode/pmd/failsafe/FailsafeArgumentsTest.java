package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Device;
import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Failover;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Pipe;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arguments: the 18 cases of the peers' table, and what ours do better.
final class FailsafeArgumentsTest {
    private final FakeNics nics = new FakeNics();

    /// FS-02, 04, 05, 08, 10, 14 and the table of peers: there is no port, and one error says why.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "net_failsafe0                                  | This PMD requires sub-devices, none provided",
        "net_failsafe0,mac=02:11:22:33:44:55            | no sub-devices",
        "net_failsafe0,dev(net_nosuch0)                 | no driver serves net_nosuch0",
        "net_failsafe0,dev(net_null0                    | Dangling parenthesis",
        "net_failsafe0,foo(net_null0)                   | Unrecognized device type: foo",
        "net_failsafe0,dev(net_null0)x,dev(net_null1)   | Invalid parameter",
        "net_failsafe0,dev(net_null0),foo=1             | Error parsing parameters: unknown key \"foo\"",
        "net_failsafe0,mac=zz,dev(net_null0)            | mac=zz",
        "net_failsafe0,mac=01:00:5e:00:00:01,dev(net_null0) | no unicast address",
        "net_failsafe0,hotplug_poll=abc,dev(net_null0)  | hotplug_poll=abc: must be milliseconds",
        "net_failsafe0,hotplug_poll=0,dev(net_null0)    | hotplug_poll=0: must be milliseconds",
        "net_failsafe0,hotplug_poll,dev(net_null0)      | hotplug_poll=null: must be milliseconds",
        "net_failsafe0,fd(99999)                        | fcntl(F_DUPFD_CLOEXEC, 99999): EBADF",
        "net_failsafe0,fd(abc)                          | Parsing FD number failed: \"abc\"",
        "net_failsafe0,fd()                             | Parsing FD number failed: \"\"",
        "net_failsafe0,exec(false)                      | refused without --allow-exec",
    })
    void wrongArgumentsAreNamed(final String vdev, final String message) {
        try (Rig rig = Rig.on(nics, "--vdev=" + vdev)) {
            assertThat(EthDevs.of(rig.eal).all()).isEmpty();
            assertThat(rig.eal.devices()).isEmpty();
            assertThat(rig.log().lines().filter(line -> line.contains("failed to initialize"))).hasSize(1);
            assertThat(rig.log()).contains(message);
        }
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=0,fd(abc),dev(net_nosuch0)")) {
            assertThat(rig.log()).contains("hotplug_poll=0").contains("\"abc\"").contains("net_nosuch0");
        }
    }

    /// FS-15
    @Test
    void argumentsOf4096CharactersAreTooLong() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(" + "x".repeat(4091) + ")")) {
            assertThat(rig.log()).contains("Parameter string too long (>=4096)");
        }
    }

    @Test
    void aDevicesOwnArgumentsMayHaveCommas() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0,no-rx=1,iface=(a,b))")) {
            assertThat(nics.plan("nic0").lastArguments).isEqualTo("no-rx=1,iface=(a,b)");
            assertThat(rig.path(0).state()).isEqualTo("PROBED");
            // FS-26
            assertThat(EthDevs.of(rig.eal).available().map(EthDev::name)).containsExactly("net_failsafe0");
            assertThat(rig.port("nic0").owner().orElseThrow().toString()).isEqualTo("Fail-safe_0000000000000001");
        }
    }

    /// The table of peers: `dev()` and a command without output give a port that has no device.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "net_failsafe0,dev()       | dev() names no device",
        "net_failsafe0,exec(false) | Could not read command output",
    })
    void aDeviceThatIsNotThereYetIsNoFault(final String vdev, final String message) {
        try (Rig rig = Rig.on(nics, "--allow-exec", "--vdev=" + vdev)) {
            assertThat(rig.path(0).state()).isEqualTo("UNDEFINED");
            assertThat(rig.log()).contains("sub_device 0 probe failed").contains(message);
            assertThat(rig.start().link().up()).as("FS-24: as if there were one").isTrue();
            assertThat(rig.port().link().speedText()).isEqualTo("10 Gbps");
        }
    }

    /// FS-09
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"exec(echo nic0)", "exec(echo,nic0)"})
    void aCommandNamesADevice(final String sub) {
        try (Rig rig = Rig.on(nics, "--allow-exec", "--vdev=net_failsafe0," + sub)) {
            assertThat(rig.path(0).state()).isEqualTo("PROBED");
            assertThat(rig.path(0).device()).isEqualTo("nic0");
        }
    }

    /// FS-16, FS-17, FS-19: any number, in the order of preference.
    @Test
    void thereMayBeFourDevices() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1),dev(nic2),dev(nic3)")) {
            rig.start();
            assertThat(rig.status().paths()).extracting("device").containsExactly("nic0", "nic1", "nic2", "nic3");
            for (int i = 0; i < 3; i++) {
                assertThat(rig.status().txPath()).contains(i);
                Chaos.of(rig.eal).remove("nic" + i);
            }
            assertThat(rig.status().txPath()).contains(3);
        }
    }

    /// FS-11, FS-13: what one instance is given is none of another's business.
    @Test
    void twoInstancesHaveTheirOwnAddressAndPeriod() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,mac=02:11:22:33:44:55,hotplug_poll=300,dev(nic0)",
                "--vdev=net_failsafe1,dev(nic1)", "--vdev=net_failsafe2,mac=02:11:22:33:44:66,mac=02:11:22:33:44:77,dev(nic2)")) {
            assertThat(rig.port().mac()).hasToString("02:11:22:33:44:55");
            assertThat(rig.port("nic0").mac()).hasToString("02:11:22:33:44:55");
            assertThat(rig.port("net_failsafe1").mac()).isEqualTo(rig.port("nic1").mac()).hasToString("02:00:00:00:00:01");
            assertThat(rig.port("net_failsafe2").mac()).as("the last one counts").hasToString("02:11:22:33:44:77");
            assertThat(rig.status().pollPeriod()).isEqualTo(Duration.ofMillis(300));
            assertThat(rig.port("net_failsafe1").capability(Failover.class).failover().pollPeriod())
                .isEqualTo(Duration.ofMillis(2000));
        }
    }

    /// FS-23: argument, else the first device, else random; told once.
    @Test
    void withoutADeviceTheAddressIsRandom() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev()")) {
            final MacAddress mac = rig.port().mac();
            assertThat(mac.isUnicast()).isTrue();
            assertThat(mac.isZero()).isFalse();
            assertThat(rig.log().split("MAC address is ", -1)).hasSize(2);
        }
    }

    /// FS-18
    @Test
    void aFailsafeDeviceMayStandUnderAnother() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(net_failsafe1,dev(nic0),dev(nic1)),dev(nic2)")) {
            rig.start();
            assertThat(rig.send(3)).isEqualTo(3);
            Chaos.of(rig.eal).remove("nic0");
            assertThat(rig.send(3)).isEqualTo(3);
            rig.settle();
            assertThat(rig.port("nic1").stats().txPackets()).isEqualTo(3);
            assertThat(rig.status().txPath()).as("the inner one carried on").contains(0);
            Chaos.of(rig.eal).remove("net_failsafe1");
            rig.settle();
            assertThat(rig.status().txPath()).contains(1);
            rig.settle();
            assertThat(rig.eal.devices().map(Device::name)).containsExactlyInAnyOrder("net_failsafe0", "nic2");
        }
    }

    /// FS-06, FS-07, FS-22: the last whole line counts; without one the port is there all the same.
    @Test
    void aDescriptorNamesADeviceByItsLastWholeLine() {
        try (Pipe pipe = Pipe.nonBlocking();
                Rig rig = Rig.on(nics, "--vdev=net_failsafe0,fd(" + pipe.source().number() + "),dev(nic9)")) {
            assertThat(rig.path(0).state()).isEqualTo("UNDEFINED");
            rig.start();
            assertThat(rig.status().txPath()).contains(1);

            write(pipe, "nic1\nnic2,a=b\nnic");
            rig.advance(2000);

            assertThat(rig.path(0).device()).isEqualTo("nic2");
            assertThat(nics.plan("nic2").lastArguments).isEqualTo("a=b");
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
        }
    }

    /// Decision on FS-06: the number is used once, so that the giver may close it.
    @Test
    void theNumberOfADescriptorIsUsedOnce() {
        final Pipe pipe = Pipe.nonBlocking();
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,fd(" + pipe.source().number() + ")")) {
            pipe.source().close();
            rig.start();
            write(pipe, "nic1\n");
            rig.advance(2000);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
        } finally {
            pipe.close();
        }
    }

    /// A line wakes at once, long before the poll.
    @Test
    void aLineThatArrivesWakesAtOnce() {
        try (Pipe pipe = Pipe.nonBlocking();
                Rig rig = Rig.live(nics, "--vdev=net_failsafe0,hotplug_poll=600000,fd(" + pipe.source().number() + ")")) {
            rig.start();
            write(pipe, "nic1\n");
            Rig.await(() -> rig.path(0).plugIns() == 1);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            // FS-52
            assertThat(rig.path(0).lastPlugIn()).isPositive();
        }
    }

    static void write(final Pipe pipe, final String text) {
        try (Arena arena = Arena.ofConfined()) {
            final long address = arena.allocateFrom(text).address();
            assertThat(FileCalls.write(CallState.current(), pipe.sink().number(), address, text.length())).isEqualTo(text.length());
        }
    }
}
