package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// TM-26: faults of what ports stand on.
@Timeout(60)
final class ChaosTest extends FakePortTest {
    @Test
    void aPoolIsEmptyForSomeTime() {
        final int taken = Chaos.of(eal).exhaust(pool, Duration.ofMillis(50));
        assertThat(taken).isEqualTo(pool.count());
        while (pool.inUse() > 0) {
            Thread.onSpinWait(); // The alarm gives all back.
        }
        assertThat(pool.audit()).isEmpty();
    }

    @Test
    void alarmsAreLate() throws InterruptedException {
        final CountDownLatch ran = new CountDownLatch(1);
        final long beganNs = System.nanoTime();
        Chaos.of(eal).delayAlarms(Duration.ofMillis(100));
        eal.alarms().set(Duration.ofMillis(1), ran::countDown);
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(100_000_000L);
    }

    @Test
    void closingDoesNotWaitUntilAlarmsAreServedAgain() {
        Chaos.of(eal).delayAlarms(Duration.ofHours(1));
        eal.close();
    }
}
