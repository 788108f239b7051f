package dev.pollmode.benchmarks;

import dev.pollmode.mbuf.Mbuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to take a packet buffer and give it back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MempoolBenchmark {
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
