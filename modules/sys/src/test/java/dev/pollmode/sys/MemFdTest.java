package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemFdTest {
    @Test
    void everyMappingShowsTheSameMemory() {
        try (MemFd memory = MemFd.create("test", 10_000); Mapping a = memory.map(); Mapping b = memory.map()) {
            assertThat(memory.length()).isEqualTo(Mapping.roundUp(10_000, Mapping.pageSize()));
            assertThat(memory.fd().size()).isEqualTo(memory.length());
            assertThat(a.address()).isNotEqualTo(b.address());
            Mem.putLong(a.address() + 8192, 31);
            assertThat(Mem.getLong(b.address() + 8192)).isEqualTo(31);
        }
    }

    @Test
    void aMappingOutlivesTheDescriptor() {
        final MemFd memory = MemFd.create("test", 4096);
        try (Mapping mapping = memory.map()) {
            memory.close();
            Mem.putInt(mapping.address(), 1);
            assertThat(Mem.getInt(mapping.address())).isEqualTo(1);
        }
    }

    @Test
    void aSealedLengthStays() {
        try (MemFd memory = MemFd.create("test", 8192)) {
            memory.sealLength();
            final CallState state = CallState.create();
            assertThat(FileCalls.ftruncate(state, memory.fd().number(), 0)).isEqualTo(-Errno.EPERM);
            assertThat(FileCalls.ftruncate(state, memory.fd().number(), 1 << 20)).isEqualTo(-Errno.EPERM);
            assertThatThrownBy(memory::sealLength).isInstanceOf(SysException.class).hasMessageContaining("EPERM");
        }
    }

    @Test
    void whatCannotBeMadeIsNamedAndNothingLeaks() {
        final int before = OpenFds.count();
        assertThatThrownBy(() -> MemFd.create("x".repeat(300), 4096)).isInstanceOf(SysException.class).hasMessageContaining("EINVAL");
        assertThatThrownBy(() -> MemFd.create("none", -1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
        assertThatThrownBy(() -> MemFd.huge("huge", 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(OpenFds.count()).isEqualTo(before);
    }
}
