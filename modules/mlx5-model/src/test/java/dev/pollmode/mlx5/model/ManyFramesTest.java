package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Mem;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many frames at once, over several queues, none lost and none changed.
@Timeout(120)
class ManyFramesTest {
    private static final int FRAMES = Integer.getInteger("mlx5.frames", 20_000);
    private static final int QUEUES = 4;
    private static final int BATCH = 16;
    private static final byte[] KEY = new byte[40];

    static {
        new Random(1).nextBytes(KEY);
    }

    private final Random random = new Random(77);

    @ParameterizedTest
    @ValueSource(ints = {60, 1500, 9000, 0})
    void allArriveInTheOrderOfTheirFlow(final int size) {
        try (Host host = new Host(512 << 20);
             Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT.withFlowControl(true), host.dma, vector -> { }, new LoopWire())) {
            final TestDriver driver = new TestDriver(host, device);
            driver.startWithObjects(0);
            run(driver, size);
        }
    }

    private void run(final TestDriver driver, final int size) {
        final TestPort port = new TestPort(driver);
        port.open(9022);
        final TestRq[] queues = IntStream.range(0, QUEUES)
            .mapToObj(i -> new TestRq(driver, new TestCq(driver, 10, 3, false, 0), TestRq.CYCLIC, 8, 1, 9216, context -> { })).toArray(TestRq[]::new);
        port.everythingTo(port.hashedTarget(port.queueTable(IntStream.range(0, QUEUES).map(i -> queues[i].number).toArray()), KEY, false, true, 0xf));
        for (final TestRq queue : queues) {
            queue.post(queue.entries);
        }
        final TestSq sq = new TestSq(driver, new TestCq(driver, 8, -1, false, 0), 8, false);
        final long frames = driver.host.allocate(9216L * BATCH * 8, 4096);
        final byte[] template = Frames.ipv4(17, 0x0a000001, 0x0a000002, 1, 2, new byte[8958]);
        final int[] next = new int[QUEUES * 64];
        int sent = 0;
        int received = 0;
        int batches = 0;
        int done = 0;
        while (received < FRAMES) {
            if (sent < FRAMES && batches - done < 8) {
                sent += send(driver, sq, frames + 9216L * BATCH * (batches % 8), template, size, sent);
                batches++;
            }
            if (sq.cq.poll() != null) {
                done++;
            }
            final int before = received;
            for (final TestRq queue : queues) {
                received += receive(driver, queue, next);
            }
            if (received == before) {
                Thread.yield();
            }
        }
        assertThat(IntStream.of(next).sum()).isEqualTo(FRAMES);
    }

    /// Each frame carries its flow and its number in the flow, and bytes made of both.
    private int send(final TestDriver driver, final TestSq sq, final long memory, final byte[] template, final int size, final int first) {
        final int count = Math.min(BATCH, FRAMES - first);
        final Struct wqe = TestSq.wqe(2 + count, 0, SendWqe.OPCODE_ENHANCED_MPW, true);
        for (int i = 0; i < count; i++) {
            final int flow = (first + i) % 64;
            final int number = (first + i) / 64;
            final int length = size > 0 ? size : 60 + random.nextInt(8941);
            final long at = driver.host.address(memory + 9216L * i);
            Mem.copy(template, 0, at, 42);
            Mem.putShortBe(at + 16, (short) (length - 14));
            Mem.putShortBe(at + 34, (short) (1000 + flow));
            Mem.putShortBe(at + 38, (short) (length - 34));
            Mem.putInt(at + 42, flow);
            Mem.putInt(at + 46, number);
            Mem.fill(at + 50, length - 50, (byte) (flow * 31 + number));
            TestSq.pointer(wqe, SendWqe.DATA + i * 16, length, driver.lkey, memory + 9216L * i);
        }
        sq.post(wqe);
        sq.ring();
        return count;
    }

    private static int receive(final TestDriver driver, final TestRq queue, final int[] next) {
        int count = 0;
        for (TestCq.Completion completion = queue.cq.poll(); completion != null; completion = queue.cq.poll()) {
            final long at = driver.host.address(queue.buffer(completion.counter()));
            final int flow = Mem.getInt(at + 42);
            final int number = Mem.getInt(at + 46);
            if (next[flow]++ != number) {
                throw new AssertionError("flow " + flow + " has " + number + " after " + (next[flow] - 2));
            }
            final byte filler = (byte) (flow * 31 + number);
            for (int i = 50; i < completion.byteCount(); i++) {
                if (Mem.getByte(at + i) != filler) {
                    throw new AssertionError("a byte has changed at " + i);
                }
            }
            count++;
        }
        if (count > 0) {
            queue.post(count);
        }
        return count;
    }

    @Test
    void withoutFlowControlWhatFindsNoBufferIsDroppedAndTheRestArrives() {
        try (Host host = new Host(64 << 20); Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> { }, new LoopWire())) {
            final TestDriver driver = new TestDriver(host, device);
            driver.startWithObjects(0);
            final TestPort port = new TestPort(driver);
            port.open(1522);
            final TestRq rq = new TestRq(driver, new TestCq(driver, 6, -1, false, 0), TestRq.CYCLIC, 4, 1, 2048, context -> { });
            port.everythingTo(port.directTarget(rq.number));
            rq.post(16);
            final TestSq sq = new TestSq(driver, new TestCq(driver, 8, -1, false, 0), 8, false);
            for (int i = 0; i < 100; i++) {
                sq.sendPointer(Frames.plain(random, 100 + i), i == 99);
            }
            sq.ring();
            sq.cq.await();
            for (int i = 0; i < 16; i++) {
                assertThat(rq.cq.await().byteCount()).isEqualTo(100 + i);
            }
            // Everything has been looked at when the link is gone.
            device.setLink(false);
            device.setLink(true);
            TestDriver.await("drops", () -> rq.cq.poll() == null);
            rq.post(1);
            sq.sendPointer(Frames.plain(random, 300), true);
            sq.ring();
            assertThat(rq.cq.await().byteCount()).isEqualTo(300);
        }
    }
}
