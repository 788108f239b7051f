package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TP-27: segmentation in software.
class GsoTest {
    private static final int MTU = 1500;

    private final TestPackets packets = new TestPackets();
    private final Gso gso = new Gso(packets.pool);
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final Mbuf[] out = new Mbuf[Gso.MAX_SEGMENTS];

    @AfterEach
    void close() {
        packets.close();
    }

    /// The headers of a frame of the kernel, and as much payload as wanted behind them.
    private byte[] large(final String name, final int payload) {
        final byte[] frame = TestPackets.frame(name);
        final Mbuf packet = packets.of(frame);
        parser.parse(packet, headers);
        packet.free();
        final byte[] large = Arrays.copyOf(frame, headers.payloadOffset() + payload);
        final Random random = new Random(payload);
        for (int i = headers.payloadOffset(); i < large.length; i++) {
            large[i] = (byte) random.nextInt();
        }
        return large;
    }

    private Mbuf asking(final byte[] bytes, final int size) {
        final int[] ends = new int[(bytes.length + 899) / 1700];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = 1700 * (i + 1) - 900;
        }
        final Mbuf packet = packets.of(bytes, ends);
        packet.txLengths(TxLengths.of(headers.l2Length(), headers.l3Length(), headers.l4Length(), size));
        packet.offloads((headers.isTcp() ? Offload.TX_TCP_SEG : Offload.TX_UDP_SEG)
            | (headers.isIpv4() ? Offload.TX_IPV4 | Offload.TX_IP_CKSUM : Offload.TX_IPV6));
        return packet;
    }

    @ParameterizedTest
    @CsvSource({
        "ipv4-tcp-data, 20000, 1448, 14",
        "ipv4-tcp-data, 1449,  1448, 2",
        "ipv4-tcp-fin,  2896,  1448, 2",
        "ipv6-tcp-data, 20000, 1428, 15",
        "ipv6-tcp-data, 64,    1,    64",
        "ipv4-udp,      20000, 1400, 15",
        "ipv6-udp,      3001,  1000, 4"})
    void cutsIntoRightPacketsWhosePayloadIsTheWhole(final String name, final int payload, final int size, final int count) {
        final byte[] large = large(name, payload);
        final int payloadOffset = headers.payloadOffset();
        final Mbuf packet = asking(large, size);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(count);
        final var together = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            final byte[] segment = TestPackets.bytes(out[i]);
            assertThat(out[i].sanityCheck()).isNull();
            assertThat(out[i].segments()).as("fits one buffer").isEqualTo(1);
            assertThat(segment.length).isLessThanOrEqualTo(payloadOffset + size);
            parser.parse(out[i], headers);
            assertThat(headers.datagramLength()).isEqualTo(segment.length - 14);
            assertThat(ChecksumVerifier.verify(out[i], headers))
                .isEqualTo(Offload.RX_L4_CKSUM_GOOD | (headers.isIpv4() ? Offload.RX_IP_CKSUM_GOOD : 0));
            assertThat(out[i].offloads() & Offload.TX_MASK).as("asks nothing more").isZero();
            together.write(segment, payloadOffset, segment.length - payloadOffset);
        }
        assertThat(together.toByteArray()).isEqualTo(Arrays.copyOfRange(large, payloadOffset, large.length));
        assertThat(TestPackets.bytes(packet)).as("the packet stays as it is").isEqualTo(large);
        Mbuf.freeBulk(out, 0, count);
        packet.free();
    }

    @Test
    void countsSequenceNumbersAndIdentifications() {
        final byte[] large = large("ipv4-tcp-data", 3000);
        final Mbuf packet = asking(large, 1000);
        TcpHeader.sequence(packet, 34, 0xffff_fe00);
        Ipv4Header.id(packet, 14, 0xffff);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(TcpHeader.sequence(out[i], 34)).isEqualTo(0xffff_fe00 + 1000 * i);
            assertThat(Ipv4Header.id(out[i], 14)).isEqualTo(0xffff + i & 0xffff);
        }
        Mbuf.freeBulk(out, 0, 3);
        packet.free();
    }

    @Test
    void putsFlagsWhereTheyBelong() {
        final Mbuf packet = asking(large("ipv4-tcp-data", 3000), 1000);
        TcpHeader.flags(packet, 34, TcpHeader.CWR | TcpHeader.ECE | TcpHeader.ACK | TcpHeader.PSH | TcpHeader.FIN);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(3);
        assertThat(TcpHeader.flags(out[0], 34)).isEqualTo(TcpHeader.CWR | TcpHeader.ECE | TcpHeader.ACK);
        assertThat(TcpHeader.flags(out[1], 34)).isEqualTo(TcpHeader.ECE | TcpHeader.ACK);
        assertThat(TcpHeader.flags(out[2], 34)).isEqualTo(TcpHeader.ECE | TcpHeader.ACK | TcpHeader.PSH | TcpHeader.FIN);
        Mbuf.freeBulk(out, 0, 3);
        packet.free();
    }

    @Test
    void keepsWhatElseDescribesThePacket() {
        final Mbuf packet = asking(large("ipv4-tcp-data", 3000), 1000);
        packet.vlanTci(77);
        packet.port(3);
        packet.offloads(packet.offloads() | Offload.TX_VLAN);
        final int count = gso.segment(packet, MTU, out);
        for (int i = 0; i < count; i++) {
            assertThat(out[i].vlanTci()).isEqualTo(77);
            assertThat(out[i].port()).isEqualTo(3);
            assertThat(out[i].offloads() & Offload.TX_VLAN).isNotZero();
        }
        Mbuf.freeBulk(out, 0, count);
        packet.free();
    }

    @Test
    void takesSeveralBuffersWhereOneIsTooShort() {
        try (TestPackets small = new TestPackets(Mbuf.HEADROOM + 100, 64)) {
            final Gso inSmall = new Gso(small.pool);
            final byte[] large = large("ipv4-tcp-data", 900);
            final Mbuf packet = asking(large, 300);
            assertThat(inSmall.segment(packet, MTU, out)).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(out[i].segments()).isEqualTo(4);
                assertThat(out[i].sanityCheck()).isNull();
                parser.parse(out[i], headers);
                assertThat(Checksum.isLayer4Right(out[i], headers)).isTrue();
                assertThat(Arrays.copyOfRange(TestPackets.bytes(out[i]), 66, 366)).isEqualTo(Arrays.copyOfRange(large, 66 + 300 * i, 366 + 300 * i));
            }
            Mbuf.freeBulk(out, 0, 3);
            packet.free();
        }
    }

    @Test
    void leavesASmallPacketAlone() {
        final Mbuf packet = asking(large("ipv4-tcp-data", 1000), 1000);
        assertThat(gso.segment(packet, MTU, out)).isZero();
        packet.free();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1449, 65535})
    void refusesASegmentSizeOfZeroOrBeyondTheMtu(final int size) {
        final Mbuf packet = asking(large("ipv4-tcp-data", 5000), size);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.EINVAL);
        packet.free();
    }

    @Test
    void refusesMoreThanSixtyFourSegments() {
        final Mbuf packet = asking(large("ipv4-tcp-data", 65), 1);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.EMSGSIZE);
        packet.txLengths(TxLengths.of(14, 20, 32, 2));
        assertThat(gso.segment(packet, MTU, new Mbuf[32])).isEqualTo(-Errno.EMSGSIZE);
        packet.free();
    }

    @Test
    void takesNothingFromAnExhaustedPool() {
        final Mbuf packet = asking(large("ipv4-tcp-data", 5000), 1000);
        final int left = packets.pool.available();
        for (int leave = 0; leave < 5; leave++) {
            final Mbuf[] taken = new Mbuf[left - leave];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = packets.pool.tryAlloc();
            }
            assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.ENOMEM);
            assertThat(packets.pool.available()).isEqualTo(leave);
            Mbuf.freeBulk(taken, 0, taken.length);
        }
        packet.free();
    }

    @ParameterizedTest
    @CsvSource({"14, 24, 32", "14, 20, 20", "14, 20, 36", "10, 20, 32", "0, 0, 0", "127, 511, 255", "14, 16, 32"})
    void refusesLengthsThatDoNotFit(final int l2, final int l3, final int l4) {
        final Mbuf packet = asking(large("ipv4-tcp-data", 3000), 1000);
        packet.txLengths(TxLengths.of(l2, l3, l4, 1000));
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.EINVAL);
        packet.free();
    }

    @Test
    void refusesFragmentsAndOtherProtocols() {
        final Mbuf packet = asking(large("ipv4-tcp-data", 3000), 1000);
        Ipv4Header.fragment(packet, 14, Ipv4Header.MORE_FRAGMENTS);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.EINVAL);
        Ipv4Header.fragment(packet, 14, 0);
        Ipv4Header.protocol(packet, 14, Ipv4Header.UDP);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.EINVAL);
        packet.offloads(0);
        assertThat(gso.segment(packet, MTU, out)).isEqualTo(-Errno.EINVAL);
        packet.free();
    }

    @Test
    void survivesNoise() {
        final Random random = new Random(27);
        for (int round = 0; round < 50_000 * TestPackets.SOAK; round++) {
            final byte[] frame = large(random.nextBoolean() ? "ipv4-tcp-data" : "ipv6-udp", random.nextInt(200));
            final Mbuf packet = asking(frame, 1 + random.nextInt(50));
            packet.putByte(14 + random.nextInt(40), (byte) random.nextInt());
            if (random.nextBoolean()) {
                packet.txLengths(random.nextLong());
            }
            final int count = gso.segment(packet, MTU, out);
            assertThat(count).isLessThanOrEqualTo(Gso.MAX_SEGMENTS);
            if (count > 0) {
                Mbuf.freeBulk(out, 0, count);
            }
            packet.free();
        }
    }
}
