package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everybody at once: an application that polls and changes settings, devices that leave and return, also those of a failsafe
/// device under another, events, statistics. Nobody waits for ever, and it all comes right in the end.
@Timeout(300)
final class FailsafeRaceTest {
    private static final int ROUNDS = 300 * Integer.getInteger("pollmode.soak", 1);
    /// What a call may meet because the device it concerns goes at that moment.
    private static final Set<Integer> EXPECTED = Set.of(Errno.ENODEV, Errno.ENOENT, Errno.EAGAIN, Errno.EBUSY);

    private final FakeNics nics = new FakeNics();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    private void repeat(final String name, final Runnable action) {
        threads.add(Thread.ofPlatform().name(name).start(() -> {
            while (!ending.get()) {
                try {
                    action.run();
                } catch (final EalException e) {
                    if (!EXPECTED.contains(e.errno())) {
                        failure.compareAndSet(null, e);
                    }
                } catch (final RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                    return;
                }
                Thread.yield();
            }
        }));
    }

    @Test
    void allEndsWellWhenEverythingHappensAtOnce() throws InterruptedException {
        try (Rig rig = Rig.live(nics, "--vdev=net_failsafe0,hotplug_poll=20,dev(net_failsafe1,hotplug_poll=20,dev(nic0),dev(nic1)),dev(nic2)")) {
            final EthDev port = rig.start();
            final Random random = new Random(7);
            repeat("poll", () -> {
                rig.receive(8);
                rig.send(4);
            });
            repeat("settings", () -> {
                port.capability(Promiscuous.class).promiscuous(true);
                port.mtu(1400);
                port.link();
                port.info();
                port.mtu(1500);
            });
            repeat("statistics", () -> {
                port.xstats();
                rig.status();
                port.stats();
            });
            repeat("life", () -> {
                port.stop();
                port.start();
            });
            final List<String> devices = List.of("nic0", "nic1", "nic2", "net_failsafe1");
            for (int i = 0; i < ROUNDS && failure.get() == null; i++) {
                disturb(rig, devices.get(random.nextInt(devices.size())), random.nextInt(3));
            }
            ending.set(true);
            for (final Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            Chaos.of(rig.eal).removed().forEach(Chaos.of(rig.eal)::restore);
            port.start();
            Rig.await(() -> rig.status().paths().stream().allMatch(path -> path.state().equals("STARTED"))
                && EthDevs.of(rig.eal).all().count() == 5);
            assertThat(rig.send(4)).isEqualTo(4);
            assertThat(rig.pool().inUse()).isZero();
        }
    }

    private static void disturb(final Rig rig, final String device, final int how) {
        try {
            switch (how) {
                case 0 -> Chaos.of(rig.eal).remove(device);
                case 1 -> rig.eal.device(device).ifPresent(rig.eal::unplug);
                default -> Chaos.of(rig.eal).restore(device);
            }
        } catch (final EalException e) {
            // It isn't there now, or was not removed.
            assertThat(e.errno()).isIn(EXPECTED);
        }
        final long untilNs = System.nanoTime() + 5_000_000;
        while (System.nanoTime() - untilNs < 0) {
            Thread.yield();
        }
    }
}
