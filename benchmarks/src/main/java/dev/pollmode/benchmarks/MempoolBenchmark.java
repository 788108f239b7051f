package dev.pollmode.benchmarks;

import dev.pollmode.mbuf.Mbuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs to take a packet buffer and give it back.
public class MempoolBenchmark extends TimedBenchmark {
    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private Bench bench;

    /// Makes the pool.
    @Setup(Level.Trial)
    public void open() {
        bench = new Bench("net_null0");
    }

    /// Ends it.
    @TearDown(Level.Trial)
    public void close() {
        bench.close();
    }

    /// One mbuf at a time.
    @Benchmark
    public void one() {
        bench.pool().tryAlloc().free();
    }

    /// A burst at a time, per mbuf.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public void bulk() {
        if (bench.pool().getBulk(burst, 0, Bench.BURST)) {
            Mbuf.freeBulk(burst, 0, Bench.BURST);
        }
    }
}
