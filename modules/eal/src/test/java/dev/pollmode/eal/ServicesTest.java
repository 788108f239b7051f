package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// EA-34.
@Timeout(60)
class ServicesTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Eal eal = Eal.builder().args("--lcores", "0@0,1@0,2@0,3@0", "-S", "2,3", "--no-huge", "--no-pci")
        .logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
    private final Services services = Services.of(eal);

    @AfterEach
    void close() {
        eal.close();
    }

    private static void await(final java.util.function.BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Thread.yield();
        }
    }

    @Test
    void aServiceRunsOnAServiceLcoreBetweenStartAndStop() throws Exception {
        final CountDownLatch ran = new CountDownLatch(3);
        final Set<Lcore> where = ConcurrentHashMap.newKeySet();
        final Service service = services.register("one", () -> {
            where.add(Lcore.current().orElseThrow());
            ran.countDown();
            return 1;
        });
        assertThat(service.isRunning()).isFalse();
        assertThat(service.stats().calls()).isZero();
        service.start();
        ran.await();
        assertThat(where).containsExactlyElementsOf(services.lcoresOf(service)).allMatch(lcore -> lcore.role() == Lcore.Role.SERVICE);
        await(() -> service.stats().busyNs() > 0);
        service.stop();
        service.close();
        final long calls = service.stats().calls();
        assertThat(calls).isGreaterThanOrEqualTo(3);
        assertThat(service.stats()).isEqualTo(new Service.Stats(calls, 0, service.stats().busyNs()));
        assertThat(services.find("one")).isEmpty();
        assertThatIllegalStateException().isThrownBy(service::start);
    }

    @Test
    void servicesAreSharedOutAndCanBeMoved() {
        final Service one = services.register("one", () -> 0);
        final Service two = services.register("two", () -> 0);
        assertThat(services.lcoresOf(one)).isNotEqualTo(services.lcoresOf(two)).hasSize(1);
        final Lcore first = services.lcoresOf(one).getFirst();
        final Lcore second = services.lcoresOf(two).getFirst();
        services.map(one, second);
        services.unmap(one, first);
        assertThat(services.lcoresOf(one)).containsExactly(second);
        one.start();
        two.start();
        await(() -> one.stats().idleCalls() > 100 && two.stats().idleCalls() > 100);
        assertThat(services.all()).containsExactly(one, two);
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> services.map(one, eal.lcores().get(1)))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL)).withMessageContaining("lcore 1 runs no services");
        assertThatExceptionOfType(EalException.class).isThrownBy(() -> services.register("two", () -> 0))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    }

    @Test
    void oneLcoreAtATimeIsInAServiceThatSeveralRun() {
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final Service service = services.register("shared", () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            return 1;
        });
        eal.lcores().services().forEach(lcore -> services.map(service, lcore));
        service.start();
        await(() -> service.stats().calls() > 100);
        service.close();
        assertThat(inside).hasValue(0);
        assertThat(most).hasValue(1);
    }

    @Test
    void aServiceThatThrowsIsStoppedAndLoggedAndTheOthersGoOn() {
        final Service bad = services.register("bad", () -> {
            throw new IllegalStateException("on purpose");
        });
        final Service good = services.register("good", () -> 1);
        services.map(good, services.lcoresOf(bad).getFirst());
        bad.start();
        good.start();
        await(() -> logged.toString(StandardCharsets.UTF_8).contains("service bad failed and is stopped"));
        assertThat(bad.isRunning()).isFalse();
        final long before = good.stats().calls();
        await(() -> good.stats().calls() > before);
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("on purpose");
    }

    @Test
    void anApplicationRunsATurnItself() {
        try (Eal plain = Eal.init("--lcores", "0@0", "--no-huge", "--no-pci")) {
            final Service service = Services.of(plain).register("own", () -> 7);
            assertThat(service.runOnce()).isZero();
            service.start();
            assertThat(service.runOnce()).isEqualTo(7);
            assertThat(service.stats().calls()).isEqualTo(1);
            service.resetStats();
            assertThat(service.stats()).isEqualTo(new Service.Stats(0, 0, 0));
        }
    }
}
