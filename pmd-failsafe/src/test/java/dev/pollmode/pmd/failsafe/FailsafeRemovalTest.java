package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.mbuf.Mbuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens when a sub-device leaves and comes back.
@Timeout(60)
final class FailsafeRemovalTest {
    private final FakeNics nics = new FakeNics();

    /// FS-44: in C the application goes on with the burst function of a device that is gone.
    @Test
    void anApplicationThatPollsSurvivesTheRemovalOfThePreferredDevice() throws InterruptedException {
        try (Rig rig = Rig.live(nics, "--vdev=net_failsafe0,hotplug_poll=500,dev(nic0),dev(nic1)")) {
            final AtomicLong onBackup = new AtomicLong();
            nics.plan("nic1").wire = packet -> onBackup.incrementAndGet();
            rig.start();
            final AtomicBoolean ending = new AtomicBoolean();
            final AtomicLong polls = new AtomicLong();
            final AtomicReference<Throwable> crash = new AtomicReference<>();
            final Thread poller = Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> crash.set(e)).start(() -> {
                while (!ending.get()) {
                    rig.receive(32);
                    rig.send(8);
                    polls.incrementAndGet();
                }
            });
            Rig.await(() -> polls.get() > 100);
            assertThat(rig.status().txPath()).contains(0);

            Chaos.of(rig.eal).remove("nic0");

            assertThat(rig.status().txPath()).as("tx is switched before remove returns").contains(1);
            Rig.await(() -> rig.eal.device("nic0").isEmpty());
            final long now = polls.get();
            final long carried = onBackup.get();
            Rig.await(() -> polls.get() > now + 1000 && onBackup.get() > carried + 1000);
            Chaos.of(rig.eal).restore("nic0");
            Rig.await(() -> rig.status().txPath().equals(Optional.of(0)));
            final long later = polls.get();
            Rig.await(() -> polls.get() > later + 1000);
            ending.set(true);
            poller.join();
            assertThat(crash.get()).isNull();
            assertThat(rig.pool().inUse()).isZero();
        }
    }

    /// FS-42, FS-48, FS-50: tx first, the rest on the alarm; the application sees no removal; the device comes back.
    @Test
    void txIsSwitchedAtOnceAndTheRestIsLeftToTheAlarm() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            final EthDev port = rig.start();
            final List<EthEvent> seen = new ArrayList<>();
            port.onEvent(seen::add);
            final FakeNic first = nics.nic("nic0");

            Chaos.of(rig.eal).remove("nic0");

            assertThat(rig.status().txPath()).contains(1);
            assertThat(first.calls).doesNotContain("stop", "close");
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            rig.settle();
            assertThat(first.calls).endsWith("stop", "close");
            assertThat(rig.eal.device("nic0")).isEmpty();
            assertThat(rig.path(0).reason()).contains("chaos");
            assertThat(rig.send(4)).isEqualTo(4);
            assertThat(seen).noneMatch(EthEvent.Removal.class::isInstance);

            Chaos.of(rig.eal).restore("nic0");
            rig.settle();
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
            assertThat(rig.path(0).plugIns()).isEqualTo(2);
            assertThat(rig.path(0).removals()).isEqualTo(1);
        }
    }

    /// FS-43: the device is closed only when no thread is inside, and one that stays inside is reported.
    @Test
    void aDeviceIsNotClosedUnderAThreadThatIsInside() throws InterruptedException {
        try (Rig rig = Rig.live(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            final AtomicBoolean inside = new AtomicBoolean();
            final AtomicBoolean release = new AtomicBoolean();
            nics.plan("nic0").hooks.put("rxBurst", () -> {
                inside.set(true);
                while (!release.get()) {
                    Thread.onSpinWait();
                }
            });
            final AtomicReference<Throwable> crash = new AtomicReference<>();
            final Thread poller = Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> crash.set(e)).start(() -> rig.receive(32));
            Rig.await(inside::get);
            final FakeNic first = nics.nic("nic0");

            Chaos.of(rig.eal).remove("nic0");

            assertThat(rig.status().txPath()).contains(1);
            Rig.await(() -> rig.path(0).removals() == 1);
            assertThat(first.closed).as("what the thread may touch stays").isFalse();
            assertThat(rig.log()).contains("has not come back");
            release.set(true);
            poller.join();
            assertThat(crash.get()).isNull();
            assertThat(rig.receive(4)).isZero();
        }
    }

    /// FS-45: the port of a sub-device is released once, and nobody else's port suffers.
    @Test
    void otherPortsGoOnWhenASubDeviceLeaves() {
        try (Rig rig = Rig.on(nics, "--vdev=net_null9", "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            final EthDev other = rig.port("net_null9");
            assertThat(other.id()).isZero();

            Chaos.of(rig.eal).remove("nic0");
            rig.settle();

            assertThat(other.isOpen()).isTrue();
            assertThat(EthDevs.of(rig.eal).all().map(EthDev::name)).containsExactly("net_null9", "net_failsafe0", "nic1");
        }
    }

    /// PEERS S5: `device detach` of a live sub-device ends in a crash in C.
    @Test
    void aSubDeviceThatTheUserDetachesIsDoneWithout() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,hotplug_poll=100,dev(nic0),dev(nic1)")) {
            rig.start();

            rig.eal.unplug(rig.eal.device("nic0").orElseThrow());

            assertThat(rig.status().txPath()).contains(1);
            assertThat(rig.send(3)).isEqualTo(3);
            rig.advance(100);
            assertThat(rig.path(0).state()).as("it is plugged again").isEqualTo("STARTED");
            assertThat(rig.status().txPath()).contains(0);
        }
    }

    /// Packets that a removed device still held are counted and told, those on the backup are not touched.
    @Test
    void whatARemovedDeviceHeldIsCounted() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            nics.plan("nic0").holds = 1000;
            rig.start();
            assertThat(rig.send(5)).isEqualTo(5);
            nics.nic("nic0").inbox.enqueueBurst(new Mbuf[] {rig.packet(), rig.packet()}, 0, 2);

            Chaos.of(rig.eal).remove("nic0");
            rig.settle();

            assertThat(rig.path(0).lost()).isEqualTo(7);
            assertThat(rig.status().recent().getLast().lost()).isEqualTo(7);
            assertThat(rig.port().xstats()).containsEntry("failsafe_lost_packets", 7L);
            assertThat(rig.pool().inUse()).isZero();
        }
    }

    /// FS-56: what is still in the backup is received while the preferred device runs.
    @Test
    void allSubDevicesAreReceivedFrom() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            nics.nic("nic1").inbox.enqueueBurst(new Mbuf[] {rig.packet()}, 0, 1);
            nics.nic("nic0").inbox.enqueueBurst(new Mbuf[] {rig.packet(), rig.packet(), rig.packet()}, 0, 3);
            final Mbuf[] burst = new Mbuf[2];

            // FS-54: in turn, one sub-device a burst.
            assertThat(rig.rx().rxBurst(burst, 0, 2)).isEqualTo(2);
            // FS-55
            assertThat(burst[0].port()).isEqualTo(rig.port().id());
            Mbuf.freeBulk(burst, 0, 2);
            assertThat(rig.receive(2)).as("from the other").isEqualTo(1);
            assertThat(rig.receive(2)).as("from the first again").isEqualTo(1);
            assertThat(rig.receive(2)).isZero();
        }
    }

    /// FS-58: without a sub-device nothing is taken.
    @Test
    void packetsStayTheCallersWhenThereIsNoSubDevice() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0)")) {
            rig.start();
            Chaos.of(rig.eal).remove("nic0");
            assertThat(rig.send(4)).isZero();
            rig.settle();
            assertThat(rig.send(4)).isZero();
            assertThat(rig.receive(4)).isZero();
            assertThat(rig.status().txPath()).isEmpty();
            // FS-59
            assertThat(rig.log()).contains("No device ready, deactivating tx_dev", "Switching tx_dev to preferred sub_device");
        }
    }

    /// FS-51: nothing piles up.
    @Test
    void aThousandRemovalsLeaveNothingBehind() {
        try (Rig rig = Rig.on(nics, "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.settle();
            final int alarms = rig.eal.alarms().pending();
            for (int i = 0; i < 1000; i++) {
                Chaos.of(rig.eal).remove("nic0");
                rig.settle();
                Chaos.of(rig.eal).restore("nic0");
                rig.settle();
            }
            assertThat(rig.path(0).removals()).isEqualTo(1000);
            assertThat(rig.path(0).state()).isEqualTo("STARTED");
            assertThat(EthDevs.of(rig.eal).all().map(EthDev::id)).containsExactly(0, 1, 2);
            assertThat(nics.devices).hasSize(2);
            assertThat(rig.eal.alarms().pending()).isEqualTo(alarms);
            assertThat(rig.pool().inUse()).isZero();
        }
    }
}
