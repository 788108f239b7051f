package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Taking, giving and passing mbufs on allocates nothing.
class AllocationTest {
    private static final int ROUNDS = 20_000;

    private final TestPool test = new TestPool();
    private final Mbuf[] burst = new Mbuf[32];

    AllocationTest() {
        assumeFalse(Checked.ON, "checked mode allocates for every mbuf");
    }

    @AfterEach
    void close() {
        test.close();
    }

    /// The least of a few attempts: what the compiler allocates meanwhile is on its own threads, but the first rounds are interpreted.
    private static double bytesPerRound(final Runnable work) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                work.run();
            }
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
        }
        return least;
    }

    private static double bytesPerRoundInThreadWithoutSlot(final Runnable work) throws InterruptedException {
        final double[] result = new double[1];
        final Thread thread = new Thread(() -> result[0] = bytesPerRound(work));
        thread.start();
        thread.join();
        return result[0];
    }

    private void single() {
        test.pool.tryAlloc().free();
    }

    private void bulk() {
        test.pool.getBulk(burst, 0, 32);
        Mbuf.freeBulk(burst, 0, 32);
    }

    @Test
    void singleAndBulk() {
        assertThat(bytesPerRound(this::single)).isLessThan(0.1);
        assertThat(bytesPerRound(this::bulk)).isLessThan(0.1);
    }

    @Test
    void singleAndBulkWithoutASlot() throws InterruptedException {
        assertThat(bytesPerRoundInThreadWithoutSlot(this::single)).isLessThan(0.1);
        assertThat(bytesPerRoundInThreadWithoutSlot(this::bulk)).isLessThan(0.1);
    }

    @Test
    void rings() {
        for (final Ring ring : new Ring[] {new SpscRing(64), new MpmcRing(64)}) {
            test.pool.getBulk(burst, 0, 32);
            assertThat(bytesPerRound(() -> {
                ring.enqueueBurst(burst, 0, 32);
                ring.dequeueBurst(burst, 0, 32);
            })).isLessThan(0.1);
            Mbuf.freeBulk(burst, 0, 32);
        }
    }

    @Test
    void chainsClonesAndDynamicFields() {
        final int field = DynamicFields.of(test.eal).registerField("example");
        assertThat(bytesPerRound(() -> {
            final Mbuf packet = test.pool.tryAlloc();
            packet.append(100);
            packet.dynamicField(field, packet.getLong(8));
            final Mbuf tail = test.pool.tryAlloc();
            tail.append(10);
            packet.chain(tail);
            packet.cloneInto(test.pool).free();
            packet.linearize();
            packet.free();
        })).isLessThan(0.1);
    }
}
