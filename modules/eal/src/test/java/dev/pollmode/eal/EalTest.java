package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Affinity;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.RLimits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EalTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    private EalBuilder builder(final String... args) {
        return Eal.builder().args(args).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    private static int errnoOf(final Runnable action) {
        try {
            action.run();
            return 0;
        } catch (final EalException e) {
            return e.errno();
        }
    }

    /// EA-33: a second close is a no-op.
    @Test
    void closesTwiceWithoutHarm() {
        final Eal eal = Eal.init("-l", "0", "--no-huge");
        eal.close();
        eal.close();
        assertThat(eal.isClosed()).isTrue();
    }

    /// EA-05.
    @Test
    void handsTheWordsAfterTheDashesToTheApplication() {
        try (Eal eal = Eal.init("-l", "0", "--", "-i", "--nb-cores=1")) {
            assertThat(eal.remaining()).containsExactly("-i", "--nb-cores=1");
        }
    }

    /// PEERS "Start-up errors": an unknown driver on the command line ends init with ENODEV; the known ones are named.
    @Test
    void namesTheDeviceThatNobodyServes() {
        assertThatThrownBy(() -> builder("-l", "0", "--vdev=net_nosuch0").bus(new FakeBus().provider()).init())
            .isInstanceOf(EalException.class).hasMessageContaining("failed to parse device \"net_nosuch0\"")
            .hasMessageContaining("fake_a, fake_b (fake)").extracting("errno").isEqualTo(Errno.ENODEV);
    }

    /// VN-65: what fails at probe is logged.
    @Test
    void livesOnWhenABusFailsToProbe() {
        final FakeBus bus = new FakeBus();
        bus.onProbe = device -> {
            throw new IllegalStateException("no firmware");
        };
        try (Eal eal = builder("-l", "0", "--vdev=fake0").bus(bus.provider()).init()) {
            assertThat(eal.isClosed()).isFalse();
            assertThat(log()).contains("Bus (fake) probe failed.").contains("no firmware");
        }
    }

    @Test
    void scansAndProbesEachBusAndClosesIt() {
        final FakeBus bus = new FakeBus();
        builder("-l", "0", "--vdev=fake0").bus(bus.provider()).init().close();
        assertThat(bus.notes).containsExactly("create", "scan", "probe", "close");
    }

    @Test
    void refusesTwoBusesOfOneName() {
        final FakeBus first = new FakeBus();
        assertThatThrownBy(() -> builder("-l", "0").bus(first.provider()).bus(new FakeBus().provider()).init())
            .isInstanceOf(EalException.class).hasMessageContaining("two buses are named \"fake\"");
        assertThat(first.notes).containsExactly("create", "close");
    }

    /// EA-28: descriptors, threads, slots, mappings and the CPUs of the thread are as before.
    @ParameterizedTest
    @ValueSource(strings = {
        "--vdev=net_nosuch0", "--vdev=bus=nosuch,name=x", "-l 0,7", "--main-lcore=99 -l 0", "-S 0 -l 0", "-a 0000:00:1f.0",
        "--no-huge --iova-mode=pa", "-m 99999999", "--huge-dir=/nosuch -m 99999999"})
    void leavesNothingWhenInitFails(final String words) {
        final BitSet cpus = Affinity.get();
        assertThatThrownBy(() -> builder(words.split(" ")).init()).isInstanceOf(EalException.class); // loads what stays
        final ProcessState before = ProcessState.now();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> builder(words.split(" ")).init()).isInstanceOf(EalException.class);
        }
        assertThat(ProcessState.now()).isEqualTo(before);
        assertThat(Affinity.get()).isEqualTo(cpus);
        assertThat(ThreadSlots.current()).isEqualTo(-1);
    }

    /// EA-28, EA-33: 1,000 rounds.
    @Test
    void leavesNothingAfterAThousandRounds() {
        final BitSet cpus = Affinity.get();
        final FakeBus warmUp = new FakeBus();
        builder("-l", "0-1", "--vdev=fake0").bus(warmUp.provider()).init().close();
        final ProcessState before = ProcessState.now();
        final long mappingsBefore = ProcessState.mappingsOfAllKinds();
        for (int i = 0; i < 1_000; i++) {
            try (Eal eal = builder("-l", "0-1", "--vdev=fake0").bus(new FakeBus().provider()).init()) {
                assertThat(eal.devices()).hasSize(1);
                eal.memory().allocateShared("round", 4096, 64);
                eal.alarms().set(Duration.ofSeconds(100), () -> { });
            }
        }
        assertThat(ProcessState.now()).isEqualTo(before);
        assertThat(ProcessState.mappingsOfAllKinds()).as("of all kinds, where the JVM makes some of its own")
            .isLessThan(mappingsBefore + 100);
        assertThat(Affinity.get()).isEqualTo(cpus);
        assertThat(ThreadSlots.current()).isEqualTo(-1);
    }

    /// EA-27: several live in one JVM; the name that two of them use is named.
    @Test
    void livesBesideAnotherAndNamesTheDeviceThatBothHave() {
        try (Eal first = builder("-l", "0", "--vdev=fake0").bus(new FakeBus().provider()).init();
                Eal second = builder("-l", "0-1", "--vdev=fake0", "--vdev=fake1").bus(new FakeBus().provider()).init()) {
            assertThat(first.device("fake0")).isPresent();
            assertThat(second.device("fake0")).isPresent();
            assertThat(log()).containsOnlyOnce("device of the same name").contains("device fake0: Eal[main lcore 0");
            first.plug("fake1");
            assertThat(log()).contains("device fake1: Eal[main lcore 0");
        }
    }

    /// VB-09, VB-11: by name, by bus and name, in layers; again after removal.
    @ParameterizedTest
    @ValueSource(strings = {"fake7,copy=1", "fake:fake7,copy=1", "bus=fake,name=fake7,copy=1", "bus=fake,name=fake7/driver=fake,copy=1"})
    void plugsAndUnplugsByText(final String text) {
        try (Eal eal = builder("-l", "0").bus(new FakeBus().provider()).init()) {
            for (int i = 0; i < 3; i++) {
                final Device device = eal.plug(text);
                assertThat(device.name()).isEqualTo("fake7");
                assertThat(device.devargs().arguments()).isEqualTo("copy=1");
                assertThat(eal.device("fake7")).containsSame(device);
                eal.unplug(device);
                assertThat(eal.device("fake7")).isEmpty();
                assertThat(errnoOf(() -> eal.unplug(device))).isEqualTo(Errno.ENODEV);
            }
        }
    }

    /// VB-18.
    @Test
    void picksDevicesByText() {
        try (Eal eal = builder("-l", "0").bus(new FakeBus().provider()).bus(new FakeBus("fake2").provider()).init()) {
            List.of("fake:fake0", "fake:fake1", "fake2:fake7").forEach(eal::plug);
            assertThat(eal.devices("")).hasSize(3);
            assertThat(eal.devices("bus=fake")).extracting(Device::name).containsExactly("fake0", "fake1");
            assertThat(eal.devices("name=fake7,bus=fake2")).hasSize(1);
            assertThat(eal.devices("name=fake7,bus=fake")).isEmpty();
            assertThat(eal.devices("driver=nosuch")).isEmpty();
            assertThatThrownBy(() -> eal.devices("class=eth")).isInstanceOf(EalException.class).hasMessageContaining("class");
        }
    }

    /// VB-10.
    @Test
    void refusesToPlugWhatIsThere() {
        try (Eal eal = builder("-l", "0", "--vdev=fake0").bus(new FakeBus().provider()).init()) {
            assertThat(errnoOf(() -> eal.plug("fake0"))).isEqualTo(Errno.EEXIST);
        }
    }

    /// VB-11: an unknown bus is answered with the known ones.
    @Test
    void namesTheKnownBusesToWhoAsksForAnother() {
        try (Eal eal = builder("-l", "0").bus(new FakeBus().provider()).bus(new FakeBus("fake2").provider()).init()) {
            assertThatThrownBy(() -> eal.plug("bus=pci,name=fake0")).isInstanceOf(EalException.class)
                .hasMessageContaining("no bus \"pci\"; known: fake, fake2").extracting("errno").isEqualTo(Errno.ENODEV);
            assertThat(eal.plug("fake2:fake0").bus().name()).isEqualTo("fake2");
        }
    }

    /// VB-08.
    @Test
    void letsADriverPlugWhileItProbes() {
        final FakeBus bus = new FakeBus();
        final AtomicReference<Eal> eal = new AtomicReference<>();
        bus.onProbe = device -> {
            if ("fake0".equals(device.name())) {
                eal.get().plug("fake_sub0");
            }
        };
        try (Eal made = builder("-l", "0").bus(bus.provider()).init()) {
            eal.set(made);
            made.plug("fake0");
            assertThat(made.devices()).extracting(Device::name).containsExactly("fake_sub0", "fake0");
        }
    }

    /// A thread that unplugs may wait for an alarm callback, and that one may want to plug: neither waits for the other
    /// for ever.
    @Test
    void answersACallbackThatPlugsWhileAnotherThreadUnplugsAndWaitsForIt() {
        final FakeBus bus = new FakeBus();
        try (Eal eal = builder("-l", "0", "--vdev=fake0").bus(bus.provider()).init()) {
            final CountDownLatch unplugging = new CountDownLatch(1);
            final CompletableFuture<Integer> answer = new CompletableFuture<>();
            final Runnable callback = () -> {
                awaitQuietly(unplugging);
                answer.complete(errnoOf(() -> eal.plug("fake1")));
            };
            bus.onUnplug = device -> {
                unplugging.countDown();
                eal.alarms().cancelAll(callback); // waits for it, as it runs by now or never will
            };
            final Alarm alarm = eal.alarms().set(Duration.ofNanos(1_000), callback);
            while (alarm.state() == Alarm.State.PENDING) {
                Thread.onSpinWait();
            }
            eal.unplug(eal.device("fake0").orElseThrow());
            assertThat(answer).isCompletedWithValue(Errno.EAGAIN);
        }
    }

    @Test
    void closesExtensionsInReverseOrderBeforeDevices() {
        final FakeBus bus = new FakeBus();
        final List<String> order = bus.notes;
        try (Eal eal = builder("-l", "0").bus(bus.provider()).init()) {
            final First first = eal.extension(First.class, owner -> {
                owner.extension(Second.class, same -> () -> order.add("second"));
                return () -> order.add("first");
            });
            assertThat(eal.extension(First.class, owner -> () -> order.add("never"))).isSameAs(first);
        }
        assertThat(order).containsExactly("create", "scan", "probe", "first", "second", "close");
    }

    /// A port that is closed waits for its alarm, whose callback may look for the port.
    @Test
    void letsCallbacksFindAnExtensionWhileItIsClosed() {
        final CountDownLatch closing = new CountDownLatch(1);
        final CompletableFuture<First> found = new CompletableFuture<>();
        final Eal eal = builder("-l", "0").init();
        final Alarm alarm = eal.alarms().set(Duration.ofNanos(1_000), () -> {
            awaitQuietly(closing);
            found.complete(eal.extension(First.class, owner -> null));
        });
        while (alarm.state() == Alarm.State.PENDING) {
            Thread.onSpinWait();
        }
        final First port = eal.extension(First.class, owner -> () -> {
            closing.countDown();
            eal.alarms().cancel(alarm);
        });
        eal.close();
        assertThat(found).isCompletedWithValue(port);
    }

    /// EA-28: init runs out of descriptors at any of its steps.
    @Test
    void leavesNothingWhenDescriptorsRunOut() {
        builder("-l", "0-1").init().close(); // loads what stays
        final ProcessState before = ProcessState.now();
        final long soft = RLimits.soft(RLimits.NOFILE);
        final long hard = RLimits.hard(RLimits.NOFILE);
        int failures = 0;
        for (int spare = 0; spare < 8; spare++) {
            RLimits.set(RLimits.NOFILE, ProcessState.descriptorLimitThatLeaves(spare), hard);
            try (Eal eal = builder("-l", "0-1").init()) {
                assertThat(eal.isClosed()).isFalse();
            } catch (final EalException e) {
                failures++;
            } finally {
                RLimits.set(RLimits.NOFILE, soft, hard);
            }
        }
        assertThat(failures).isPositive();
        assertThat(ProcessState.now()).isEqualTo(before);
        assertThat(ThreadSlots.current()).isEqualTo(-1);
    }

    @Test
    void refusesUseAfterClose() {
        final Eal eal = builder("-l", "0-1").bus(new FakeBus().provider()).init();
        final Lcore worker = eal.lcores().workers().getFirst();
        eal.close();
        final List<Runnable> uses = List.of(() -> eal.plug("fake0"), () -> eal.extension(First.class, owner -> () -> { }),
            () -> eal.alarms().set(Duration.ofSeconds(1), () -> { }), () -> eal.interrupts().register(0, 1, () -> { }),
            () -> eal.memory().allocate("late", 1, 1), () -> worker.launch(lcore -> 0));
        assertThat(uses).allSatisfy(use -> assertThatThrownBy(use::run).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed"));
    }

    @Test
    void isNotClosedByItsOwnCallbacks() {
        try (Eal eal = builder("-l", "0-1").init()) {
            final CompletableFuture<Integer> fromAlarm = new CompletableFuture<>();
            eal.alarms().set(Duration.ofNanos(1_000), () -> fromAlarm.complete(errnoOf(eal::close)));
            assertThat(fromAlarm.join()).isEqualTo(Errno.EDEADLK);
            final Lcore worker = eal.lcores().workers().getFirst();
            worker.launch(lcore -> errnoOf(eal::close));
            assertThat(worker.await()).isEqualTo(Errno.EDEADLK);
            assertThat(eal.isClosed()).isFalse();
        }
    }

    @Test
    void isMadeByPlatformThreadsOnly() throws InterruptedException, ExecutionException {
        final CompletableFuture<Integer> errno = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> errno.complete(errnoOf(() -> builder("-l", "0").init())));
        assertThat(errno.get()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void isClosedByAnotherThreadThanTheOneThatMadeIt() throws InterruptedException {
        final List<Eal> made = new ArrayList<>();
        final Thread maker = new Thread(() -> made.add(builder("-l", "0-1").init()));
        maker.start();
        maker.join();
        made.getFirst().close();
        assertThat(made.getFirst().isClosed()).isTrue();
        assertThat(ThreadSlots.owners(Eal.class)).doesNotContain(made.getFirst());
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface First extends AutoCloseable {
        @Override
        void close();
    }

    private interface Second extends AutoCloseable {
        @Override
        void close();
    }
}
