package dev.pollmode.benchmarks;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.FileCalls;
import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What a call into the kernel costs, errno included.
public class SystemCallBenchmark extends TimedBenchmark {
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
