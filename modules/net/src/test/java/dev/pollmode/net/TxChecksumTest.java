package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TP-26: checksums of packets to send.
class TxChecksumTest {
    private static final long TCP4 = Offload.TX_IPV4 | Offload.TX_IP_CKSUM | Offload.TX_TCP_CKSUM;
    private static final long UDP4 = Offload.TX_IPV4 | Offload.TX_IP_CKSUM | Offload.TX_UDP_CKSUM;

    private final TestPackets packets = new TestPackets();
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();

    @AfterEach
    void close() {
        packets.close();
    }

    /// What an application asks for that knows its headers; the checksums are spoiled.
    private Mbuf asking(final byte[] frame, final int... ends) {
        final byte[] spoiled = frame.clone();
        final Mbuf whole = packets.of(frame);
        parser.parse(whole, headers);
        whole.free();
        final int field = headers.l4Offset() + (headers.isTcp() ? 16 : 6);
        spoiled[field] ^= 0x55;
        spoiled[field + 1] ^= 0x66;
        if (headers.isIpv4()) {
            spoiled[24] ^= 0x77;
        }
        final Mbuf packet = packets.of(spoiled, ends);
        packet.txLengths(TxLengths.of(headers.l2Length(), headers.l3Length(), headers.l4Length(), 0));
        packet.offloads((headers.isIpv4() ? Offload.TX_IPV4 | Offload.TX_IP_CKSUM : Offload.TX_IPV6)
            | (headers.isTcp() ? Offload.TX_TCP_CKSUM : Offload.TX_UDP_CKSUM));
        return packet;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4-tcp-syn", "ipv4-tcp-data", "ipv4-udp", "ipv6-tcp-syn", "ipv6-tcp-data", "ipv6-udp"})
    void completesWhereverTheSegmentsEnd(final String name) {
        final byte[] frame = TestPackets.frame(name);
        for (int cut = 0; cut <= frame.length; cut++) {
            final Mbuf packet = asking(frame, cut, Math.min(cut + 1, frame.length));
            assertThat(TxChecksum.complete(packet)).isTrue();
            assertThat(TestPackets.bytes(packet)).as("cut at " + cut).isEqualTo(frame);
            assertThat(TxChecksum.complete(packet)).as("again").isTrue();
            assertThat(TestPackets.bytes(packet)).isEqualTo(frame);
            packet.free();
        }
    }

    @Test
    void leavesAloneWhatIsNotAsked() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        frame[24]++;
        frame[40]++;
        final Mbuf packet = packets.of(frame);
        packet.txLengths(TxLengths.of(14, 20, 8, 0));
        packet.offloads(Offload.TX_IPV4);
        assertThat(TxChecksum.complete(packet)).isTrue();
        assertThat(TestPackets.bytes(packet)).isEqualTo(frame);
        packet.free();
    }

    @Test
    void ignoresPadding() {
        final byte[] padded = Arrays.copyOf(TestPackets.frame("ipv4-udp"), 60);
        Arrays.fill(padded, 49, 60, (byte) 0xa5);
        final Mbuf packet = asking(padded);
        assertThat(TxChecksum.complete(packet)).isTrue();
        assertThat(TestPackets.bytes(packet)).isEqualTo(padded);
        packet.free();
    }

