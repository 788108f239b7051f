package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.ProcessCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LcoresTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    private Eal init(final String... args) {
        return Eal.builder().args(args).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
    }

    /// What the kernel says of the calling thread.
    private static String allowedCpus() throws IOException {
        final int tid = ProcessCalls.gettid(CallState.current());
        return Files.readAllLines(Path.of("/proc/self/task/" + tid + "/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:")).map(line -> line.replaceAll(".*:\\s*", "")).findFirst().orElseThrow();
    }

    /// EA-09, EA-32: threads are where the command line puts them, the main lcore is the thread that called init.
    @Test
    void runsOnTheCpusOfTheCommandLine() throws IOException {
        final String before = allowedCpus();
        final CompletableFuture<String> worker = new CompletableFuture<>();
        try (Eal eal = init("-l", "0-1")) {
            assertThat(allowedCpus()).isEqualTo("0");
            assertThat(eal.lcores().main().cpus()).containsExactly(0);
            assertThat(ThreadSlots.current()).isNotNegative();
            eal.lcores().get(1).launch(lcore -> {
                worker.complete(allowedCpus() + " " + Lcore.current().orElseThrow() + " " + Thread.currentThread().getName());
                return 0;
            });
            assertThat(worker.join()).isEqualTo("1 lcore 1 lcore-1");
        }
        assertThat(allowedCpus()).isEqualTo(before);
    }

    @Test
    void putsGroupsOnSharedCpusAndObeysMainLcore() throws IOException {
        try (Eal eal = init("--lcores=(3,5)@(0,1),7@1", "--main-lcore=5")) {
            assertThat(eal.lcores().main().id()).isEqualTo(5);
            assertThat(allowedCpus()).isEqualTo("0-1");
            assertThat(eal.lcores().workers()).extracting(Lcore::id).containsExactly(3, 7);
            eal.lcores().get(7).launch(lcore -> allowedCpus().equals("1") ? 1 : 0);
            assertThat(eal.lcores().get(7).await()).isEqualTo(1);
        }
    }

    /// EA-10.
    @Test
    void keepsServiceLcoresApart() {
        try (Eal eal = init("-l", "0-1", "-S", "0")) {
            assertThat(eal.lcores().main().id()).isEqualTo(1);
            assertThat(eal.lcores().services()).extracting(Lcore::id).containsExactly(0);
            assertThat(eal.lcores().workers()).isEmpty();
        }
    }

    /// PEERS "Start-up errors": `-l 0,7` on two CPUs.
    @Test
    void namesTheLcoreWhoseCpuIsNotThere() {
        assertThatThrownBy(() -> init("-l", "0,77")).isInstanceOf(EalException.class)
            .hasMessageContaining("lcore 77 unavailable").hasMessageContaining("'0,77'").hasMessageContaining("available CPUs: ");
    }

    /// The second one is made by a thread that the first has pinned to one CPU.
    @Test
    void findsAllCpusAlsoFromAPinnedThread() {
        try (Eal first = init("-l", "0"); Eal second = init("-l", "1")) {
            assertThat(second.lcores().main().cpus()).containsExactly(1);
            assertThat(first.lcores().all()).hasSize(1);
        }
    }

    /// ET-39: what `/eal/lcore/usage` of telemetry tells.
    @Test
    void tellsHowBusyATaskIsForAsLongAsItRuns() throws InterruptedException {
        try (Eal eal = init("--lcores=0@0,1@1")) {
            final Lcore worker = eal.lcores().get(1);
            final CountDownLatch measuring = new CountDownLatch(1);
            final CountDownLatch asked = new CountDownLatch(1);
            assertThat(worker.usage()).isEmpty();
            worker.launch(lcore -> {
                lcore.measureUsage(() -> new LcoreUsage(4000, 1000));
                measuring.countDown();
                asked.await();
                return 0;
            });
            measuring.await();
            assertThat(worker.usage()).contains(new LcoreUsage(4000, 1000)).get().extracting(LcoreUsage::ratio).isEqualTo(0.25);
            asked.countDown();
            worker.await();
            assertThat(worker.usage()).isEmpty();
        }
    }

    /// EA-32.
    @Test
    void hasALcoreThatFailsLoggedAndOthersGoOn() {
        try (Eal eal = init("--lcores=0@0,1@1,2@1")) {
            final CountDownLatch failed = new CountDownLatch(1);
            eal.lcores().launchAll(lcore -> {
                if (lcore.id() == 1) {
                    throw new IllegalStateException("bad packet");
                }
                failed.await();
                return 40 + lcore.id();
            });
            assertThatThrownBy(() -> eal.lcores().get(1).await()).isInstanceOf(EalException.class)
                .hasMessageContaining("lcore 1").hasRootCauseMessage("bad packet");
            failed.countDown();
            assertThat(eal.lcores().get(2).await()).isEqualTo(42);
            assertThat(logged.toString(StandardCharsets.UTF_8)).contains("lcore 1: its task failed").contains("bad packet");
            eal.lcores().get(1).launch(lcore -> 7);
            assertThat(eal.lcores().get(1).await()).isEqualTo(7);
            assertThat(eal.lcores().get(1).await()).as("handed out once").isZero();
        }
    }

    @Test
    void refusesATaskWhereOneRunsAndOnTheMainLcore() {
        try (Eal eal = init("-l", "0-1")) {
            final Lcore worker = eal.lcores().get(1);
            worker.launch(lcore -> {
                while (!lcore.stopRequested()) {
                    Thread.onSpinWait();
                }
                return 3;
            });
            assertThat(worker.isRunning()).isTrue();
            assertThatThrownBy(() -> worker.launch(lcore -> 0)).extracting("errno").isEqualTo(Errno.EBUSY);
            assertThatThrownBy(() -> eal.lcores().launchAll(lcore -> 0)).extracting("errno").isEqualTo(Errno.EBUSY);
            assertThatThrownBy(() -> eal.lcores().main().launch(lcore -> 0)).extracting("errno").isEqualTo(Errno.EINVAL);
            assertThatThrownBy(() -> eal.lcores().get(9)).hasMessageContaining("no lcore 9; there are [0, 1]");
            worker.requestStop();
            assertThat(worker.await()).isEqualTo(3);
            eal.lcores().awaitAll();
        }
    }

    /// EA-33.
    @Test
    void asksALoopToReturnWhenClosed() {
        final CompletableFuture<String> end = new CompletableFuture<>();
        try (Eal eal = init("-l", "0-1")) {
            eal.lcores().get(1).launch(lcore -> {
                while (!lcore.stopRequested()) {
                    Thread.onSpinWait();
                }
                end.complete("returned");
                return 0;
            });
        }
        assertThat(end).isCompletedWithValue("returned");
    }

    @Test
    void reportsATaskThatDoesNotReturnAndCanBeClosedLater() {
        final BitSet cpu = new BitSet();
        cpu.set(0);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final Logs logs = Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), LogOptions.defaults());
        final Lcores lcores = Lcores.start(List.of(new LcoreSpec(4, Lcore.Role.WORKER, cpu)), logs.logger("lib.eal.lcore"));
        lcores.get(4).launch(lcore -> {
            mayEnd.await();
            return 0;
        });
        assertThatThrownBy(() -> lcores.close(50)).isInstanceOf(EalException.class).hasMessageContaining("lcore 4 does not return")
            .extracting("errno").isEqualTo(Errno.EBUSY);
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("lcore 4 does not return").contains("CountDownLatch");
        mayEnd.countDown();
        lcores.close(30_000);
        assertThat(lcores.get(4).thread().isAlive()).isFalse();
    }

    /// Lcores of two environments never share a slot.
    @Test
    void givesEachLcoreASlotOfItsOwn() {
        try (Eal first = init("--lcores=0@0,(1-9)@1"); Eal second = init("--lcores=0@0,(1-9)@1")) {
            final List<Integer> slots = java.util.stream.Stream.of(first, second).flatMap(eal -> eal.lcores().workers().stream())
                .map(lcore -> lcore.thread().slot()).toList();
            assertThat(slots).hasSize(18).doesNotHaveDuplicates().doesNotContain(ThreadSlots.current());
        }
    }
}
