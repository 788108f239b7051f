package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WarmupTest {
    @Test
    void everyFrameComesThrough() {
        assertThat(Warmup.run(640, TimeUnit.SECONDS.toNanos(40))).isEqualTo(640);
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        assertThat(Warmup.run(Integer.MAX_VALUE, TimeUnit.MILLISECONDS.toNanos(50))).isLessThan(Integer.MAX_VALUE / 2);
    }
}
