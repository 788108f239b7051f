package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipeTest {
    private final CallState state = CallState.create();

    @Test
    void carriesBytesFromSinkToSource() {
        try (Pipe pipe = Pipe.create()) {
            Mem.putLong(state.scratch, 1234);
            assertThat(FileCalls.write(state, pipe.sink().number(), state.scratch, 8)).isEqualTo(8);
            Mem.putLong(state.scratch, 0);
            assertThat(FileCalls.read(state, pipe.source().number(), state.scratch, 64)).isEqualTo(8);
            assertThat(Mem.getLong(state.scratch)).isEqualTo(1234);
        }
    }

    @Test
    void theNonBlockingFormDoesNotWait() {
        try (Pipe pipe = Pipe.nonBlocking()) {
            assertThat(FileCalls.read(state, pipe.source().number(), state.scratch, 8)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void endsWhenTheSinkIsClosed() {
        try (Pipe pipe = Pipe.create()) {
            pipe.sink().close();
            assertThat(FileCalls.read(state, pipe.source().number(), state.scratch, 8)).isZero();
        }
    }
}
