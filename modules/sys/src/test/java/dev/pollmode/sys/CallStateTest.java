package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallStateTest {
    private static <T> T onAThread(final Function<CallState, T> work) throws Exception {
        final CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> result.complete(work.apply(CallState.current()))).join();
        return result.get();
    }

    @Test
    void keepsTheErrorOfItsThread() throws Exception {
        assertThat(FileCalls.close(CallState.current(), -1)).isEqualTo(-Errno.EBADF);
        assertThat(onAThread(CallState::errno)).isZero();
        assertThat(CallState.current().errno()).isEqualTo(Errno.EBADF);
        assertThat(CallState.current()).isSameAs(CallState.current());
    }

    @Test
    @Timeout(60)
    void aThreadThatIsGoneLeavesItsMemoryToTheNext() throws Exception {
        final long own = CallState.current().scratch;
        final Set<Long> places = new HashSet<>();
        while (places.add(onAThread(state -> state.scratch))) {
            System.gc();
        }
        assertThat(places).doesNotContain(own);
    }
}