    @Test
    void writesNoZeroForUdp() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        // Two bytes of payload chosen so that the sum comes out as all ones.
        frame[42] = 0;
        frame[43] = 0;
        final int checksum = Reference.layer4(frame, 14);
        frame[42] = (byte) (checksum >> 8);
        frame[43] = (byte) checksum;
        final Mbuf packet = asking(frame);
        assertThat(TxChecksum.complete(packet)).isTrue();
        assertThat(UdpHeader.checksum(packet, 34)).isEqualTo(0xffff);
        packet.free();
    }

    @Test
    void refusesLengthsThatDoNotFit() {
        final byte[] tcp = TestPackets.frame("ipv4-tcp-data");
        for (final long lengths : new long[] {0, TxLengths.of(14, 0, 20, 0), TxLengths.of(14, 24, 20, 0), TxLengths.of(14, 16, 20, 0),
            TxLengths.of(15, 20, 20, 0), TxLengths.of(127, 20, 20, 0), TxLengths.of(14, 511, 20, 0), TxLengths.of(60, 20, 20, 0)}) {
            final Mbuf packet = packets.of(tcp);
            packet.txLengths(lengths);
            packet.offloads(TCP4);
            assertThat(TxChecksum.complete(packet)).as("lengths " + Long.toHexString(lengths)).isFalse();
            assertThat(TestPackets.bytes(packet)).isEqualTo(tcp);
            packet.free();
        }
    }

    @Test
    void refusesADatagramLongerThanThePacket() {
        final byte[] tcp = TestPackets.frame("ipv4-tcp-data");
        final Mbuf packet = packets.of(Arrays.copyOf(tcp, tcp.length - 1));
        packet.txLengths(TxLengths.of(14, 20, 32, 0));
        packet.offloads(Offload.TX_IPV4 | Offload.TX_TCP_CKSUM);
        assertThat(TxChecksum.complete(packet)).isFalse();
        packet.free();
    }

    @ParameterizedTest
    @ValueSource(longs = {Offload.TX_SCTP_CKSUM, Offload.TX_OUTER_IP_CKSUM})
    void refusesWhatItCannotDo(final long asked) {
        final Mbuf packet = packets.of(TestPackets.frame("ipv4-udp"));
        packet.txLengths(TxLengths.of(14, 20, 8, 0));
        packet.offloads(Offload.TX_IPV4 | asked);
        assertThat(TxChecksum.complete(packet)).isFalse();
        packet.free();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4-tcp-data", "ipv4-udp", "ipv6-tcp-data", "ipv6-udp"})
    void pseudoHeaderAndTheRestMakeTheChecksum(final String name) {
        final byte[] frame = TestPackets.frame(name);
        final Mbuf packet = asking(frame, 37);
        assertThat(TxChecksum.fillPseudoHeader(packet, true)).isTrue();
        final byte[] half = TestPackets.bytes(packet);
        // What a device does: sum from the layer 4 header on, complement into the field.
        final int l4 = headers.l4Offset();
        final int field = l4 + (headers.isTcp() ? 16 : 6);
        assertThat(0xffff - Reference.sum(half, l4, half.length)).isEqualTo(Reference.word(frame, field));
        assertThat(TxChecksum.fillPseudoHeader(packet, headers)).isTrue();
        assertThat(TestPackets.bytes(packet)).isEqualTo(half);
        packet.free();
    }

    @Test
    void pseudoHeaderWithoutLengthIsWhatCardsWantForSegmentation() {
        final Mbuf packet = asking(TestPackets.frame("ipv4-tcp-data"));
        TxChecksum.fillPseudoHeader(packet, true);
        final int with = TcpHeader.checksum(packet, 34);
        TxChecksum.fillPseudoHeader(packet, false);
        assertThat(Checksum.add(TcpHeader.checksum(packet, 34), headers.l4DatagramLength())).isEqualTo(with);
        packet.free();
    }

    @Test
    void survivesNoise() {
        final Random random = new Random(26);
        final long[] wishes = {TCP4, UDP4, Offload.TX_IPV6 | Offload.TX_TCP_CKSUM, Offload.TX_IPV6 | Offload.TX_UDP_CKSUM,
            Offload.TX_TCP_SEG, Offload.TX_UDP_SEG};
        for (int round = 0; round < 100_000 * TestPackets.SOAK; round++) {
            final byte[] frame = new byte[random.nextInt(120)];
            random.nextBytes(frame);
            if (frame.length > 14) {
                frame[14] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
            }
            final int cut = random.nextInt(frame.length + 1);
            final Mbuf packet = packets.of(frame, cut);
            packet.txLengths(random.nextBoolean() ? TxLengths.of(14, random.nextBoolean() ? 20 : 40, 20, 0) : random.nextLong());
            packet.offloads(wishes[random.nextInt(wishes.length)]);
            TxChecksum.complete(packet);
            TxChecksum.fillPseudoHeader(packet, random.nextBoolean());
            assertThat(packet.sanityCheck()).isNull();
            packet.free();
        }
    }
}
