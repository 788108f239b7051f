package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import org.junit.jupiter.api.Test;

class EalTest {
    @Test
    void closesTwiceWithoutHarm() {
        final Eal eal = Eal.init("-l", "0", "--no-huge");
        eal.close();
        eal.close();
        assertThat(eal.isClosed()).isTrue();
    }

    @Test
    void namesTheDeviceThatNobodyServes() {
        assertThatThrownBy(() -> Eal.init("--no-huge", "--vdev=net_nosuch0")).isInstanceOf(EalException.class)
            .hasMessageContaining("failed to parse device \"net_nosuch0\"").extracting("errno").isEqualTo(Errno.ENODEV);
    }
}
