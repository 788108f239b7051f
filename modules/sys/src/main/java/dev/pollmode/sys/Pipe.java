package dev.pollmode.sys;

/// A pipe: what is written to one end is read from the other; see pipe(2). Owns both ends.
public final class Pipe implements AutoCloseable {
    private final Fd source;
    private final Fd sink;

    private Pipe(final Fd source, final Fd sink) {
        this.source = source;
        this.sink = sink;
    }

    /// {@return a new pipe whose ends wait when it is empty or full}
    public static Pipe create() {
        return create(0);
    }

    /// {@return a new pipe whose ends return `EAGAIN` when it is empty or full}
    public static Pipe nonBlocking() {
        return create(Fd.O_NONBLOCK);
    }

    private static Pipe create(final int flags) {
        final CallState state = CallState.current();
        SysException.check(FileCalls.pipe2(state, state.scratch, flags | Fd.O_CLOEXEC), "pipe2");
        return new Pipe(Fd.of(Mem.getInt(state.scratch)), Fd.of(Mem.getInt(state.scratch + Integer.BYTES)));
    }

    /// {@return the end to read from}
    public Fd source() {
        return source;
    }

    /// {@return the end to write to}
    public Fd sink() {
        return sink;
    }

    @Override
    public void close() {
        sink.close();
        source.close();
    }
}
