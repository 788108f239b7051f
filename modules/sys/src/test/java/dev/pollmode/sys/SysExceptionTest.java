package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SysExceptionTest {
    @Test
    void namesOperationErrorAndRemedy() {
        final SysException e = new SysException("ioctl(TUNSETIFF, dtap0)", Errno.EBUSY, "choose another name");
        assertThat(e).hasMessage("ioctl(TUNSETIFF, dtap0): EBUSY (Device or resource busy); choose another name");
        assertThat(e.errno()).isEqualTo(16);
    }

    @Test
    void saysNothingOfARemedyWhenThereIsNone() {
        assertThat(new SysException("read(fd 3)", Errno.EIO, null)).hasMessage("read(fd 3): EIO (Input/output error)");
    }

    @Test
    void checkPassesResultsAndThrowsErrors() {
        assertThat(SysException.check(5, "read")).isEqualTo(5);
        assertThat(SysException.check(0, "read")).isZero();
        assertThatThrownBy(() -> SysException.check(-Errno.EPERM, "bind(x)")).isInstanceOf(SysException.class)
            .hasMessage("bind(x): EPERM (Operation not permitted)");
    }
}
