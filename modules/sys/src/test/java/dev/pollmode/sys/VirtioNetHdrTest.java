package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VirtioNetHdrTest {
    @Test
    void accessorsUseTheFieldsOfTheSpecification() {
        try (Mapping memory = Mapping.anonymous(64)) {
            final long header = memory.address() + 1;
            VirtioNetHdr.flags(header, VirtioNetHdr.F_NEEDS_CSUM);
            VirtioNetHdr.gsoType(header, VirtioNetHdr.GSO_TCPV4 | VirtioNetHdr.GSO_ECN);
            VirtioNetHdr.headerLength(header, 0x0102);
            VirtioNetHdr.gsoSize(header, 0xFFFE);
            VirtioNetHdr.csumStart(header, 34);
            VirtioNetHdr.csumOffset(header, 16);
            VirtioNetHdr.numBuffers(header, 1);
            assertThat(Mem.bytes(header, 12)).containsExactly(1, 0x81, 2, 1, 0xFE, 0xFF, 34, 0, 16, 0, 1, 0);
            assertThat(VirtioNetHdr.flags(header)).isEqualTo(1);
            assertThat(VirtioNetHdr.gsoType(header)).isEqualTo(0x81);
            assertThat(VirtioNetHdr.headerLength(header)).isEqualTo(0x0102);
            assertThat(VirtioNetHdr.gsoSize(header)).isEqualTo(0xFFFE);
            assertThat(VirtioNetHdr.csumStart(header)).isEqualTo(34);
            assertThat(VirtioNetHdr.csumOffset(header)).isEqualTo(16);
            assertThat(VirtioNetHdr.numBuffers(header)).isEqualTo(1);
        }
    }

    @Test
    void clearingLeavesTheFrameAlone() {
        try (Mapping memory = Mapping.anonymous(64)) {
            Mem.fill(memory.address(), 16, (byte) -1);
            VirtioNetHdr.clear(memory.address(), VirtioNetHdr.SIZE);
            assertThat(Mem.bytes(memory.address(), 12)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1);
            VirtioNetHdr.clear(memory.address(), VirtioNetHdr.SIZE_MERGEABLE);
            assertThat(Mem.bytes(memory.address(), 13)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1);
        }
    }
}
