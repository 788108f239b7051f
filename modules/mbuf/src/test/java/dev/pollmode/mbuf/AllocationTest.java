package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollmode.test.base.Allocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Taking, giving and passing mbufs on allocates nothing.
class AllocationTest {
    private final TestPool test = new TestPool();
    private final Mbuf[] burst = new Mbuf[32];

    AllocationTest() {
        assumeFalse(Checked.ON, "checked mode allocates for every mbuf");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static double bytesPerRoundInThreadWithoutSlot(final Runnable work) throws InterruptedException {
        final double[] result = new double[1];
        final Thread thread = new Thread(() -> result[0] = Allocation.bytesPerRound(work));
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
        assertThat(Allocation.bytesPerRound(this::single)).isLessThan(Allocation.NOTHING);
        assertThat(Allocation.bytesPerRound(this::bulk)).isLessThan(Allocation.NOTHING);
    }

    @Test
    void singleAndBulkWithoutASlot() throws InterruptedException {
        assertThat(bytesPerRoundInThreadWithoutSlot(this::single)).isLessThan(Allocation.NOTHING);
        assertThat(bytesPerRoundInThreadWithoutSlot(this::bulk)).isLessThan(Allocation.NOTHING);
    }

    @Test
    void rings() {
        for (final Ring ring : new Ring[] {new SpscRing(64), new MpmcRing(64)}) {
            test.pool.getBulk(burst, 0, 32);
            assertThat(Allocation.bytesPerRound(() -> {
                ring.enqueueBurst(burst, 0, 32);
                ring.dequeueBurst(burst, 0, 32);
            })).isLessThan(Allocation.NOTHING);
            Mbuf.freeBulk(burst, 0, 32);
        }
    }

    @Test
    void chainsClonesAndDynamicFields() {
        final int field = DynamicFields.of(test.eal).registerField("example");
        assertThat(Allocation.bytesPerRound(() -> {
            final Mbuf packet = test.pool.tryAlloc();
            packet.append(100);
            packet.dynamicField(field, packet.getLong(8));
            final Mbuf tail = test.pool.tryAlloc();
            tail.append(10);
            packet.chain(tail);
            packet.cloneInto(test.pool).free();
            packet.linearize();
            packet.free();
        })).isLessThan(Allocation.NOTHING);
    }
}
