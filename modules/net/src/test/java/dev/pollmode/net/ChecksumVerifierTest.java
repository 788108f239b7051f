package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TP-24: checksums of received packets.
class ChecksumVerifierTest {
    private static final long IP_GOOD = Offload.RX_IP_CKSUM_GOOD;
    private static final long L4_GOOD = Offload.RX_L4_CKSUM_GOOD;

    private final TestPackets packets = new TestPackets();
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();

    @AfterEach
    void close() {
        packets.close();
    }

    private long verify(final byte[] frame, final int... ends) {
        final Mbuf packet = packets.of(frame, ends);
        parser.parse(packet, headers);
        final long flags = ChecksumVerifier.verify(packet, headers);
        packet.free();
        return flags;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4-tcp-syn", "ipv4-tcp-data", "ipv4-tcp-fin", "ipv4-udp"})
    void approvesWhatTheKernelSendsOverIpv4(final String name) {
        assertThat(verify(TestPackets.frame(name))).isEqualTo(IP_GOOD | L4_GOOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv6-tcp-syn", "ipv6-tcp-data", "ipv6-udp"})
    void approvesWhatTheKernelSendsOverIpv6(final String name) {
        assertThat(verify(TestPackets.frame(name))).isEqualTo(L4_GOOD);
    }

    @ParameterizedTest
    @CsvSource({"ipv4-options-icmp", "ipv4-icmp", "ipv4-fragment"})
    void saysNothingAboutLayer4OfOtherProtocolsAndFragments(final String name) {
        assertThat(verify(TestPackets.frame(name))).isEqualTo(IP_GOOD);
    }

    @ParameterizedTest
    @CsvSource({"arp", "ipv6-icmp", "ipv6-hop-by-hop-icmp", "ipv6-fragment"})
    void saysNothingAboutTheRest(final String name) {
        assertThat(verify(TestPackets.frame(name))).isZero();
    }

    @Test
    void tellsThatNoChecksumWasComputed() {
        assertThat(verify(TestPackets.frame("ipv4-udp-without-checksum"))).isEqualTo(IP_GOOD | Offload.RX_L4_CKSUM_NONE);
        final byte[] ipv6 = TestPackets.frame("ipv6-udp");
        ipv6[60] = 0;
        ipv6[61] = 0;
        assertThat(verify(ipv6)).isEqualTo(Offload.RX_L4_CKSUM_BAD);
    }

    @Test
    void noticesEverySingleBit() {
        final byte[] frame = TestPackets.frame("ipv4-tcp-data");
        for (int bit = 14 * 8; bit < frame.length * 8; bit++) {
            frame[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(frame)).as("bit " + bit).isNotEqualTo(IP_GOOD | L4_GOOD);
            frame[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void tellsWhichChecksumIsWrong() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        frame[frame.length - 1]++;
        assertThat(verify(frame)).isEqualTo(IP_GOOD | Offload.RX_L4_CKSUM_BAD);
        final byte[] ttl = TestPackets.frame("ipv4-udp");
        ttl[22]++;
        assertThat(verify(ttl)).isEqualTo(Offload.RX_IP_CKSUM_BAD | L4_GOOD);
    }

    @Test
    void ignoresPadding() {
        final byte[] padded = Arrays.copyOf(TestPackets.frame("ipv4-udp"), 60);
        Arrays.fill(padded, 49, 60, (byte) 0xa5);
        assertThat(verify(padded)).isEqualTo(IP_GOOD | L4_GOOD);
    }

    @Test
    void skipsWhatIsCutOff() {
        final byte[] frame = TestPackets.frame("ipv4-tcp-data");
        for (int length = 0; length < frame.length; length++) {
            assertThat(verify(Arrays.copyOf(frame, length))).as("of " + length).isZero();
        }
    }

    @Test
    void skipsPacketsOfSeveralSegments() {
        final byte[] frame = TestPackets.frame("ipv4-tcp-data");
        assertThat(verify(frame, 60)).isZero();
        // The datagram lies in the first segment, padding in the second.
        assertThat(verify(Arrays.copyOf(frame, frame.length + 5), frame.length)).isEqualTo(IP_GOOD);
    }

    @Test
    void doesNotApproveALyingUdpLength() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        final int length = Reference.word(frame, 38);
        frame[39] = (byte) (length - 1);
        assertThat(verify(frame)).isEqualTo(IP_GOOD | Offload.RX_L4_CKSUM_BAD);
    }

    @Test
    void replacesWhatWasNotedBefore() {
        final Mbuf packet = packets.of(TestPackets.frame("ipv4-udp"));
        packet.offloads(Offload.RX_RSS_HASH | Offload.RX_L4_CKSUM_BAD);
        parser.parse(packet, headers);
        ChecksumVerifier.mark(packet, headers);
        assertThat(packet.offloads()).isEqualTo(Offload.RX_RSS_HASH | IP_GOOD | L4_GOOD);
        packet.free();
    }

    @Test
    void agreesWithTheReferenceOnNoise() {
        final Random random = new Random(24);
        for (int round = 0; round < 50_000 * TestPackets.SOAK; round++) {
            final byte[] frame = TestPackets.frame(random.nextBoolean() ? "ipv4-tcp-data" : "ipv6-udp");
            frame[14 + random.nextInt(frame.length - 14)] = (byte) random.nextInt();
            final long flags = verify(frame) & Offload.RX_L4_CKSUM_MASK;
            if (flags != 0 && !(headers.isUdp() && (Reference.word(frame, headers.l4Offset() + 6) == 0
                || Reference.word(frame, headers.l4Offset() + 4) != headers.l4DatagramLength()))) {
                final int field = Reference.word(frame, headers.l4Offset() + (headers.isTcp() ? 16 : 6));
                final boolean right = field % 0xffff == Reference.layer4(frame, 14) % 0xffff;
                assertThat(flags).as("round " + round).isEqualTo(right ? L4_GOOD : Offload.RX_L4_CKSUM_BAD);
            }
        }
    }
}
