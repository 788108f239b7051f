package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Pipe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The pipe through which a failsafe device is told where its VF is. Never waits.
///
/// Owns both ends. The failsafe device gets the number of the end to read from, and duplicates it while it is probed.
final class ControlPipe implements LineWriter.Sink, AutoCloseable {
    private final Pipe pipe = Pipe.nonBlocking();

    /// {@return the number to read from}
    int readFd() {
        return pipe.source().number();
    }

    @Override
    public long write(final String text) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment line = arena.allocateFrom(text);
            // Without the zero at the end.
            return FileCalls.write(CallState.current(), pipe.sink().number(), line.address(), line.byteSize() - 1);
        }
    }

    @Override
    public void close() {
        pipe.close();
    }
}
