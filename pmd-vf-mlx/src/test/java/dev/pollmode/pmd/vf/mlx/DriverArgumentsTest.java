package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Arguments after the PCI address.
class DriverArgumentsTest {
    @Test
    void defaultsAreThoseOfDpdk() {
        final DriverArguments none = DriverArguments.parse("");
        assertThat(none.commandTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(none.tx()).isEqualTo(new TxArguments(8, -1, 290, 268, true));
    }

    @Test
    void everyArgumentIsTaken() {
        final DriverArguments all = DriverArguments.parse(
            "command_timeout_ms=500,txqs_min_inline=0,txq_inline_min=18,txq_inline_max=128,txq_inline_mpw=64,txq_mpw_en=0");
        assertThat(all.commandTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(all.tx()).isEqualTo(new TxArguments(0, 18, 128, 64, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"txq_mpw_on=1", "txq_inline_max=931", "txq_inline_min=-1", "txq_mpw_en=maybe", "command_timeout_ms=0", "txqs_min_inline"})
    void whatMakesNoSenseIsRefusedByName(final String argument) {
        final String key = argument.replaceAll("=.*", "");
        assertThatThrownBy(() -> DriverArguments.parse(argument)).isInstanceOfSatisfying(EalException.class,
            e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL)).hasMessageContaining(key);
    }
}
