package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The numbers are never closed here: they are no descriptors of this process.
class ControlMessagesTest {
    private static final int FD = 1_000_000;

    private final Mapping memory = Mapping.anonymous(8192);
    // At the end of the mapping: reading beyond would end the JVM.
    private final long end = memory.address() + memory.length();
    private final List<Fd> fds = new ArrayList<>();

    @AfterEach
    void unmap() {
        memory.close();
    }

    @Test
    void takesTheDescriptorsOfEveryMessage() {
        final long at = end - ControlMessages.space(3) - ControlMessages.space(1);
        final long first = ControlMessages.put(at, FD, FD + 1, FD + 2);
        ControlMessages.put(at + first, FD + 3);
        assertThat(ControlMessages.take(at, end - at, fds)).isTrue();
        assertThat(fds).extracting(Fd::number).containsExactly(FD, FD + 1, FD + 2, FD + 3);
    }

    @Test
    void skipsMessagesOfOtherKinds() {
        final long at = end - 2 * ControlMessages.space(1);
        ControlMessages.put(at, FD);
        Mem.putInt(at + 12, 2);
        ControlMessages.put(at + ControlMessages.space(1), FD + 1);
        assertThat(ControlMessages.take(at, end - at, fds)).isTrue();
        assertThat(fds).extracting(Fd::number).containsExactly(FD + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 15, 25, 4096, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 7, -1, Long.MIN_VALUE})
    void aLengthOutOfBoundsIsRefused(final long length) {
        final long at = end - 24;
        ControlMessages.put(at, FD);
        Mem.putLong(at, length);
        assertThat(ControlMessages.take(at, 24, fds)).isFalse();
        assertThat(fds).isEmpty();
    }

    @Test
    void halfADescriptorIsRefusedAndTheWholeOnesAreKeptForClosing() {
        final long at = end - 24;
        ControlMessages.put(at, FD);
        Mem.putLong(at, 22);
        assertThat(ControlMessages.take(at, 24, fds)).isFalse();
        assertThat(fds).extracting(Fd::number).containsExactly(FD);
    }

    @Test
    void noControlDataAreNoDescriptors() {
        assertThat(ControlMessages.take(0, 0, fds)).isTrue();
        assertThat(ControlMessages.take(end - 8, 8, fds)).isTrue();
        assertThat(fds).isEmpty();
    }

    @Test
    void randomBytesAreNeverReadBeyondTheirEnd() {
        final SplittableRandom random = new SplittableRandom(4711);
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            final int length = random.nextInt(0, 257);
            final long at = end - length;
            for (long i = at; i < end; i++) {
                Mem.putByte(i, (byte) random.nextInt(0, 4));
            }
            if (length >= 24 && random.nextBoolean()) {
                Mem.putLong(at, random.nextLong(0, 300));
                Mem.putInt(at + 8, Sock.SOL_SOCKET);
                Mem.putInt(at + 12, Sock.SCM_RIGHTS);
            }
            if (!ControlMessages.take(at, length, fds)) {
                refused++;
            }
            assertThat(fds).hasSizeLessThanOrEqualTo(length / 4);
            fds.clear();
        }
        assertThat(refused).isPositive();
    }
}
