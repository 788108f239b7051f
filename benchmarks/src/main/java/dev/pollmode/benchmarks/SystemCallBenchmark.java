package dev.pollmode.benchmarks;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.FileCalls;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a call into the kernel costs, errno included.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SystemCallBenchmark {
    private static final int WORD = 8;

    private final CallState callState = CallState.create();
    private final Arena arena = Arena.ofShared();
    private final long word = arena.allocate(WORD, WORD).address();
    private EventFd event;

    /// Opens the descriptor.
    @Setup(Level.Trial)
    public void open() {
        event = EventFd.create();
    }

    /// Closes it.
    @TearDown(Level.Trial)
    public void close() {
        event.close();
        arena.close();
    }

    /// A read that finds nothing.
    @Benchmark
    public long readNothing() {
        return FileCalls.read(callState, event.fd().number(), word, WORD);
    }
}
