package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({"msg_hdr, 0", "msg_len, 56"})
    void mmsghdr(final String field, final long offset) {
        assertField(MmsgHdr.LAYOUT, 64, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"ifr_name, 0", "ifr_flags, 16"})
    void ifreq(final String field, final long offset) {
        assertField(IfReq.LAYOUT, 40, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"cmsg_len, 0", "cmsg_level, 8", "cmsg_type, 12"})
    void cmsghdr(final String field, final long offset) {
        assertField(ControlMessages.LAYOUT, 16, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"sun_family, 0", "sun_path, 2"})
    void sockaddrUn(final String field, final long offset) {
        assertField(UnixAddress.LAYOUT, 110, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"flags, 0", "gso_type, 1", "hdr_len, 2", "gso_size, 4", "csum_start, 6", "csum_offset, 8", "num_buffers, 10"})
    void virtioNetHdr(final String field, final long offset) {
        assertField(VirtioNetHdr.LAYOUT, 12, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"opcode, 0", "flags, 1", "ioprio, 2", "fd, 4", "off, 8", "addr, 16", "len, 24", "rw_flags, 28", "user_data, 32",
        "buf_index, 40", "personality, 42", "file_index, 44", "addr3, 48"})
    void ioUringSqe(final String field, final long offset) {
        assertField(Sqe.LAYOUT, 64, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"user_data, 0", "res, 8", "flags, 12"})
    void ioUringCqe(final String field, final long offset) {
        assertField(Cqe.LAYOUT, 16, field, offset);
    }

    @ParameterizedTest
    @CsvSource({"sq_entries, 0", "cq_entries, 4", "flags, 8", "sq_thread_cpu, 12", "sq_thread_idle, 16", "features, 20", "wq_fd, 24",
        "sq_off, 40", "cq_off, 80"})
    void ioUringParams(final String field, final long offset) {
        assertField(IoUringParams.LAYOUT, 120, field, offset);
    }

    @Test
    void epollEventIsPackedOnAmd64Only() {
        final boolean amd64 = System.getProperty("os.arch").equals("amd64");
        assertThat(Epoll.DATA).isEqualTo(amd64 ? 4 : 8);
        assertThat(Epoll.EVENT_SIZE).isEqualTo(amd64 ? 12 : 16);
    }

    private static void assertField(final StructLayout layout, final long size, final String field, final long offset) {
        assertThat(layout.byteSize()).isEqualTo(size);
        assertThat(layout.byteOffset(groupElement(field))).isEqualTo(offset);
    }
}
