package dev.pollmode.bus.vdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows VB-01 to VB-15.
final class VdevBusTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final FakeDriver driver = new FakeDriver("net_fake", "eth_fake");
    private Eal eal;
    private VdevBus bus;

    @BeforeEach
    void open() {
        init("-l", "0", "--no-huge");
    }

    private void init(final String... args) {
        eal = Eal.builder().args(args).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
        bus = (VdevBus) eal.bus("vdev").orElseThrow();
        bus.register(driver);
        driver.notes.clear();
    }

    @AfterEach
    void close() {
        eal.close();
    }

    private static EalException refusal(final int errno, final ThrowingCallable operation) {
        final EalException failure = catchThrowableOfType(EalException.class, operation);
        assertThat(failure).isNotNull();
        assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno);
        return failure;
    }

    // ---- which driver ----

    @Test
    void theModuleIsNamed() {
        assertThat(VdevBus.class.getModule().getName()).isEqualTo("dev.pollmode.bus.vdev");
    }

    /// VB-01.
    @Test
    void theDriverIsTheOneWhoseNameOrAliasTheDeviceBeginsWith_VB01() {
        eal.plug("net_fake0");
        eal.plug("eth_fake_of_mine,a=1");

        assertThat(driver.notes).containsExactly("probe net_fake0", "probe eth_fake_of_mine,a=1");
        assertThat(bus.accepts(Devargs.parse("net_fak"))).isFalse();
        assertThat(bus.accepts(Devargs.parse("xnet_fake0"))).isFalse();
        assertThat(eal.device("eth_fake_of_mine")).map(Device::driverName).contains("net_fake");
    }

    /// VB-01.
    @Test
    void theLongestNameWins_VB01() {
        final FakeDriver longer = new FakeDriver("net_fake_tap");
        bus.register(longer);

        eal.plug("net_fake_tap0");
        eal.plug("net_fake_ta");

        assertThat(longer.notes).containsExactly("registered", "probe net_fake_tap0");
        assertThat(driver.notes).containsExactly("probe net_fake_ta");
    }

    /// VB-03.
    @Test
    void aDriverThatDeclinesLeavesTheDeviceToTheNext_VB03() {
        final FakeDriver longer = new FakeDriver("net_fake_tap");
        longer.taken = device -> device.devargs().arguments().isEmpty();
        bus.register(longer);

        eal.plug("net_fake_tap0,a=1");

        assertThat(longer.notes).containsExactly("registered");
        assertThat(driver.notes).containsExactly("probe net_fake_tap0,a=1");
        driver.taken = device -> false;
        assertThat(refusal(Errno.ENODEV, () -> eal.plug("net_fake_tap1,a=1"))).hasMessageContaining("no driver found for net_fake_tap1");
        assertThat(eal.device("net_fake_tap1")).isEmpty();
    }

    /// VB-03.
    @Test
    void aNameNobodyServesIsAnsweredWithTheKnownOnes_VB03() {
        assertThat(refusal(Errno.ENODEV, () -> bus.plug(Devargs.parse("net_other0"))))
            .hasMessageContaining("no driver found for net_other0").hasMessageContaining("net_fake");
        assertThat(bus.devices()).isEmpty();
    }

    @Test
    void driversHaveNamesOfTheirOwnAndStayWhileTheyServe() {
        refusal(Errno.EEXIST, () -> bus.register(new FakeDriver("net_fake")));
        final Device device = eal.plug("net_fake0");
        assertThat(refusal(Errno.EBUSY, () -> bus.unregister(driver))).hasMessageContaining("net_fake0");

        eal.unplug(device);
        bus.unregister(driver);

        assertThat(bus.accepts(Devargs.parse("net_fake0"))).isFalse();
    }

    // ---- scan and probe ----

    /// VB-02.
    @Test
    void devicesAreProbedInTheOrderTheyWereAdded_VB02() {
        bus.addDevargs(Devargs.parse("net_fake1"));
        bus.addDevargs(Devargs.parse("net_fake0"));
        bus.scan();
        bus.probe();
        eal.plug("net_fake7");

        assertThat(driver.notes).containsExactly("probe net_fake1", "probe net_fake0", "probe net_fake7");
        assertThat(bus.devices()).extracting(Device::name).containsExactly("net_fake1", "net_fake0", "net_fake7");
    }

    /// VB-07.
    @Test
    void aScanMayAddDevicesOfTheSameScan_VB07() {
        bus.addDevargs(Devargs.parse("net_fake0"));
        bus.addScan(target -> target.addDevargs(Devargs.parse("net_fake_found,a=b")));

        bus.scan();
        bus.probe();
        bus.scan();
        bus.probe();

        assertThat(driver.notes).containsExactly("probe net_fake0", "probe net_fake_found,a=b");
    }

    /// VB-05, VB-06.
    @Test
    void aScanThatWasAddedTwiceIsOne_VB05_VB06() {
        final int[] calls = new int[1];
        final VdevScan scan = target -> calls[0]++;
        bus.addScan(scan);
        bus.addScan(scan);
        bus.scan();
        assertThat(calls[0]).isEqualTo(1);

        assertThat(bus.removeScan(scan)).isTrue();
        assertThat(bus.removeScan(scan)).isFalse();
        bus.scan();

        assertThat(calls[0]).isEqualTo(1);
    }

    /// VB-12.
    @Test
    void theLastOfTwoOfOneNameWins_VB12() {
        bus.addDevargs(Devargs.parse("net_fake0,a=1"));
        bus.addDevargs(Devargs.parse("net_fake0,a=2"));

        bus.scan();
        bus.probe();

        assertThat(driver.notes).containsExactly("probe net_fake0,a=2");
    }

    /// VB-03.
    @Test
    void oneThatFailsIsForgottenAndTheOthersGoOn_VB03() {
        driver.onProbe = device -> {
            if (device.name().equals("net_fake0")) {
                throw new EalException(Errno.EIO, "it is broken");
            }
        };
        bus.addDevargs(Devargs.parse("net_fake0"));
        bus.addDevargs(Devargs.parse("net_fake1"));
        bus.addDevargs(Devargs.parse("net_nobody0"));
        bus.scan();
        bus.probe();

        assertThat(bus.devices()).extracting(Device::name).containsExactly("net_fake1");
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("net_fake0", "it is broken", "no driver found for net_nobody0");
    }

    /// VB-08.
    @Test
    void aDriverMayAddDevicesWhileItProbes_VB08() {
        driver.onProbe = device -> {
            if (device.name().equals("net_fake_outer")) {
                eal.plug("net_fake_inner");
                assertThat(bus.find("net_fake_outer")).containsSame(device);
            }
        };

        eal.plug("net_fake_outer");

        assertThat(driver.notes).containsExactly("probe net_fake_outer", "probe net_fake_inner");
        assertThat(bus.devices()).allMatch(Device::isProbed);
    }

    @Test
    void aDriverMayTakeAwayDevicesThatWaitToBeProbed() {
        driver.onProbe = device -> eal.device("net_fake1").ifPresent(eal::unplug);
        bus.addDevargs(Devargs.parse("net_fake0"));
        bus.addDevargs(Devargs.parse("net_fake1"));
        bus.scan();

        bus.probe();

        assertThat(driver.notes).containsExactly("probe net_fake0");
    }

    // ---- plug and unplug ----

    /// VB-09.
    @Test
    void devicesComeAndGoAndComeAgain_VB09() {
        final Device first = eal.plug("bus=vdev,name=net_fake0,a=1");
        eal.unplug(first);
        assertThat(first.isProbed()).isFalse();
        refusal(Errno.ENODEV, () -> eal.unplug(first));

        final Device second = eal.plug("vdev:net_fake0");

        assertThat(second).isNotSameAs(first);
        assertThat(driver.notes).containsExactly("probe bus=vdev,name=net_fake0,a=1", "remove net_fake0", "probe vdev:net_fake0");
        refusal(Errno.ENODEV, () -> bus.unplug(first));
    }

    /// VB-10.
    @Test
    void aNameIsUsedOnce_VB10() {
        eal.plug("net_fake0");

        refusal(Errno.EEXIST, () -> eal.plug("net_fake0,other=1"));
        refusal(Errno.EEXIST, () -> bus.plug(Devargs.parse("net_fake0")));
        assertThat(driver.notes).containsExactly("probe net_fake0");
    }

    /// VB-04.
    @Test
    void aNameThatIsNotThereIsSaid_VB04() {
        refusal(Errno.ENOENT, () -> bus.unplug("net_fake0"));
        bus.addDevargs(Devargs.parse("net_fake_not_probed"));
        bus.scan();
        bus.unplug("net_fake_not_probed");
        assertThat(bus.find("net_fake_not_probed")).isEmpty();
        assertThat(driver.notes).isEmpty();
        eal.plug("net_fake0");

        bus.unplug("net_fake0");

        refusal(Errno.ENOENT, () -> bus.unplug("net_fake0"));
    }

    /// VB-03.
    @Test
    void aDeviceThatFailsWhenPluggedIsGoneAndCanBeTriedAgain_VB03() {
        driver.onProbe = device -> {
            throw new EalException(Errno.EIO, "it is broken");
        };
        refusal(Errno.EIO, () -> eal.plug("net_fake0"));
        assertThat(eal.devices()).isEmpty();

        driver.onProbe = device -> { };

        assertThat(eal.plug("net_fake0").isProbed()).isTrue();
    }

    /// VB-13.
    @Test
    void namesAreShorterThanSixtyFour_VB13() {
        final String longest = "net_fake" + "x".repeat(63 - "net_fake".length());

        assertThat(eal.plug(longest).name()).hasSize(63);
        refusal(Errno.EINVAL, () -> eal.plug(longest + 'x'));
    }

    /// VB-11.
    @Test
    void layersAreReadAndOthersRefused_VB11() {
        eal.plug("bus=vdev,name=net_fake0/class=eth/driver=net_fake,a=1");

        refusal(Errno.EINVAL, () -> eal.plug("bus=vdev,name=net_fake1/colour=red"));
        refusal(Errno.ENODEV, () -> eal.plug("bus=other,name=net_fake1"));
    }

    /// VB-15.
    @Test
    void listsOfPciDevicesDoNotConcernVirtualOnes_VB15() {
        eal.close();
        init("-l", "0", "--no-huge", "-b", "0000:00:00.0");
        eal.plug("net_fake0");
        eal.close();
        init("-l", "0", "--no-huge", "-A");

        assertThat(eal.plug("net_fake0").isProbed()).isTrue();
    }

    /// VB-16.
    @Test
    void aDriverThatNeedsTheAddressesOfTheProcessRefusesPhysicalOnes() {
        driver.needsVirtualAddresses = true;
        eal.unplug(eal.plug("net_fake0"));
        eal.close();
        init("-l", "0", "--iova-mode=pa");

        assertThat(refusal(Errno.EINVAL, () -> eal.plug("net_fake0"))).hasMessageContaining("net_fake0").hasMessageContaining("--iova-mode pa");
        assertThat(driver.notes).isEmpty();
        assertThat(eal.devices()).isEmpty();
    }

    @Test
    void theEnvironmentRemovesItsDevicesTheLastOneFirst() {
        eal.plug("net_fake0");
        eal.plug("net_fake1");
        driver.notes.clear();

        eal.close();

        assertThat(driver.notes).containsExactly("remove net_fake1", "remove net_fake0");
        assertThatThrownBy(() -> eal.plug("net_fake0")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoEnvironmentsHaveBusesOfTheirOwn() {
        try (Eal other = Eal.builder().args("--no-huge", "-l", "0").logsTo(new PrintStream(logged)).init()) {
            final VdevBus otherBus = (VdevBus) other.bus("vdev").orElseThrow();

            assertThat(otherBus).isNotSameAs(bus);
            assertThat(otherBus.driverNames()).isEqualTo(List.of());
        }
    }
}
