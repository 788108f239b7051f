package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.test.support.LeakCheck;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// FS-51, FS-60, FS-62: a numbered stream through a port whose sub-devices leave and return all the time. Each packet goes
/// out once; those that a removed device held are as many as it says.
///
/// `-Psoak` makes the run thirty times as long.
@Timeout(600)
final class FailsafeStreamTest {
    private static final int SOAK = Integer.getInteger("pollmode.soak", 1);
    private static final int STEADY_NS = 500_000;
    private static final int FLOOD_NS = 10_000;
    private static final int WINDOW = 1 << 25;

    private final FakeNics nics = new FakeNics();
    private final AtomicIntegerArray seen = new AtomicIntegerArray(WINDOW);

    /// Sends numbered packets at a steady pace, and receives.
    private final class Stream implements Runnable {
        private final Rig rig;
        private final int gapNs;
        private final AtomicBoolean ending = new AtomicBoolean();
        private volatile int sent;
        private volatile long received;

        Stream(final Rig rig, final int gapNs) {
            this.rig = rig;
            this.gapNs = gapNs;
        }

        @Override
        public void run() {
            final Mbuf[] burst = new Mbuf[8];
            int next = 0;
            while (!ending.get() && next < WINDOW - burst.length) {
                for (int i = 0; i < burst.length; i++) {
                    burst[i] = rig.packet();
                    burst[i].putInt(0, next + i);
                }
                int done = 0;
                while (done < burst.length && !ending.get()) {
                    done += rig.tx().txBurst(burst, done, burst.length - done);
                    received += rig.receive(8);
                }
                Mbuf.freeBulk(burst, done, burst.length - done);
                next += done;
                sent = next;
                pause(gapNs);
            }
        }
    }

    private static void pause(final int gapNs) {
        final long untilNs = System.nanoTime() + gapNs;
        while (System.nanoTime() - untilNs < 0) {
            Thread.yield();
        }
    }

    /// 1000 removals under some 10000 packets a second.
    @Test
    void eachPacketOfASteadyStreamGoesOutOnce() throws InterruptedException {
        run(1000 * SOAK, STEADY_NS);
    }

    /// 100 removals under a flood.
    @Test
    void eachPacketOfAFloodGoesOutOnce() throws InterruptedException {
        run(100 * SOAK, FLOOD_NS);
    }

    private void run(final int removals, final int gapNs) throws InterruptedException {
        nics.plan("nic0").holds = 3;
        nics.plan("nic0").wire = packet -> seen.incrementAndGet(packet.getInt(0));
        nics.plan("nic1").wire = packet -> seen.incrementAndGet(packet.getInt(0));
        try (Rig rig = Rig.live(nics, "--vdev=net_failsafe0,hotplug_poll=50,dev(nic0),dev(nic1)")) {
            rig.start();
            rig.packet().free();
            try (LeakCheck leaks = LeakCheck.begin(rig.eal)) {
                assertThat(leaks).isNotNull();
                stream(rig, new Stream(rig, gapNs), removals);
                Rig.await(() -> rig.status().txPath().equals(Optional.of(0)));
                rig.port().stop();
                rig.port().start();
            }
            assertThat(EthDevs.of(rig.eal).all().count()).isEqualTo(3);
        }
    }

    private void stream(final Rig rig, final Stream stream, final int removals) throws InterruptedException {
        final AtomicReference<Throwable> crash = new AtomicReference<>();
        final Thread sender = Thread.ofPlatform().name("sender").uncaughtExceptionHandler((thread, e) -> crash.set(e)).start(stream);
        final Random random = new Random(3);
        long slowestNs = 0;
        for (int i = 0; i < removals && crash.get() == null; i++) {
            final String victim = random.nextInt(10) == 0 ? "nic1" : "nic0";
            final int before = stream.sent;
            final long beganNs = System.nanoTime();
            Chaos.of(rig.eal).remove(victim);
            Rig.await(() -> stream.sent > before || crash.get() != null);
            slowestNs = Math.max(slowestNs, System.nanoTime() - beganNs);
            Rig.await(() -> rig.eal.device(victim).isEmpty());
            Chaos.of(rig.eal).restore(victim);
            Rig.await(() -> rig.status().paths().stream().allMatch(path -> path.state().equals("STARTED")));
        }
        stream.ending.set(true);
        sender.join();
        assertThat(crash.get()).isNull();
        rig.port().stop(); // What devices hold at the end is dropped and counted.
        final long lost = rig.path(0).lost() + rig.port("nic0").stats().txErrors();
        long missing = 0;
        for (int i = 0; i < stream.sent; i++) {
            assertThat(seen.get(i)).as("packet " + i).isBetween(0, 1);
            missing += 1 - seen.get(i);
        }
        assertThat(missing).as("only what the devices held is missing").isEqualTo(lost);
        assertThat(rig.path(0).removals() + rig.path(1).removals()).isEqualTo(removals);
        assertThat(rig.pool().inUse()).isZero();
        rig.port().start();
        System.out.printf("%d packets, %d removals, %d held by removed devices, longest pause %d us%n", stream.sent, removals, lost,
            slowestNs / 1000);
        assertThat(stream.sent).isGreaterThan(removals);
    }
}
