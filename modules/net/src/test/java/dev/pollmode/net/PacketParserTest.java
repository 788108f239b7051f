package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.PacketType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TP-25: packet types of received packets; TP-24: fragments.
class PacketParserTest {
    private final TestPackets packets = new TestPackets();
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();

    @AfterEach
    void close() {
        packets.close();
    }

    private int parse(final byte[] frame, final int... ends) {
        final Mbuf packet = packets.of(frame, ends);
        final int type = parser.parse(packet, headers);
        packet.free();
        return type;
    }

    @ParameterizedTest
    @CsvSource({
        "arp,                       L2_ETHER_ARP,                       14, 0, 0",
        "ipv4-icmp,                 L2_ETHER L3_IPV4 L4_ICMP,           14, 20, 8",
        "ipv6-icmp,                 L2_ETHER L3_IPV6 L4_ICMP,           14, 40, 8",
        "ipv6-hop-by-hop-icmp,      L2_ETHER L3_IPV6_EXT L4_ICMP,       14, 48, 8",
        "ipv4-options-icmp,         L2_ETHER L3_IPV4_EXT L4_ICMP,       14, 60, 8",
        "ipv4-fragment,             L2_ETHER L3_IPV4 L4_FRAG,           14, 20, 0",
        "ipv6-fragment,             L2_ETHER L3_IPV6_EXT L4_FRAG,       14, 48, 0",
        "ipv4-tcp-syn,              L2_ETHER L3_IPV4 L4_TCP,            14, 20, 40",
        "ipv4-tcp-data,             L2_ETHER L3_IPV4 L4_TCP,            14, 20, 32",
        "ipv6-tcp-syn,              L2_ETHER L3_IPV6 L4_TCP,            14, 40, 40",
        "ipv6-tcp-data,             L2_ETHER L3_IPV6 L4_TCP,            14, 40, 32",
        "ipv4-udp,                  L2_ETHER L3_IPV4 L4_UDP,            14, 20, 8",
        "ipv6-udp,                  L2_ETHER L3_IPV6 L4_UDP,            14, 40, 8",
        "ipv4-icmp-error,           L2_ETHER L3_IPV4 L4_ICMP,           14, 20, 8"})
    void findsTheHeadersOfWhatTheKernelSends(final String frame, final String type, final int l2, final int l3, final int l4) {
        parse(TestPackets.frame(frame));
        assertThat(PacketType.names(headers.packetType())).isEqualTo(type);
        assertThat(headers.l2Length()).isEqualTo(l2);
        assertThat(headers.l3Length()).isEqualTo(l3);
        assertThat(headers.l4Length()).isEqualTo(l4);
        assertThat(headers.payloadOffset()).isEqualTo(l2 + l3 + l4);
        assertThat(headers.l3Length() == 0 || headers.fits(TestPackets.frame(frame).length)).isTrue();
    }

    @Test
    void findsTheSameWhereverTheSegmentsEnd() {
        TestPackets.KERNEL_FRAMES.forEach((name, frame) -> {
            parse(frame);
            final String whole = headers.toString();
            for (int end = 1; end < Math.min(frame.length, 130); end++) {
                parse(frame, end);
                assertThat(headers.toString()).as(name + " cut at " + end).isEqualTo(whole);
                parse(frame, end, Math.min(end + 1, frame.length), Math.min(end + 3, frame.length));
                assertThat(headers.toString()).as(name + " cut at " + end + " again and again").isEqualTo(whole);
            }
        });
    }

