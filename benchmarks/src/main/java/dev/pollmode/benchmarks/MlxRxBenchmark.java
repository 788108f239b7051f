package dev.pollmode.benchmarks;

import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.model.LoopWire;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.ServedFunction;
import java.io.IOException;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What the ConnectX driver costs per packet received at bursts of 32: completion, offloads, mbuf, a new buffer for the device, and the packet back
/// into its pool.
///
/// The device answers from memory: the benchmark writes the completions itself, in the same thread ([PlayedCompletions]). No server and no message is
/// in the loop. [#pool()] is what the loop costs without a driver; `BurstBenchmark.io` of `net_ring0` is an in-process ring.
public class MlxRxBenchmark extends TimedBenchmark {
    private static final String STRIDING = "rxq_cqe_comp_en=0,mprq_en=1,rxqs_min_mprq=1,mprq_log_stride_num=6";
    private static final int LOG_DESCRIPTORS = 8;
    private static final int LOG_STRIDES = 6;
    private static final int LENGTH = 64;

    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private MlxBench bench;
    private Mempool pool;
    private RxQueue rx;
    private PlayedCompletions device;

    /// How the queue receives: completions alone, in sessions; strides whose frames are copied, and shown.
    @Param({"alone", "compressed", "copied", "shown"})
    private String form;

    /// Serves a function and starts a port on it.
    @Setup(Level.Trial)
    public void open() throws IOException {
        bench = new MlxBench(new ServedFunction(ModelConfig.DEFAULT, new LoopWire()), arguments(),
            EthConf.queues(1, 1).withRxOffloads(Set.of(RxOffload.RSS_HASH, RxOffload.IPV4_CKSUM, RxOffload.UDP_CKSUM, RxOffload.TCP_CKSUM)),
            QueueConf.descriptors(1 << LOG_DESCRIPTORS));
        pool = bench.pool;
        rx = bench.port.rxQueue(0);
        device = device();
    }

    private String arguments() {
        return switch (form) {
            case "alone" -> "rxq_cqe_comp_en=0";
            case "compressed" -> "rxq_cqe_comp_en=1";
            case "copied" -> STRIDING;
            default -> STRIDING + ",mprq_max_memcpy_len=0";
        };
    }

    /// The ring of completions is the first thing in the memory of a queue; one for sessions has twice as many entries.
    private PlayedCompletions device() {
        final MemoryRegion memory = bench.eal.memory().regions().stream().filter(region -> region.name().endsWith(" rx 0")).findFirst().orElseThrow();
        final boolean compressed = form.equals("compressed");
        final boolean strides = form.equals("copied") || form.equals("shown");
        return new PlayedCompletions(memory.address(), LOG_DESCRIPTORS + (compressed ? 1 : 0), LENGTH, compressed, strides ? LOG_STRIDES : 0);
    }

    /// Ends all of it.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        final long errors = bench.port.stats().rxErrors();
        bench.close();
        if (errors != 0) {
            throw new IllegalStateException("the driver did not believe the device");
        }
    }

    /// Packets come, and go back to the pool.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public int receive() {
        device.play(Bench.BURST);
        final int received = rx.rxBurst(burst, 0, Bench.BURST);
        if (received != Bench.BURST) {
            throw new IllegalStateException(received + " packets of " + Bench.BURST);
        }
        Mbuf.freeBulk(burst, 0, received);
        return received;
    }

    /// Packets are taken from the pool and go back.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public void pool() {
        if (pool.getBulk(burst, 0, Bench.BURST)) {
            Mbuf.freeBulk(burst, 0, Bench.BURST);
        }
    }
}
