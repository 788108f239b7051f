package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// EA-14, EA-15: what the command line says of memory becomes limits.
class MemoryPlanTest {
    private static final long MIB = 1L << 20;

    private static MemoryConfig plan(final String... words) {
        return MemoryPlan.of(EalOptionParser.withEnvironment(Map.of()).parse(UnknownWords.REFUSE, words).memory(), false);
    }

    @Test
    void limitsMemoryByPageSize() {
        final MemoryConfig config = plan("--pagesz-mem=2M:8M", "--pagesz-mem=1G:0");

        assertThat(config.allows(8 * MIB, 2 * MIB, 0)).isTrue();
        assertThat(config.allows(7 * MIB, 2 * MIB, 2 * MIB)).isFalse();
        assertThat(config.allows(5 * MIB, 2 * MIB, 2 * MIB)).isTrue();
        assertThat(config.allows(1, 1024 * MIB, 0)).isFalse();
        assertThat(config.allows(1024 * MIB, 16 * MIB, 1024 * MIB)).isTrue();
    }

    @Test
    void takesWhatIsAskedForWithoutHugePagesAsTheLimit() {
        assertThat(plan("--no-huge", "-m", "64").limitBytes()).isEqualTo(64 * MIB);
        assertThat(plan("--no-huge").limitBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(plan("-m", "64").askedBytes()).isEqualTo(64 * MIB);
    }

    @Test
    void addsUpTheNodes() {
        assertThat(plan("--numa-mem=64,32").askedBytes()).isEqualTo(96 * MIB);
        assertThat(plan("--numa-limit=64,32").limitBytes()).isEqualTo(96 * MIB);
        assertThat(plan("--numa-limit=64,0").limitBytes()).isEqualTo(Long.MAX_VALUE);
    }
}