    @Test
    void findsTheSameWithoutEthernet() {
        TestPackets.KERNEL_FRAMES.forEach((name, frame) -> {
            parse(frame);
            if (headers.l3Length() != 0) {
                final int type = headers.packetType();
                final int l3 = headers.l3Length();
                final Mbuf packet = packets.of(Arrays.copyOfRange(frame, 14, frame.length), 3);
                assertThat(parser.parseIp(packet, headers)).as(name).isEqualTo(type & ~PacketType.L2_MASK);
                assertThat(headers.l2Length()).isZero();
                assertThat(headers.l3Length()).isEqualTo(l3);
                packet.free();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "8100 0007,                                      L2_ETHER_VLAN, 1, 18, 7",
        "8100 e00f 8100 0007,                            L2_ETHER_QINQ, 2, 22, 57359",
        "88a8 0009 8100 0007,                            L2_ETHER_QINQ, 2, 22, 9",
        "88a8 0009,                                      L2_ETHER_QINQ, 1, 18, 9"})
    void walksVlanTags(final String tags, final String type, final int count, final int l2, final int tci) {
        final byte[] frame = withTags(TestPackets.frame("ipv4-udp"), TestPackets.hex(tags));
        parse(frame);
        assertThat(PacketType.names(headers.packetType())).isEqualTo(type + " L3_IPV4 L4_UDP");
        assertThat(headers.vlanTags()).isEqualTo(count);
        assertThat(headers.l2Length()).isEqualTo(l2);
        assertThat(headers.vlanTci()).isEqualTo(tci);
        assertThat(headers.etherType()).isEqualTo(0x0800);
    }

    private static byte[] withTags(final byte[] frame, final byte[] tags) {
        final byte[] tagged = Arrays.copyOf(frame, frame.length + tags.length);
        System.arraycopy(tags, 0, tagged, 12, tags.length);
        System.arraycopy(frame, 12, tagged, 12 + tags.length, frame.length - 12);
        return tagged;
    }

    @Test
    void givesUpAfterEightTags() {
        parse(withTags(TestPackets.frame("ipv4-udp"), TestPackets.hex("81000001".repeat(8))));
        assertThat(headers.isUdp()).isTrue();
        parse(withTags(TestPackets.frame("ipv4-udp"), TestPackets.hex("81000001".repeat(9))));
        assertThat(headers.l3Length()).isZero();
        assertThat(headers.etherType()).isZero();
    }

    @Test
    void givesUpAfterEightExtensionHeaders() {
        assertThat(withExtensions(8)).isEqualTo("L2_ETHER L3_IPV6_EXT L4_UDP");
        assertThat(withExtensions(9)).isEqualTo("L2_ETHER L3_IPV6_EXT");
        assertThat(headers.l4Length()).isZero();
    }

    private String withExtensions(final int count) {
        final byte[] udp = TestPackets.frame("ipv6-udp");
        final byte[] frame = new byte[udp.length + 8 * count];
        System.arraycopy(udp, 0, frame, 0, 54);
        System.arraycopy(udp, 54, frame, 54 + 8 * count, udp.length - 54);
        frame[20] = Ipv6Header.DESTINATION_OPTIONS;
        for (int i = 0; i < count; i++) {
            frame[54 + 8 * i] = (byte) (i < count - 1 ? Ipv6Header.DESTINATION_OPTIONS : Ipv4Header.UDP);
        }
        return PacketType.names(parse(frame));
    }

    @Test
    void takesAnAtomicFragmentForAWholePacket() {
        final byte[] udp = TestPackets.frame("ipv6-udp");
        final byte[] frame = new byte[udp.length + 8];
        System.arraycopy(udp, 0, frame, 0, 54);
        System.arraycopy(udp, 54, frame, 62, udp.length - 54);
        frame[20] = Ipv6Header.FRAGMENT;
        frame[54] = Ipv4Header.UDP;
        parse(frame);
        assertThat(headers.isFragment()).isFalse();
        assertThat(headers.isUdp()).isTrue();
        frame[57] = 1;
        parse(frame);
        assertThat(headers.isFragment()).isTrue();
        assertThat(headers.protocol()).isEqualTo(Ipv4Header.UDP);
        assertThat(headers.l4Length()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0x44, 0", "0x40, 0", "0x55, 0", "0x05, 0", "0x46, 24", "0x4f, 0"})
    void believesNoHeaderLengthThatCannotBe(final String first, final int l3Length) {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        frame[14] = Integer.decode(first).byteValue();
        parse(frame);
        assertThat(headers.l3Length()).isEqualTo(l3Length);
        assertThat(headers.isUdp()).as("a header moved by options it has not").isEqualTo(l3Length == 24);
    }

    @Test
    void believesNoTcpHeaderLengthThatCannotBe() {
        final byte[] frame = TestPackets.frame("ipv4-tcp-syn");
        frame[46] = 0x40;
        parse(frame);
        assertThat(headers.l4Length()).isZero();
        frame[46] = (byte) 0xf0;
        parse(frame);
        assertThat(headers.l4Length()).isZero();
        assertThat(headers.packetType() & PacketType.L4_MASK).isEqualTo(PacketType.L4_TCP);
    }

    @Test
    void tellsWhetherADatagramFitsItsPacket() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        parse(frame);
        assertThat(headers.fits(frame.length)).isTrue();
        assertThat(headers.fits(frame.length - 1)).isFalse();
        frame[17] = 27; // total length: less than both headers
        parse(frame);
        assertThat(headers.fits(frame.length)).isFalse();
    }

    @Test
    void neverLooksBeyondTheBytesAtHand() {
        // Whatever is cut off, no length reaches beyond what is there.
        TestPackets.KERNEL_FRAMES.forEach((name, frame) -> {
            for (int length = 0; length < Math.min(frame.length, 140); length++) {
                parse(Arrays.copyOf(frame, length));
                assertThat(headers.payloadOffset()).as(name + " of " + length).isLessThanOrEqualTo(length);
            }
        });
    }

    @Test
    void survivesNoise() {
        final Random random = new Random(20261121);
        for (int round = 0; round < 200_000 * TestPackets.SOAK; round++) {
            final byte[] frame = noise(random);
            final int cut = random.nextInt(frame.length + 1);
            final int type = parse(frame, cut);
            assertThat(headers.payloadOffset()).as("round " + round).isLessThanOrEqualTo(frame.length);
            assertThat(parse(frame)).as("round " + round).isEqualTo(type);
        }
    }

    /// Random bytes, or a real frame with some bytes replaced.
    private static byte[] noise(final Random random) {
        if (random.nextInt(4) == 0) {
            final byte[] frame = new byte[random.nextInt(100)];
            random.nextBytes(frame);
            return frame;
        }
        final Object[] frames = TestPackets.KERNEL_FRAMES.values().toArray();
        final byte[] frame = ((byte[]) frames[random.nextInt(frames.length)]).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            frame[random.nextInt(Math.min(frame.length, 80))] = (byte) random.nextInt();
        }
        return Arrays.copyOf(frame, random.nextInt(frame.length + 1));
    }
}
