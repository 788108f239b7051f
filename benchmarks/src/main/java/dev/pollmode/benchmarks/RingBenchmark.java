package dev.pollmode.benchmarks;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.MpmcRing;
import dev.pollmode.mbuf.Ring;
import dev.pollmode.mbuf.SpscRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs to put a packet into a ring and take it out again on one thread, at bursts of 32.
public class RingBenchmark extends TimedBenchmark {
    private static final int CAPACITY = 1024;

    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private Bench bench;
    private Ring ring;

    /// Which ring.
    @Param({"SPSC", "MPMC"})
    private String kind;

    /// Makes ring and packets.
    @Setup(Level.Trial)
    public void open() {
        bench = new Bench("net_null0");
        ring = "SPSC".equals(kind) ? new SpscRing(CAPACITY) : new MpmcRing(CAPACITY);
        bench.pool().getBulk(burst, 0, Bench.BURST);
    }

    /// Ends them.
    @TearDown(Level.Trial)
    public void close() {
        Mbuf.freeBulk(burst, 0, Bench.BURST);
        bench.close();
    }

    /// In and out.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public int inAndOut() {
        ring.enqueueBurst(burst, 0, Bench.BURST);
        return ring.dequeueBurst(burst, 0, Bench.BURST);
    }
}
