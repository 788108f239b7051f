package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.PacketType;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The codecs read what the kernel wrote, and write what the kernel would.
class CodecTest {
    private final TestPackets packets = new TestPackets();

    @AfterEach
    void close() {
        packets.close();
    }

    /// An mbuf as long as a frame, with the Ethernet header of it and zeros behind.
    private Mbuf blank(final byte[] frame, final int from) {
        final byte[] bytes = frame.clone();
        Arrays.fill(bytes, from, frame.length, (byte) 0);
        return packets.of(bytes);
    }

    private static void assertSameAndFree(final Mbuf written, final byte[] frame) {
        assertThat(TestPackets.bytes(written)).isEqualTo(frame);
        written.free();
    }

    @Test
    void ethernet() {
        final byte[] frame = TestPackets.frame("arp");
        final Mbuf packet = packets.of(frame);
        assertThat(EthernetHeader.destination(packet)).isEqualTo(EthernetHeader.BROADCAST);
        assertThat(EthernetHeader.source(packet)).isEqualTo(0x0200_0000_000aL);
        assertThat(EthernetHeader.etherType(packet)).isEqualTo(EthernetHeader.TYPE_ARP);
        assertThat(EthernetHeader.isMulticast(EthernetHeader.destination(packet))).isTrue();
        assertThat(EthernetHeader.isMulticast(EthernetHeader.source(packet))).isFalse();
        EthernetHeader.swapAddresses(packet);
        assertThat(EthernetHeader.destination(packet)).isEqualTo(0x0200_0000_000aL);
        EthernetHeader.swapAddresses(packet);
        EthernetHeader.etherType(packet, EthernetHeader.TYPE_ARP);
        assertSameAndFree(packet, frame);
    }

    @Test
    void arp() {
        final byte[] frame = TestPackets.frame("arp");
        final Mbuf read = packets.of(frame);
        assertThat(ArpPacket.isIpv4OverEthernet(read, 14)).isTrue();
        assertThat(ArpPacket.operation(read, 14)).isEqualTo(ArpPacket.REQUEST);
        final Mbuf written = blank(frame, 14);
        assertThat(ArpPacket.isIpv4OverEthernet(written, 14)).isFalse();
        ArpPacket.ipv4OverEthernet(written, 14);
        ArpPacket.operation(written, 14, ArpPacket.operation(read, 14));
        ArpPacket.senderMac(written, 14, ArpPacket.senderMac(read, 14));
        ArpPacket.senderIp(written, 14, ArpPacket.senderIp(read, 14));
        ArpPacket.targetMac(written, 14, ArpPacket.targetMac(read, 14));
        ArpPacket.targetIp(written, 14, ArpPacket.targetIp(read, 14));
        assertThat(ArpPacket.targetIp(read, 14)).isEqualTo(0x0a09_0002);
        read.trim(1);
        assertThat(ArpPacket.isIpv4OverEthernet(read, 14)).as("cut off").isFalse();
        read.free();
        assertSameAndFree(written, frame);
    }

    @Test
    void ipv4AndTcp() {
        final byte[] frame = TestPackets.frame("ipv4-tcp-data");
        final Mbuf read = packets.of(frame);
        final Mbuf written = blank(frame, 14);
        written.putBytes(54, frame, 54, frame.length - 54);
        Ipv4Header.headerLength(written, 14, Ipv4Header.headerLength(read, 14));
        Ipv4Header.typeOfService(written, 14, Ipv4Header.typeOfService(read, 14));
        Ipv4Header.totalLength(written, 14, Ipv4Header.totalLength(read, 14));
        Ipv4Header.id(written, 14, Ipv4Header.id(read, 14));
        Ipv4Header.fragment(written, 14, Ipv4Header.fragment(read, 14));
        Ipv4Header.timeToLive(written, 14, Ipv4Header.timeToLive(read, 14));
        Ipv4Header.protocol(written, 14, Ipv4Header.protocol(read, 14));
        Ipv4Header.checksum(written, 14, Ipv4Header.checksum(read, 14));
        Ipv4Header.source(written, 14, Ipv4Header.source(read, 14));
        Ipv4Header.destination(written, 14, Ipv4Header.destination(read, 14));
        Ports.source(written, 34, Ports.source(read, 34));
        Ports.destination(written, 34, Ports.destination(read, 34));
        TcpHeader.sequence(written, 34, TcpHeader.sequence(read, 34));
        TcpHeader.acknowledgment(written, 34, TcpHeader.acknowledgment(read, 34));
        TcpHeader.headerLength(written, 34, TcpHeader.headerLength(read, 34));
        TcpHeader.flags(written, 34, TcpHeader.flags(read, 34));
        TcpHeader.window(written, 34, TcpHeader.window(read, 34));
        TcpHeader.checksum(written, 34, TcpHeader.checksum(read, 34));
        TcpHeader.urgent(written, 34, TcpHeader.urgent(read, 34));
        assertThat(Ipv4Header.fragment(read, 14)).isEqualTo(Ipv4Header.DONT_FRAGMENT);
        assertThat(TcpHeader.flags(read, 34)).isEqualTo(TcpHeader.PSH | TcpHeader.ACK);
        assertThat(Ports.destination(read, 34)).isEqualTo(5000);
        read.free();
        assertSameAndFree(written, frame);
    }

