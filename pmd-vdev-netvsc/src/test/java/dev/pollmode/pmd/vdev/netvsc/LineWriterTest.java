package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.LogOptions;
import dev.pollmode.eal.Logs;
import dev.pollmode.eal.EalOptions;
import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineWriterTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final LogOptions options = EalOptions.parse().logs();
    private final List<String> written = new ArrayList<>();
    private long answer;
    private final LineWriter writer = new LineWriter(text -> {
        written.add(text);
        return answer == Long.MAX_VALUE ? text.length() : answer;
    }, Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), options).logger("pmd.net.vdev_netvsc"));

    /// VN-53, VN-58.
    @Test
    void writesALineAtOnce() {
        answer = Long.MAX_VALUE;
        assertThat(writer.write("a8f0:00:02.0", "x")).isTrue();
        assertThat(written).containsExactly("a8f0:00:02.0\n");
    }

    /// VN-55.
    @ParameterizedTest
    @ValueSource(ints = {Errno.EAGAIN, Errno.EINTR})
    void saysNothingOfAFullPipe(final int errno) {
        answer = -errno;
        assertThat(writer.write("a8f0:00:02.0", "x")).isFalse();
        assertThat(written).hasSize(1);
        assertThat(logged.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /// VN-56: once, not in each round.
    @Test
    void warnsOfOtherTroubleOnce() {
        answer = -Errno.EPIPE;
        assertThat(writer.write("a8f0:00:02.0", "cannot associate")).isFalse();
        assertThat(writer.write("a8f0:00:02.0", "cannot associate")).isFalse();
        assertThat(logged.toString(StandardCharsets.UTF_8)).containsOnlyOnce("cannot associate: write: EPIPE");
        answer = Long.MAX_VALUE;
        assertThat(writer.write("a8f0:00:02.0", "cannot associate")).isTrue();
        answer = -Errno.EPIPE;
        writer.write("a8f0:00:02.0", "cannot associate");
        assertThat(logged.toString(StandardCharsets.UTF_8).split("EPIPE", -1)).hasSize(3);
    }

    /// VN-57.
    @Test
    void endsALineThatWasCutShort() {
        answer = 5;
        assertThat(writer.write("a8f0:00:02.0", "x")).isFalse();
        assertThat(written).containsExactly("a8f0:00:02.0\n", "\n");
    }
}
