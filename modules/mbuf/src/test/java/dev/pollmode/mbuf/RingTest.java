package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// ET-36: rings.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RingTest {
    private final TestPool test = new TestPool();
    private final Mbuf[] items = new Mbuf[64];

    RingTest() {
        test.pool.getBulk(items, 0, items.length);
        for (int i = 0; i < items.length; i++) {
            items[i].port(i);
        }
    }

    @AfterEach
    void close() {
        Mbuf.freeBulk(items, 0, items.length);
        test.close();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(kind("SpscRing", SpscRing::new), kind("MpmcRing", MpmcRing::new));
    }

    private static Arguments kind(final String name, final IntFunction<Ring> factory) {
        return Arguments.of(Named.of(name, factory));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void givesInOrderWhatItTook(final IntFunction<Ring> kind) {
        final Ring ring = kind.apply(7);
        final Mbuf[] burst = new Mbuf[64];
        final Mbuf[] out = new Mbuf[64];
        int in = 0;
        int taken = 0;
        final Random random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            final int offset = random.nextInt(40);
            final int offered = random.nextInt(12);
            for (int i = 0; i < offered; i++) {
                burst[offset + i] = items[(in + i) % 64];
            }
            final int accepted = ring.enqueueBurst(burst, offset, offered);
            assertThat(accepted).isEqualTo(Math.min(offered, 7 - (in - taken)));
            in += accepted;
            assertThat(ring.size()).isEqualTo(in - taken);
            assertThat(ring.free()).isEqualTo(7 - ring.size());
            final int limit = random.nextInt(12);
            final int given = ring.dequeueBurst(out, offset, limit);
            assertThat(given).isEqualTo(Math.min(limit, in - taken));
            for (int i = 0; i < given; i++) {
                assertThat(out[offset + i]).isSameAs(items[(taken + i) % 64]);
            }
            taken += given;
        }
        assertThat(in).as("went around often").isGreaterThan(10_000);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bulkIsAllOrNothing(final IntFunction<Ring> kind) {
        final Ring ring = kind.apply(10);
        final Mbuf[] out = new Mbuf[10];
        assertThat(ring.enqueueBulk(items, 0, 11)).isFalse();
        assertThat(ring.size()).isZero();
        assertThat(ring.enqueueBulk(items, 0, 8)).isTrue();
        assertThat(ring.enqueueBulk(items, 8, 3)).isFalse();
        assertThat(ring.enqueueBurst(items, 8, 3)).isEqualTo(2);
        assertThat(ring.dequeueBulk(out, 0, 10)).isTrue();
        assertThat(out).containsExactly(Arrays.copyOf(items, 10));
        assertThat(ring.dequeueBulk(out, 0, 1)).isFalse();
        assertThat(ring.dequeueBurst(out, 0, 10)).isZero();
        assertThat(ring.enqueueBurst(items, 0, 0)).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void holdsExactlyItsCapacity(final IntFunction<Ring> kind) {
        for (final int capacity : new int[] {1, 2, 3, 8, 31, 33, 64}) {
            final Ring ring = kind.apply(capacity);
            final Mbuf[] out = new Mbuf[64];
            for (int round = 0; round < 5; round++) {
                assertThat(ring.enqueueBurst(items, 0, 64)).isEqualTo(capacity);
                assertThat(ring.enqueueBurst(items, 0, 1)).isZero();
                assertThat(ring.capacity()).isEqualTo(ring.size()).isEqualTo(capacity);
                assertThat(ring.dequeueBurst(out, 0, 64)).isEqualTo(capacity);
                assertThat(Arrays.copyOf(out, capacity)).containsExactly(Arrays.copyOf(items, capacity));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusesCapacitiesThatCannotBe(final IntFunction<Ring> kind) {
        assertThatThrownBy(() -> kind.apply(0)).hasMessageContaining("ring capacity 0: must be 1 to");
        assertThatThrownBy(() -> kind.apply((1 << 30) + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tellsThatItIsAboveItsWatermark(final IntFunction<Ring> kind) {
        final Ring ring = kind.apply(10);
        assertThatThrownBy(() -> ring.watermark(11)).hasMessageContaining("ring watermark 11: must be 1 to 10");
        assertThatThrownBy(() -> ring.watermark(0)).isInstanceOf(IllegalArgumentException.class);
        ring.watermark(6);
        ring.enqueueBurst(items, 0, 5);
        assertThat(ring.isAboveWatermark()).isFalse();
        ring.enqueueBurst(items, 5, 1);
        assertThat(ring.isAboveWatermark()).isTrue();
    }

    /// One producer, one consumer, millions of items: everyone arrives once, in order.
    @ParameterizedTest
    @MethodSource("kinds")
    void losesNothingBetweenTwoThreads(final IntFunction<Ring> kind) throws InterruptedException {
        final Ring ring = kind.apply(61);
        final int total = 3_000_000 * TestPool.SOAK;
        final Thread producer = new Thread(() -> {
            final Random random = new Random(1);
            final Mbuf[] burst = new Mbuf[32];
            for (int sent = 0; sent < total;) {
                final int n = Math.min(1 + random.nextInt(32), total - sent);
                for (int i = 0; i < n; i++) {
                    burst[i] = items[(sent + i) % 64];
                }
                final int taken = ring.enqueueBurst(burst, 0, n);
                sent += taken;
                if (taken == 0) {
                    Thread.yield();
                }
            }
        });
        producer.start();
        final Mbuf[] burst = new Mbuf[32];
        int wrong = 0;
        for (int received = 0; received < total;) {
            final int n = ring.dequeueBurst(burst, 0, 32);
            for (int i = 0; i < n; i++) {
                wrong += burst[i] == items[(received + i) % 64] ? 0 : 1;
            }
            received += n;
            if (n == 0) {
                Thread.yield();
            }
        }
        producer.join();
        assertThat(wrong).isZero();
        assertThat(ring.size()).isZero();
    }

    /// Several producers and consumers pass 64 items around; each is in one place at a time, and none gets lost.
    @Test
    void everyItemIsInOnePlace() throws InterruptedException {
        final MpmcRing there = new MpmcRing(40);
        final MpmcRing back = new MpmcRing(64);
        back.enqueueBulk(items, 0, 64);
        final AtomicIntegerArray holders = new AtomicIntegerArray(64);
        final AtomicLong moved = new AtomicLong();
        final AtomicInteger clashes = new AtomicInteger();
        final Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            final Ring from = t < 2 ? back : there;
            final Ring to = t < 2 ? there : back;
            threads[t] = new Thread(() -> pass(from, to, holders, moved, clashes));
        }
        for (final Thread thread : threads) {
            thread.start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(clashes).hasValue(0);
        final Mbuf[] rest = new Mbuf[64];
        final int inThere = there.dequeueBurst(rest, 0, 64);
        final int inBack = back.dequeueBurst(rest, inThere, 64 - inThere);
        assertThat(inThere + inBack).isEqualTo(64);
        assertThat(rest).containsExactlyInAnyOrder(items);
    }

    private static void pass(final Ring from, final Ring to, final AtomicIntegerArray holders,
        final AtomicLong moved, final AtomicInteger clashes) {
        final Mbuf[] burst = new Mbuf[8];
        while (moved.get() < 2_000_000L * TestPool.SOAK) {
            final int n = from.dequeueBurst(burst, 0, 8);
            for (int i = 0; i < n; i++) {
                if (holders.getAndIncrement(burst[i].port()) != 0) {
                    clashes.incrementAndGet();
                }
            }
            for (int i = 0; i < n; i++) {
                holders.getAndDecrement(burst[i].port());
            }
            for (int sent = 0; sent < n;) {
                final int taken = to.enqueueBurst(burst, sent, n - sent);
                sent += taken;
                if (taken == 0) {
                    Thread.yield();
                }
            }
            moved.addAndGet(n);
            if (n == 0) {
                Thread.yield();
            }
        }
    }
}
