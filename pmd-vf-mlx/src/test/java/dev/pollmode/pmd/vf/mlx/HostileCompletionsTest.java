package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.PlayedSendQueue;
import dev.pollmode.mlx5.prm.Cqe;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A device whose completions of sending are nonsense: the queue stops and counts, and every packet comes home when the port stops.
@Timeout(180)
class HostileCompletionsTest {
    private static final int BURST = 8;

    @TempDir
    private Path directory;
    private ModelPort lab;
    private EthDev port;
    private TxQueue queue;
    private PlayedSendQueue device;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT, ",txq_mpw_en=0");
        lab.function.device().playByHand();
        start();
    }

    private void start() {
        port = lab.started(EthConf.queues(1, 1));
        queue = port.txQueue(0);
        device = lab.function.sendQueues().getFirst();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private int send(final int count) {
        final Mbuf[] burst = new Mbuf[count];
        for (int i = 0; i < count; i++) {
            burst[i] = lab.packet(new byte[64]);
        }
        final int sent = queue.txBurst(burst, 0, count);
        Mbuf.freeBulk(burst, sent, count - sent);
        return sent;
    }

    /// The queue stops at what the device says, and is made anew with the port.
    private void stopsAt(final Consumer<PlayedSendQueue> nonsense) {
        final int receiving = lab.pool.inUse();
        final long before = port.stats().txErrors();
        assertThat(send(BURST)).isEqualTo(BURST);
        nonsense.accept(device);
        assertThat(queue.cleanUp(0)).isZero();
        assertThat(send(BURST)).isZero();
        assertThat(lab.pool.inUse()).isEqualTo(receiving + BURST);
        assertThat(port.stats().txErrors()).isEqualTo(before + BURST);
        device.complete(BURST - 1);
        assertThat(queue.cleanUp(0)).isZero();
        port.stop();
        assertThat(lab.pool.inUse()).isZero();
        start();
        assertThat(send(BURST)).isEqualTo(BURST);
        device.complete(BURST - 1);
        assertThat(queue.cleanUp(0)).isEqualTo(BURST);
    }

    @Test
    void aCompletionOfWorkThatIsNotDueStopsTheQueue() {
        for (final int counter : new int[] {0, BURST - 2, BURST, 0xffff, 0x7000}) {
            stopsAt(side -> side.tell(Cqe.OPCODE_REQUESTER, side.number(), counter));
        }
    }

    @Test
    void aCompletionForAnotherQueueStopsTheQueue() {
        stopsAt(side -> side.tell(Cqe.OPCODE_REQUESTER, side.number() + 1, BURST - 1));
        stopsAt(side -> side.tell(Cqe.OPCODE_REQUESTER, 0, BURST - 1));
    }

    @Test
    void aCompletionOfAnotherKindStopsTheQueue() {
        for (final int opcode : new int[] {Cqe.OPCODE_REQUESTER_ERROR, Cqe.OPCODE_RESPONDER, Cqe.OPCODE_RESPONDER_ERROR, 1, 7}) {
            stopsAt(side -> side.tell(opcode, side.number(), BURST - 1));
        }
    }

    @Test
    void aCompletionTwiceStopsTheQueue() {
        assertThat(send(BURST)).isEqualTo(BURST);
        device.complete(BURST - 1);
        device.complete(BURST - 1);
        assertThat(queue.cleanUp(0)).isEqualTo(BURST);
        assertThat(send(BURST)).isZero();
        assertThat(port.stats().txErrors()).isPositive();
    }

    @Test
    void aWorkRequestOfManyPacketsIsNamedByItsFirstBlock() throws Exception {
        lab.close();
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        lab.function.device().playByHand();
        start();
        assertThat(send(BURST)).isEqualTo(BURST);
        assertThat(device.written()).isEqualTo(3);
        device.complete(0);
        assertThat(queue.cleanUp(0)).isEqualTo(BURST);
        assertThat(send(BURST)).isEqualTo(BURST);
        device.complete(device.written() - 1);
        assertThat(queue.cleanUp(0)).isZero();
        assertThat(send(BURST)).isZero();
        assertThat(port.stats().txErrors()).isEqualTo(BURST);
    }

    @Test
    void randomCompletionsNeverReachBeyondTheQueue() {
        final Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 20; i++) {
                send(1 + random.nextInt(BURST));
                device.tell(random.nextInt(8) == 0 ? random.nextInt(15) : Cqe.OPCODE_REQUESTER, device.number(),
                    random.nextInt(4) == 0 ? random.nextInt(1 << 16) : device.written() - 1);
            }
            queue.cleanUp(0);
            port.stop();
            assertThat(lab.pool.inUse()).isZero();
            start();
        }
    }
}