    @Test
    void ipv6AndUdp() {
        final byte[] frame = TestPackets.frame("ipv6-udp");
        final Mbuf read = packets.of(frame);
        final Mbuf written = blank(frame, 14);
        written.putBytes(62, frame, 62, frame.length - 62);
        Ipv6Header.versionAndFlow(written, 14, Ipv6Header.trafficClass(read, 14), Ipv6Header.flowLabel(read, 14));
        Ipv6Header.payloadLength(written, 14, Ipv6Header.payloadLength(read, 14));
        Ipv6Header.nextHeader(written, 14, Ipv6Header.nextHeader(read, 14));
        Ipv6Header.hopLimit(written, 14, Ipv6Header.hopLimit(read, 14));
        Ipv6Header.source(written, 14, Ipv6Header.sourceHigh(read, 14), Ipv6Header.sourceLow(read, 14));
        Ipv6Header.destination(written, 14, Ipv6Header.destinationHigh(read, 14), Ipv6Header.destinationLow(read, 14));
        Ports.source(written, 54, Ports.source(read, 54));
        Ports.destination(written, 54, Ports.destination(read, 54));
        UdpHeader.length(written, 54, UdpHeader.length(read, 54));
        UdpHeader.checksum(written, 54, UdpHeader.checksum(read, 54));
        assertThat(Ports.destination(read, 54)).isEqualTo(5001);
        read.free();
        assertSameAndFree(written, frame);
    }

    @Test
    void answersAnEchoAsTheKernelDoes() {
        final byte[] frame = TestPackets.frame("ipv4-icmp");
        final Mbuf packet = packets.of(frame);
        assertThat(IcmpHeader.type(packet, 34)).isEqualTo(IcmpHeader.ECHO_REQUEST);
        assertThat(IcmpHeader.sequence(packet, 34)).isEqualTo(1);
        assertThat(IcmpHeader.answerEcho(packet, 34)).isTrue();
        assertThat(IcmpHeader.type(packet, 34)).isEqualTo(IcmpHeader.ECHO_REPLY);
        // The kernel's answer to this request had checksum 81a6.
        assertThat(IcmpHeader.checksum(packet, 34)).isEqualTo(0x81a6);
        assertThat(Checksum.sum(packet, 34, 64)).isEqualTo(Checksum.RIGHT);
        assertThat(IcmpHeader.answerEcho(packet, 34)).as("it is a reply now").isFalse();
        IcmpHeader.code(packet, 34, 3);
        IcmpHeader.identifier(packet, 34, 0xbeef);
        IcmpHeader.sequence(packet, 34, 0xcafe);
        assertThat(new int[] {IcmpHeader.code(packet, 34), IcmpHeader.identifier(packet, 34), IcmpHeader.sequence(packet, 34)})
            .containsExactly(3, 0xbeef, 0xcafe);
        packet.free();
    }

    @Test
    void refusesAHeaderBeyondTheData() {
        final Mbuf packet = packets.of(TestPackets.frame("ipv4-udp"));
        assertThatThrownBy(() -> UdpHeader.checksum(packet, packet.dataLength() - 7)).isInstanceOf(IndexOutOfBoundsException.class);
        packet.free();
    }

    @Test
    void templateIsARightPacket() {
        final PacketTemplate template = PacketTemplate.udp().ethernet(0x0200_0000_0001L, 0x0200_0000_0002L)
            .ipv4(0x0a00_0001, 0x0a00_0002).ports(1000, 2000).timeToLive(5).length(100).fill(0x5a).build();
        final Mbuf packet = packets.pool.tryAlloc();
        assertThat(template.write(packet)).isTrue();
        assertThat(packet.packetLength()).isEqualTo(100);
        final Headers headers = new Headers();
        packet.packetType(new PacketParser().parse(packet, headers));
        assertThat(PacketType.names(packet.packetType())).isEqualTo("L2_ETHER L3_IPV4 L4_UDP");
        assertThat(ChecksumVerifier.verify(packet, headers)).isEqualTo(Offload.RX_IP_CKSUM_GOOD | Offload.RX_L4_CKSUM_NONE);
        assertThat(Ipv4Header.timeToLive(packet, PacketTemplate.L3_OFFSET)).isEqualTo(5);
        assertThat(Ports.source(packet, PacketTemplate.L4_OFFSET)).isEqualTo(1000);
        assertThat(UdpHeader.length(packet, PacketTemplate.L4_OFFSET)).isEqualTo(100 - PacketTemplate.L4_OFFSET);
        assertThat(packet.getByte(99)).isEqualTo((byte) 0x5a);
        assertThat(TestPackets.bytes(packet)).isEqualTo(template.toByteArray());
        packet.free();
    }

    @Test
    void templateRefusesLengthsThatCannotBe() {
        assertThatThrownBy(() -> PacketTemplate.udp().length(41).build()).hasMessageContaining("packet length 41: must be 42");
        final PacketTemplate jumbo = PacketTemplate.udp().length(9000).build();
        final Mbuf packet = packets.pool.tryAlloc();
        assertThat(jumbo.write(packet)).isFalse();
        assertThat(packet.dataLength()).isZero();
        packet.free();
    }
}
