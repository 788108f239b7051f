package dev.pollmode.benchmarks;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.PlayedSendQueue;
import dev.pollmode.mlx5.model.ServedFunction;
import dev.pollmode.vfio.user.VfioUserServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the ConnectX driver costs per packet sent at bursts of 32: descriptors, doorbell, completion, packets back into their pool.
///
/// The device answers from memory: doorbells are mapped, and the benchmark writes the completion itself, in the same thread. No server and no
/// message is in the loop. [#pool()] is what the loop costs without a driver.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MlxTxBenchmark {
    private static final String ADDRESS = "0000:af:00.2";
    private static final int MBUFS = 4096;
    private static final int LENGTH = 64;

    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private Path directory;
    private ServedFunction function;
    private VfioUserServer server;
    private Eal eal;
    private ThreadSlots.Registration slot;
    private Mempool pool;
    private EthDev port;
    private TxQueue tx;
    private PlayedSendQueue device;

    /// Arguments of the driver: a work request per packet, several packets in one, and these with their bytes.
    @Param({"txq_mpw_en=0", "txq_mpw_en=1", "txqs_min_inline=0"})
    private String arguments;

    /// Serves a function and starts a port on it.
    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("mlx-bench");
        function = ServedFunction.playedByHand(ModelConfig.DEFAULT);
        server = VfioUserServer.listen(directory.resolve("vf.sock"), function);
        server.start("function");
        eal = Eal.init("--no-pci", "--no-huge", "--log-level=*:error", "--vfio-user", ADDRESS + "=" + directory.resolve("vf.sock"),
            "-a", ADDRESS + "," + arguments);
        slot = ThreadSlots.register();
        pool = Mempool.builder(eal, "bench").count(MBUFS).create();
        port = EthDevs.of(eal).port(0);
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        tx = port.txQueue(0);
        device = function.sendQueues().getFirst();
    }

    /// Ends all of it.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        port.close();
        pool.close();
        slot.close();
        eal.close();
        server.close();
        function.close();
        Files.delete(directory);
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
