package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Mem;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where compressed completions lie in the ring: what drivers rely on that read it in other ways than ours.
class CompressionTest {
    private static final int SESSION = 16;

    private final Random random = new Random(11);
    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> { }, new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);
    private final TestPort port = new TestPort(driver);
    private TestSq sq;

    @BeforeEach
    void start() {
        driver.startWithObjects(0);
        port.open(2022);
        sq = new TestSq(driver, new TestCq(driver, 8, -1, false, 0), 8, false);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    private TestRq queue(final int logSize, final int format) {
        final TestRq rq = new TestRq(driver, new TestCq(driver, logSize, format, false, 0), TestRq.CYCLIC, 8, 1, 2048, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        rq.post(rq.entries);
        return rq;
    }

    /// Sends frames of growing length with one doorbell, so that they arrive together.
    private void send(final int count) {
        final long mark = host.mark();
        for (int i = 0; i < count; i++) {
            sq.sendPointer(Frames.plain(random, 100 + i), i == count - 1);
        }
        sq.ring();
        sq.cq.await();
        host.release(mark);
    }

    private static Struct awaitEntry(final TestCq cq, final int index) {
        final int lap = index >>> cq.logSize & 1;
        TestDriver.await("completion " + index, () -> {
            final int opOwn = cq.entry(index).getByte(Cqe.OP_OWN);
            return (opOwn & 1) == lap && Cqe.opcode(opOwn) != Cqe.OPCODE_INVALID;
        });
        return cq.entry(index);
    }

    @Test
    void aSessionIsATitleAndArraysOfEightAtFixedPlacesWithHolesBetween() {
        final TestRq rq = queue(6, MiniCqe.CHECKSUM);
        final byte[][] before = new byte[SESSION][];
        for (int i = 0; i < SESSION; i++) {
            before[i] = rq.cq.entry(i).toByteArray();
        }
        send(SESSION);
        final Struct title = awaitEntry(rq.cq, 0);
        assertThat(title.getByte(Cqe.OP_OWN)).isEqualTo(Cqe.opOwn(Cqe.OPCODE_RESPONDER, Cqe.FORMAT_COMPRESSED, 0));
        assertThat(title.getInt(Cqe.BYTE_COUNT)).isEqualTo(SESSION);
        assertThat(title.getInt(Cqe.WQE_COUNTER) >>> 16).isZero();
        for (int packet = 0; packet < SESSION; packet++) {
            final Struct array = rq.cq.entry(packet < MiniCqe.PER_SLOT ? 1 : MiniCqe.PER_SLOT);
            final Struct mini = array.at(packet % MiniCqe.PER_SLOT * MiniCqe.SIZE, MiniCqe.SIZE);
            final byte[] frame = rq.bytes(packet, 0, 100 + packet);
            assertThat(mini.getInt(MiniCqe.BYTE_COUNT)).isEqualTo(frame.length);
            assertThat(mini.getInt(0) >>> 16).isEqualTo(Frames.sum(frame, 14, frame.length, 0));
        }
        for (int slot = 2; slot < SESSION; slot++) {
            if (slot != MiniCqe.PER_SLOT) {
                assertThat(rq.cq.entry(slot).toByteArray()).as("slot %d", slot).isEqualTo(before[slot]);
            }
        }
    }

    /// Vectorized drivers read and give back the entries of a session without looking for the end of the ring.
    @Test
    void noSessionGoesBeyondTheEndOfTheRing() {
        final TestRq rq = queue(5, MiniCqe.HASH);
        int sessions = 0;
        int ends = 0;
        for (int round = 0; round < 60; round++) {
            final int count = 1 + random.nextInt(SESSION);
            send(count);
            for (int seen = 0; seen < count;) {
                final Struct entry = awaitEntry(rq.cq, rq.cq.consumer);
                final boolean compressed = Cqe.format(entry.getByte(Cqe.OP_OWN)) == Cqe.FORMAT_COMPRESSED;
                final int packets = compressed ? entry.getInt(Cqe.BYTE_COUNT) : 1;
                final int end = (rq.cq.consumer & 31) + packets;
                assertThat(end).isLessThanOrEqualTo(32);
                sessions += compressed ? 1 : 0;
                ends += end == 32 ? 1 : 0;
                for (int i = 0; i < packets; i++) {
                    assertThat(rq.cq.await().byteCount()).isEqualTo(100 + seen++);
                }
            }
            rq.post(count);
        }
        assertThat(sessions).isGreaterThan(20);
        assertThat(ends).isGreaterThan(5);
    }

    @Test
    void anErrorEndsASessionAndStandsAlone() {
        final TestRq rq = queue(6, MiniCqe.HASH);
        Mem.putIntBe(rq.wqe(5), 64);
        send(8);
        final Struct title = awaitEntry(rq.cq, 0);
        assertThat(title.getInt(Cqe.BYTE_COUNT)).isEqualTo(5);
        final Struct error = awaitEntry(rq.cq, 5);
        assertThat(Cqe.opcode(error.getByte(Cqe.OP_OWN))).isEqualTo(Cqe.OPCODE_RESPONDER_ERROR);
        assertThat(Cqe.format(error.getByte(Cqe.OP_OWN))).isEqualTo(Cqe.FORMAT_NONE);
        assertThat(error.getByte(Cqe.SYNDROME)).isEqualTo(Cqe.SYNDROME_LOCAL_LENGTH);
        assertThat(error.getInt(Cqe.WQE_COUNTER) >>> 16).isEqualTo(5);
        final Struct flushed = awaitEntry(rq.cq, 6);
        assertThat(flushed.getByte(Cqe.SYNDROME)).isEqualTo(Cqe.SYNDROME_FLUSHED);
        assertThat(flushed.getInt(Cqe.WQE_COUNTER) >>> 16).isEqualTo(6);
    }
}
