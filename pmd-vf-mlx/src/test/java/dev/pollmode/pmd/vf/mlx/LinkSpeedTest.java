package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.Link;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Struct;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The speed of the link, and who is told of the driver.
@Timeout(180)
class LinkSpeedTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1, 1000", "0x10, 10000", "0x40, 40000", "0x100000, 100000", "0x1000000, 100", "0x8000000, 25000", "0x80000000, 50000", "0, -1", "0x200, -1",
        "0x18000000, 25000"})
    void eachKindOfEthernetHasItsSpeed(final String kinds, final int speed) {
        assertThat(LinkSpeed.of((int) (long) Long.decode(kinds))).isEqualTo(speed);
    }

    @Test
    void aFunctionThatMayNotReadItIsAskedOnce() {
        final int[] asked = new int[1];
        final LinkSpeed speed = new LinkSpeed(new CommandChannel() {
            @Override
            public Struct execute(final Struct in, final int outLength) {
                asked[0]++;
                throw CommandError.status("0000:00:00.0", in, Struct.of(new byte[outLength]).set(CommandHeader.STATUS, CommandStatus.BAD_PARAMETER));
            }

            @Override
            public boolean isGone() {
                return false;
            }
        });
        assertThat(speed.read()).isEqualTo(Link.UNKNOWN_SPEED);
        assertThat(speed.read()).isEqualTo(Link.UNKNOWN_SPEED);
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void thePortTellsTheSpeedAndTheFirmwareKnowsTheDriver() throws Exception {
        final ModelPort lab = new ModelPort(directory, ModelConfig.DEFAULT);
        try {
            assertThat(lab.port().link()).isEqualTo(Link.up(25_000));
            assertThat(lab.function.device().driverVersion()).isEqualTo(BringUp.DRIVER_VERSION);
        } finally {
            lab.close();
        }
    }
}
