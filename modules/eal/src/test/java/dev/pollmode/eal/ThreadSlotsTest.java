package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadSlotsTest {
    @Test
    void givesAThreadASlotUntilItsLastRegistrationIsClosed() {
        assertThat(ThreadSlots.current()).isEqualTo(-1);
        final ThreadSlots.Registration outer = ThreadSlots.register();
        final ThreadSlots.Registration inner = ThreadSlots.register();
        assertThat(ThreadSlots.current()).isEqualTo(outer.slot()).isEqualTo(inner.slot()).isBetween(0, ThreadSlots.MAX - 1);
        outer.close();
        outer.close();
        assertThat(ThreadSlots.current()).isEqualTo(inner.slot());
        inner.close();
        assertThat(ThreadSlots.current()).isEqualTo(-1);
    }

    @Test
    void takesASlotBackForAnotherThread() throws InterruptedException {
        try (ThreadSlots.Registration mine = ThreadSlots.register()) {
            final Thread other = new Thread(mine::close);
            other.start();
            other.join();
            assertThat(ThreadSlots.current()).isEqualTo(-1);
        }
    }

    @Test
    void refusesWhenAllAreTakenAndTakesThoseOfThreadsThatEnded() throws InterruptedException {
        final List<ThreadSlots.Registration> taken = new ArrayList<>();
        final List<Thread> keepers = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                for (int i = 0; i <= ThreadSlots.MAX; i++) {
                    final Thread keeper = new Thread(() -> { });
                    keepers.add(keeper);
                    taken.add(ThreadSlots.registerFor(keeper));
                }
            }).isInstanceOf(EalException.class).hasMessageContaining("all 128 thread slots").extracting("errno").isEqualTo(Errno.ENOSPC);
            final Thread ended = keepers.getFirst();
            ended.start();
            ended.join();
            try (ThreadSlots.Registration mine = ThreadSlots.register()) {
                assertThat(mine.slot()).isEqualTo(taken.getFirst().slot());
                taken.getFirst().close(); // of the thread that ended: must not touch the new holder
                assertThat(ThreadSlots.current()).isEqualTo(mine.slot());
            }
        } finally {
            taken.forEach(ThreadSlots.Registration::close);
        }
    }

    /// Two threads never hold the same slot at the same time, and what one left is seen by the next.
    @Test
    void keepsThreadsApartUnderStress() throws InterruptedException, ExecutionException {
        final AtomicIntegerArray holders = new AtomicIntegerArray(ThreadSlots.MAX);
        final long[] plain = new long[ThreadSlots.MAX];
        final Callable<Integer> churn = () -> {
            int clashes = 0;
            for (int i = 0; i < 20_000; i++) {
                try (ThreadSlots.Registration mine = ThreadSlots.register()) {
                    clashes += holders.getAndIncrement(mine.slot()) == 0 ? 0 : 1;
                    plain[mine.slot()]++;
                    clashes += ThreadSlots.current() == mine.slot() ? 0 : 1;
                    holders.decrementAndGet(mine.slot());
                }
            }
            return clashes;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            final List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(threads.submit(churn));
            }
            for (final Future<Integer> result : results) {
                assertThat(result.get()).isZero();
            }
        }
        assertThat(java.util.Arrays.stream(plain).sum()).isEqualTo(80_000);
    }
}
