package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.StructLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The offsets of the kernel's headers, as a C compiler computes them on a 64-bit machine.
class LayoutTest {
    @ParameterizedTest
    @CsvSource({"iov_base, 0", "iov_len, 8"})
    void iovec(final String field, final long offset) {
        assertField(Iovec.LAYOUT, 16, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"fd, 0", "events, 4", "revents, 6"})
    void pollfd(final String field, final long offset) {
        assertField(PollFd.LAYOUT, 8, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"msg_name, 0", "msg_namelen, 8", "msg_iov, 16", "msg_iovlen, 24", "msg_control, 32", "msg_controllen, 40", "msg_flags, 48"})
    void msghdr(final String field, final long offset) {
        assertField(MsgHdr.LAYOUT, 56, field, offset);
    }

    private static void assertField(final StructLayout layout, final long size, final String field, final long offset) {
        assertThat(layout.byteSize()).isEqualTo(size);
        assertThat(layout.byteOffset(groupElement(field))).isEqualTo(offset);
    }
}
