package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mem;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ET-35: pools.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MempoolTest {
    private static final int TOTAL = 500_000 * TestPool.SOAK;

    private final TestPool test = new TestPool();

    @AfterEach
    void close() {
        test.close();
    }

    private Mempool pool(final int count, final int cacheSize) {
        return Mempool.builder(test.eal, "pool" + count + '-' + cacheSize).count(count).cacheSize(cacheSize).create();
    }

    private static void inThread(final Runnable work) throws InterruptedException {
        final AtomicInteger failed = new AtomicInteger();
        final Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((which, e) -> {
            e.printStackTrace();
            failed.incrementAndGet();
        });
        thread.start();
        thread.join();
        assertThat(failed).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 512", "2, 1", "63, 8", "1000, 256", "1000, 512", "5000, 512"})
    void givesEachMbufOnceAndThenNone(final int count, final int cacheSize) {
        final Mempool pool = pool(count, cacheSize);
        final Mbuf[] all = new Mbuf[count];
        final Set<Long> addresses = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            addresses.clear();
            for (int i = 0; i < count; i++) {
                all[i] = pool.tryAlloc();
                addresses.add(all[i].bufferAddress());
                assertThat(all[i].bufferAddress() % 64).isZero();
            }
            assertThat(addresses).hasSize(count);
            assertThat(pool.tryAlloc()).isNull();
            assertThat(pool.getBulk(all, 0, 1)).isFalse();
            assertThat(pool.failures()).isEqualTo(2L * (round + 1));
            assertThat(pool.available()).isZero();
            assertThat(pool.inUse()).isEqualTo(count);
            Mbuf.freeBulk(all, 0, count);
            assertThat(pool.available()).isEqualTo(count);
            assertThat(pool.audit()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 512})
    void bulkIsAllOrNothing(final int cacheSize) {
        final Mempool pool = pool(1000, cacheSize);
        final Mbuf[] all = new Mbuf[1000];
        for (final int first : new int[] {0, 1, 31, 32, 500, 513, 900, 1000}) {
            assertThat(pool.getBulk(all, 0, first)).isTrue();
            assertThat(pool.getBulk(all, first, 1001 - first)).as("one more than there is after " + first).isFalse();
            assertThat(pool.available()).isEqualTo(1000 - first);
            assertThat(pool.getBulk(all, first, 1000 - first)).as("all there is after " + first).isTrue();
            Mbuf.freeBulk(all, 0, 1000);
            assertThat(pool.audit()).isEmpty();
        }
    }

    @Test
    void buffersDoNotOverlap() {
        final Mempool pool = Mempool.builder(test.eal, "odd").count(100).bufferLength(201).cacheSize(0).create();
        final Mbuf[] all = new Mbuf[100];
        pool.getBulk(all, 0, 100);
        for (int i = 0; i < 100; i++) {
            all[i].headroom(0).dataLength(201);
            Mem.fill(all[i].dataAddress(), 201, (byte) i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(all[i].getByte(0)).isEqualTo((byte) i);
            assertThat(all[i].getByte(200)).isEqualTo((byte) i);
        }
        Mbuf.freeBulk(all, 0, 100);
    }

    @Test
    void keepsMbufsAtHandOfAThreadWithASlot() throws InterruptedException {
        final Mempool pool = pool(1000, 100);
        inThread(() -> {
            try (ThreadSlots.Registration slot = ThreadSlots.register()) {
                pool.tryAlloc().free();
                assertThat(pool.dump()).contains("cache_count[" + slot.slot() + "]=101\n", "total_cache_count=101\n", "common_pool_count=899\n");
            }
        });
        assertThat(pool.available()).isEqualTo(1000);
    }

    @Test
    void spillsWhatAThreadOnlyFrees() throws InterruptedException {
        final Mempool pool = pool(1000, 100);
        final Mbuf[] all = new Mbuf[1000];
        inThread(() -> assertThat(pool.getBulk(all, 0, 1000)).isTrue());
        inThread(() -> {
            try (ThreadSlots.Registration slot = ThreadSlots.register()) {
                for (final Mbuf mbuf : all) {
                    mbuf.free();
                }
                assertThat(cached(pool, slot.slot())).isBetween(100, 149);
            }
        });
        assertThat(pool.available()).isEqualTo(1000);
    }

    private static int cached(final Mempool pool, final int slot) {
        final String field = "cache_count[" + slot + "]=";
        final String dump = pool.dump();
        final int at = dump.indexOf(field) + field.length();
        return Integer.parseInt(dump.substring(at, dump.indexOf('\n', at)));
    }

    @Test
    void servesThreadsWithoutASlot() throws InterruptedException {
        final Mempool pool = pool(100, 32);
        inThread(() -> {
            assertThat(ThreadSlots.current()).isEqualTo(-1);
            final Mbuf one = pool.tryAlloc();
            final Mbuf[] many = new Mbuf[99];
            assertThat(pool.getBulk(many, 0, 99)).isTrue();
            assertThat(pool.tryAlloc()).isNull();
            one.free();
            Mbuf.freeBulk(many, 0, 99);
        });
        assertThat(pool.available()).isEqualTo(100);
        assertThat(pool.audit()).isEmpty();
    }

    @Test
    void giveAndTakeFromManyThreadsLosesNothing() throws InterruptedException {
        final Mempool pool = pool(2000, 64);
        final AtomicInteger clashes = new AtomicInteger();
        final Thread[] threads = new Thread[6];
        for (int t = 0; t < threads.length; t++) {
            final int number = t;
            threads[t] = new Thread(() -> {
                if (number < 3) {
                    try (ThreadSlots.Registration _ = ThreadSlots.register()) {
                        work(pool, number, clashes);
                    }
                } else {
                    work(pool, number, clashes);
                }
            });
            threads[t].start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(clashes).hasValue(0);
        assertThat(pool.available()).isEqualTo(2000);
        assertThat(pool.audit()).isEmpty();
    }

    /// Whoever holds an mbuf leaves a mark in its bytes, which nobody else may change.
    private static void work(final Mempool pool, final int number, final AtomicInteger clashes) {
        final Mbuf[] burst = new Mbuf[48];
        for (int round = 0; round < 20_000 * TestPool.SOAK; round++) {
            final int n = 1 + round % 48;
            if (!pool.getBulk(burst, 0, n)) {
                Thread.yield();
                continue;
            }
            for (int i = 0; i < n; i++) {
                burst[i].append(8);
                burst[i].putLong(0, (long) number << 32 | i);
            }
            for (int i = 0; i < n; i++) {
                if (burst[i].getLong(0) != ((long) number << 32 | i)) {
                    clashes.incrementAndGet();
                }
            }
            Mbuf.freeBulk(burst, 0, n);
        }
    }

    @Test
    void isFedByOneThreadAndDrainedByAnother() throws InterruptedException {
        final Mempool pool = pool(1000, 64);
        final SpscRing ring = new SpscRing(128);
        final Thread consumer = new Thread(() -> {
            try (ThreadSlots.Registration _ = ThreadSlots.register()) {
                final Mbuf[] burst = new Mbuf[32];
                for (int received = 0; received < TOTAL;) {
                    final int n = ring.dequeueBurst(burst, 0, 32);
                    Mbuf.freeBulk(burst, 0, n);
                    received += n;
                    if (n == 0) {
                        Thread.yield();
                    }
                }
            }
        });
        consumer.start();
        final Mbuf[] burst = new Mbuf[32];
        for (int sent = 0; sent < TOTAL;) {
            final int n = Math.min(32, TOTAL - sent);
            if (!pool.getBulk(burst, 0, n)) {
                Thread.yield();
                continue;
            }
            for (int done = 0; done < n;) {
                final int taken = ring.enqueueBurst(burst, done, n - done);
                done += taken;
                if (taken == 0) {
                    Thread.yield();
                }
            }
            sent += n;
        }
        consumer.join();
        assertThat(pool.available()).isEqualTo(1000);
        assertThat(pool.audit()).isEmpty();
    }

    @Test
    void poolsOfSeveralEalsAreApart() {
        try (TestPool other = new TestPool()) {
            final Mbuf mine = test.pool.tryAlloc();
            final Mbuf theirs = other.pool.tryAlloc();
            Mbuf.freeBulk(new Mbuf[] {mine, theirs}, 0, 2);
            assertThat(test.pool.inUse()).isZero();
            assertThat(other.pool.inUse()).isZero();
            assertThat(Mempools.of(other.eal).find("test")).contains(other.pool);
            assertThat(Mempools.of(test.eal).find("test")).contains(test.pool);
        }
    }

    @Test
    void isFoundByItsNameUntilItIsClosed() {
        final Mempool pool = test.pool("named", 8);
        assertThat(Mempools.of(test.eal).find("named")).contains(pool);
        assertThat(Mempools.of(test.eal).all()).containsExactly(test.pool, pool);
        assertThatThrownBy(() -> test.pool("named", 8)).isInstanceOf(EalException.class).hasMessageContaining("create mempool named: EEXIST")
            .extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.EEXIST);
        pool.close();
        pool.close();
        assertThat(Mempools.of(test.eal).find("named")).isEmpty();
        test.pool("named", 8).close();
    }

    @Test
    void refusesToCloseWhileMbufsAreOut() {
        final Mempool pool = test.pool("busy", 8);
        final Mbuf out = pool.tryAlloc();
        assertThatThrownBy(pool::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("close of mempool busy: 1 of its 8 mbufs are still out");
        out.append(8);
        out.putLong(0, 42);
        assertThat(out.getLong(0)).as("it stays usable").isEqualTo(42);
        out.free();
        pool.close();
    }

    @Test
    void givesNothingOnceClosed() {
        final Mempool pool = test.pool("gone", 8);
        pool.tryAlloc().free();
        pool.close();
        assertThat(pool.tryAlloc()).isNull();
        assertThat(pool.getBulk(new Mbuf[4], 0, 4)).isFalse();
    }

    @Test
    void anMbufThatOutlivesItsEalCanStillBeTouched() {
        final Eal eal = Eal.init("-l", "0", "--no-huge", "--log-level", "lib.mempool:1");
        final Mempool pool = Mempool.builder(eal, "left").count(8).create();
        final Mbuf out = pool.tryAlloc();
        eal.close();
        out.append(8);
        out.putLong(0, 42);
        assertThat(out.getLong(0)).isEqualTo(42);
        assertThat(pool.tryAlloc()).isNull();
        out.free();
    }

    @ParameterizedTest
    @CsvSource({"0, 2176, 0, count 0: must be 1 to 2^30", "-1, 2176, 0, count -1: must be 1 to 2^30", "8, -1, 0, bufferLength -1: must be 0 to 1 MiB",
        "8, 1048577, 0, bufferLength 1048577: must be 0 to 1 MiB", "8, 2176, 513, cacheSize 513: must be 0 to 512", "8, 2176, -1, cacheSize -1: must be 0 to 512"})
    void refusesWhatCannotBe(final int count, final int bufferLength, final int cacheSize, final String message) {
        final Mempool.Builder builder = Mempool.builder(test.eal, "bad").count(count).bufferLength(bufferLength).cacheSize(cacheSize);
        assertThatThrownBy(builder::create).isInstanceOf(IllegalArgumentException.class).hasMessage("mempool bad: " + message);
        assertThat(Mempools.of(test.eal).find("bad")).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenThereIsNoMemory() {
        final Mempool.Builder huge = Mempool.builder(test.eal, "huge").count(1 << 30).bufferLength(1 << 20);
        assertThatThrownBy(huge::create).isInstanceOf(EalException.class);
        assertThat(Mempools.of(test.eal).find("huge")).isEmpty();
    }

    @Test
    void tellsItsStateInWords() {
        final Mbuf out = test.pool.tryAlloc();
        assertThat(test.pool.dump()).startsWith("mempool <test>@0x").contains("\n  size=256\n", "  populated_size=256\n", "  elt_size=2176\n",
            "  total_obj_size=2176\n", "    cache_size=16\n", "  get_fail=0\n");
        assertThat(test.pool).hasToString("Mempool[test, 255 of 256 free]");
        out.free();
    }
}
