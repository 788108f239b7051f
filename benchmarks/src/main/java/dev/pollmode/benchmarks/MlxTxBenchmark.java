package dev.pollmode.benchmarks;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.PlayedSendQueue;
import dev.pollmode.mlx5.model.ServedFunction;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What the ConnectX driver costs per packet sent at bursts of 32: descriptors, doorbell, completion, packets back into their pool.
///
/// The device answers from memory: doorbells are mapped, and the benchmark writes the completion itself, in the same thread. No server and no
/// message is in the loop. [#pool()] is what the loop costs without a driver.
public class MlxTxBenchmark extends TimedBenchmark {
    private static final int LENGTH = 64;

    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private MlxBench bench;
    private Mempool pool;
    private TxQueue tx;
    private PlayedSendQueue device;

    /// Arguments of the driver: a work request per packet, several packets in one, and these with their bytes.
    @Param({"txq_mpw_en=0", "txq_mpw_en=1", "txqs_min_inline=0"})
    private String arguments;

    /// Serves a function and starts a port on it.
    @Setup(Level.Trial)
    public void open() throws IOException {
        final ServedFunction function = ServedFunction.playedByHand(ModelConfig.DEFAULT);
        bench = new MlxBench(function, arguments, EthConf.queues(1, 1), QueueConf.DEFAULT);
        pool = bench.pool;
        tx = bench.port.txQueue(0);
        device = function.sendQueues().getFirst();
    }

    /// Ends all of it.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        bench.close();
    }

    private void fill() {
        if (!pool.getBulk(burst, 0, Bench.BURST)) {
            throw new IllegalStateException("packets do not come home");
        }
        for (final Mbuf packet : burst) {
            packet.dataLength(LENGTH);
        }
    }

    /// Packets are taken from the pool, sent, and completed.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public int send() {
        fill();
        final int sent = tx.txBurst(burst, 0, Bench.BURST);
        device.complete(device.named());
        return sent;
    }

    /// Packets are taken from the pool and go back.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public void pool() {
        fill();
        Mbuf.freeBulk(burst, 0, Bench.BURST);
    }
}
