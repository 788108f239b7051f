package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RLimitsTest {
    @Test
    void tellsTheLimitThatProcShows() throws IOException {
        final String line = Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(text -> text.startsWith("Max open files")).findFirst().orElseThrow();
        assertThat(line.split("\\s{2,}")[1]).isEqualTo(Long.toString(RLimits.soft(RLimits.NOFILE)));
        assertThat(line.split("\\s{2,}")[2]).isEqualTo(Long.toString(RLimits.hard(RLimits.NOFILE)));
    }

    @Test
    void setsAndRaisesTheLimitInForce() {
        final long soft = RLimits.soft(RLimits.NOFILE);
        final long hard = RLimits.hard(RLimits.NOFILE);
        try {
            RLimits.set(RLimits.NOFILE, hard - 1, hard);
            assertThat(RLimits.soft(RLimits.NOFILE)).isEqualTo(hard - 1);
            assertThat(RLimits.raiseToHard(RLimits.NOFILE)).isEqualTo(hard);
            assertThat(RLimits.soft(RLimits.NOFILE)).isEqualTo(hard);
        } finally {
            RLimits.set(RLimits.NOFILE, soft, hard);
        }
    }

    @Test
    void mistakesAreNamed() {
        final long hard = RLimits.hard(RLimits.NOFILE);
        assertThatThrownBy(() -> RLimits.set(RLimits.NOFILE, hard, hard - 1)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("setrlimit(RLIMIT_NOFILE): EINVAL");
        assertThatThrownBy(() -> RLimits.soft(99)).isInstanceOf(SysException.class).hasMessageContaining("getrlimit(99)");
    }
}
