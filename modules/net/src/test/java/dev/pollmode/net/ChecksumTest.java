package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
    private final TestPackets packets = new TestPackets();
    private final Headers headers = new Headers();
    private final PacketParser parser = new PacketParser();

    @AfterEach
    void close() {
        packets.close();
    }

    @Test
    void sumsTheExampleOfRfc1071() {
        final Mbuf packet = packets.of(TestPackets.hex("0001 f203 f4f5 f6f7"));
        assertThat(Checksum.sum(packet, 0, 8)).isEqualTo(0xddf2);
        packet.free();
    }

    @Test
    void updatesTheExampleOfRfc1624() {
        // Section 4: a header whose checksum is dd2f, with 5555 changed to 3285, must get 0000.
        assertThat(Checksum.update(0xdd2f, 0x5555, 0x3285)).isZero();
    }

    @Test
    void sumsAsWordByWordDoes() {
        final Random random = new Random(1071);
        for (int round = 0; round < 20_000 * TestPackets.SOAK; round++) {
            final byte[] bytes = new byte[random.nextInt(round % 10 == 0 ? 1900 : 120)];
            random.nextBytes(bytes);
            final int from = random.nextInt(bytes.length + 1);
            final int to = from + random.nextInt(bytes.length - from + 1);
            final int a = random.nextInt(bytes.length + 1);
            final int b = a + random.nextInt(bytes.length - a + 1);
            final Mbuf packet = packets.of(bytes, a, b);
            assertThat(Checksum.sum(packet, from, to - from)).as("round " + round).isEqualTo(Reference.sum(bytes, from, to));
            packet.free();
        }
    }

    @Test
    void sumsAllOnesWithoutLosingACarry() {
        final byte[] bytes = new byte[1999];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        final Mbuf packet = packets.of(bytes, 1001);
        assertThat(Checksum.sum(packet, 0, 1999)).isEqualTo(Reference.sum(bytes, 0, 1999));
        packet.free();
    }

    @Test
    void updateComesToTheSameAsComputingAnew() {
        final Random random = new Random(1624);
        for (int round = 0; round < 20_000 * TestPackets.SOAK; round++) {
            final byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            final int before = 0xffff - Reference.sum(bytes, 0, 20);
            final Mbuf packet = packets.of(bytes);
            final int was = packet.getInt(12);
            final int is = random.nextInt();
            packet.putInt(12, is);
            final int after = Checksum.complement(Checksum.sum(packet, 0, 20));
            assertThat(Checksum.update32(before, was, is)).isEqualTo(after);
            packet.free();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4-tcp-syn", "ipv4-tcp-data", "ipv4-tcp-fin", "ipv4-udp", "ipv6-tcp-syn", "ipv6-tcp-data", "ipv6-udp"})
    void agreesWithTheKernel(final String name) {
        final byte[] frame = TestPackets.frame(name);
        for (int cut = 0; cut <= frame.length; cut++) {
            final Mbuf packet = packets.of(frame, cut);
            parser.parse(packet, headers);
            final int field = headers.l4Offset() + (headers.isTcp() ? 16 : 6);
            assertThat(Checksum.isLayer4Right(packet, headers)).isTrue();
            assertThat(Checksum.ofLayer4(packet, headers)).isEqualTo(Reference.word(frame, field)).isEqualTo(Reference.layer4(frame, 14));
            if (headers.isIpv4()) {
                assertThat(Checksum.ofIpv4Header(packet, 14, 20)).isEqualTo(Reference.word(frame, 24));
            }
            packet.free();
        }
    }

    @Test
    void pseudoHeadersAreTheSameByValueAndByPacket() {
        final Mbuf packet = packets.of(TestPackets.frame("ipv4-udp"));
        parser.parse(packet, headers);
        assertThat(Checksum.ipv4PseudoHeader(Ipv4Header.source(packet, 14), Ipv4Header.destination(packet, 14), 17, 15))
            .isEqualTo(Checksum.pseudoHeader(packet, 14, true, 17, 15));
        packet.free();
    }
}
