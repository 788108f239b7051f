package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FdTest {
    private final CallState state = CallState.create();

    @Test
    void closesTheDescriptorOnce() {
        final Fd fd = Fd.open("/dev/null", Fd.O_RDWR);
        final int number = fd.number();
        fd.close();
        fd.close();
        assertThat(fd.isOpen()).isFalse();
        assertThat(FileCalls.fcntl(state, number, Fd.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
        assertThatThrownBy(fd::number).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void opensWithCloseOnExec() {
        try (Fd fd = Fd.open("/dev/null", Fd.O_RDONLY); Fd second = fd.dup()) {
            assertThat(FileCalls.fcntl(state, fd.number(), Fd.F_GETFD, 0)).isEqualTo(1);
            assertThat(FileCalls.fcntl(state, second.number(), Fd.F_GETFD, 0)).isEqualTo(1);
            assertThat(second.number()).isNotEqualTo(fd.number());
        }
    }

    @Test
    void namesTheFileThatCannotBeOpened() {
        assertThatThrownBy(() -> Fd.open("/nonexistent/file", Fd.O_RDONLY)).isInstanceOf(SysException.class)
            .hasMessage("open(/nonexistent/file): ENOENT (No such file or directory)");
    }

    @Test
    void releasedDescriptorStaysOpen() {
        final Fd fd = Fd.open("/dev/null", Fd.O_RDWR);
        final int number = fd.release();
        fd.close();
        assertThat(FileCalls.close(state, number)).isZero();
        assertThatThrownBy(fd::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void setNonBlockingSetsTheFlag() {
        try (Fd fd = Fd.open("/dev/null", Fd.O_RDWR)) {
            fd.setNonBlocking();
            assertThat(FileCalls.fcntl(state, fd.number(), Fd.F_GETFL, 0) & Fd.O_NONBLOCK).isEqualTo(Fd.O_NONBLOCK);
        }
    }

    @Test
    void negativeNumbersAreNoDescriptors() {
        assertThatThrownBy(() -> Fd.of(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    }
}
