package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.Owner;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Pipe;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How sub-devices come, and what goes wrong on the way.
@Timeout(30)
final class FailsafePlugInTest {
    private final FakeNics nics = new FakeNics();

    /// FS-29, FS-31: others go on; it is tried at each period, also while all is well.
    @Test
    void aDeviceThatCannotBeProbedIsTriedAtEachPeriod() {
        nics.plan("nic0").failingProbes = 10;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=500,dev(nic0),dev(nic1)")) {
            rig.start();
            assertThat(rig.path(0).state()).isEqualTo("PARSED");
            assertThat(rig.log()).contains("sub_device 0 probe failed (probe of nic0 refused by the test)");
            assertThat(rig.status().txPath()).contains(1);
            rig.settle();
            final int before = nics.plan("nic0").probes;
            rig.advance(500);
            assertThat(nics.plan("nic0").probes).isEqualTo(before + 1);
            rig.advance(5000);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
            assertThat(nics.plan("nic0").probes).isEqualTo(11);
            assertThat(rig.log().split("refused by the test", -1)).as("told once, then at DEBUG").hasSizeLessThanOrEqualTo(12);
        }
    }

    /// FS-30: in C a device that comes back at another address is lost for ever.
    @Test
    void aDeviceMayComeBackUnderAnotherName() {
        try (Pipe pipe = Pipe.nonBlocking();
                Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,fd(" + pipe.source().number() + "),dev(nic9)")) {
            FailsafeArgumentsTest.write(pipe, "nic1\n");
            rig.start();
            rig.advance(100);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            Chaos.of(rig.eal).remove("nic1");
            rig.settle();
            assertThat(rig.path(0).state()).as("the last line is kept and tried").isEqualTo("PARSED");

            FailsafeArgumentsTest.write(pipe, "nic2\n");
            rig.advance(100);

            assertThat(rig.path(0).device()).isEqualTo("nic2");
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
        }
    }

    /// Decision on VN-53: the last line is kept, so that a device that returns at the same address comes back.
    @Test
    void aDeviceMayComeBackUnderTheSameNameWithoutAnotherLine() {
        try (Pipe pipe = Pipe.nonBlocking();
                Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,fd(" + pipe.source().number() + ")")) {
            nics.plan("nic1").failingProbes = 3;
            FailsafeArgumentsTest.write(pipe, "nic1\n");
            rig.start();
            rig.advance(1000);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            Chaos.of(rig.eal).remove("nic1");
            rig.settle();
            Chaos.of(rig.eal).restore("nic1");
            rig.settle();
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
        }
    }

    /// A second line while the device lives is kept for later.
    @Test
    void aLineThatComesWhileTheDeviceLivesIsUsedWhenItHasLeft() {
        try (Pipe pipe = Pipe.nonBlocking();
                Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,fd(" + pipe.source().number() + ")")) {
            FailsafeArgumentsTest.write(pipe, "nic1\n");
            rig.start();
            rig.advance(100);
            FailsafeArgumentsTest.write(pipe, "nic2\n");
            rig.advance(300);
            assertThat(rig.path(0).device()).isEqualTo("nic1");
            Chaos.of(rig.eal).remove("nic1");
            rig.settle();
            assertThat(rig.path(0).device()).isEqualTo("nic2");
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
        }
    }

    /// FS-34, FS-36: a device that refuses a setting goes back to the start and is tried again.
    @Test
    void aDeviceThatRefusesASettingIsTakenOutAndTriedAgain() {
        nics.plan("nic0").failingProbes = 1;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            final EthDev port = rig.start();
            port.capability(Promiscuous.class).promiscuous(true);
            nics.plan("nic0").refusals.put("promiscuous", Errno.EINVAL);
            rig.advance(100);
            assertThat(rig.path(0).state()).isEqualTo("UNDEFINED");
            assertThat(rig.path(0).reason()).contains("Failed to apply promiscuous mode in sub_device 0");
            assertThat(rig.log()).contains("Unable to synchronize sub_device state");
            assertThat(rig.eal.device("nic0")).isEmpty();
            assertThat(rig.status().txPath()).contains(1);

            nics.plan("nic0").refusals.clear();
            rig.advance(100);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
        }
    }

    /// One that leaves while it is being started ends where it began, without help.
    @Test
    void aDeviceThatLeavesWhileItIsStartedIsTakenOut() {
        nics.plan("nic0").failingProbes = 2;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.settle();
            nics.plan("nic0").hooks.put("start", () -> nics.nic("nic0").context.removed("it left while it was started"));
            nics.plan("nic0").failingProbes = 0;
            rig.advance(100);
            assertThat(rig.path(0).state()).isEqualTo("UNDEFINED");
            assertThat(rig.path(0).reason()).isEqualTo("it left while it was started");
            assertThat(rig.status().txPath()).contains(1);
            assertThat(rig.send(2)).isEqualTo(2);

            nics.plan("nic0").hooks.clear();
            rig.advance(100);
            assertThat(rig.status().txPath()).contains(0);
        }
    }

    /// One whose removal is told before anybody listens.
    @Test
    void aDeviceThatLeavesWhileItIsPluggedIsTakenOut() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            rig.start();
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            nics.plan("nic0").hooks.put("defaultMac", () -> nics.nic("nic0").context.removed("it left at once"));
            nics.plan("nic0").mac = MacAddress.parse("02:00:00:00:00:77");
            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            assertThat(rig.path(0).reason()).isEqualTo("it left at once");
            assertThat(rig.path(0).state()).isEqualTo("UNDEFINED");
        }
    }

    /// FS-32: the alarm thread only tries the lock.
    @Test
    void theAlarmThreadDoesNotWaitForTheApplication() throws InterruptedException {
        nics.plan("nic0").failingProbes = 2;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.settle();
            final CountDownLatch entered = new CountDownLatch(1);
            final CountDownLatch release = new CountDownLatch(1);
            nics.plan("nic1").hooks.put("promiscuous", () -> {
                entered.countDown();
                try {
                    release.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            final Thread application = Thread.ofPlatform().start(() -> rig.port().capability(Promiscuous.class).promiscuous(true));
            entered.await();
            nics.plan("nic0").failingProbes = 0;
            rig.advance(1000);
            final FakeNic plugged = nics.nic("nic0");
            release.countDown();
            application.join();
            assertThat(plugged).as("nothing was done").isNull();
            assertThat(rig.log()).contains("busy, will look after the sub-devices later");
            rig.advance(100);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
        }
    }

    /// A device that appears wakes at once.
    @Test
    void anAddedDeviceIsPluggedAtOnce() {
        nics.plan("nic0").failingProbes = 2;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=600000,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.settle();
            assertThat(rig.path(0).state()).isEqualTo("PARSED");
            rig.eal.deviceEvents().publish("nic0", DeviceEvents.Kind.ADD);
            rig.settle();
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
        }
    }

    /// FS-26: a port that is another's is left alone until it is free.
    @Test
    void aPortOfAnotherOwnerIsWaitedFor() {
        nics.plan("nic0").failingProbes = 1;
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.eal.plug("nic0");
            final Owner other = EthDevs.of(rig.eal).newOwner("other");
            rig.port("nic0").own(other);
            rig.advance(100);
            assertThat(rig.log()).contains("is not my, will try again later");
            assertThat(rig.path(0).state()).isEqualTo("PARSED");
            rig.port("nic0").disown(other);
            rig.advance(100);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            // FS-27
            assertThat(rig.log()).contains("Taking control of a probed sub device 0 named nic0");
        }
    }

    /// FS-21: a device never runs ahead of the port.
    @Test
    void aDeviceIsAsFarAsThePort() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0)")) {
            assertThat(rig.path(0).state()).isEqualTo("PROBED");
            rig.setUp();
            assertThat(rig.path(0).state()).isEqualTo("ACTIVE");
            rig.advance(10_000);
            assertThat(rig.path(0).state()).isEqualTo("ACTIVE");
            rig.port().start();
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            rig.port().stop();
            assertThat(rig.path(0).state()).isEqualTo("ACTIVE");
        }
    }

    /// FS-40
    @Test
    void aClosedPortTakesItsDevicesWithIt() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.port().close();
            assertThat(EthDevs.of(rig.eal).all()).isEmpty();
            rig.settle();
            assertThat(nics.devices).isEmpty();
            assertThat(rig.eal.alarms().pending()).isZero();
        }
    }

    /// The device of the port is unplugged: its sub-devices go at once.
    @Test
    void anUnpluggedDeviceTakesItsSubDevicesWithIt() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.eal.unplug(rig.eal.device("net_failsafe0").orElseThrow());
            assertThat(EthDevs.of(rig.eal).all()).isEmpty();
            assertThat(rig.eal.devices()).isEmpty();
        }
    }
}
