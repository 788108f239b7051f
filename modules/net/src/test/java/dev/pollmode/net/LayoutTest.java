package dev.pollmode.net;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.StructLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
    private static final Map<String, StructLayout> LAYOUTS = Map.of(
        "ethernet", EthernetHeader.LAYOUT, "vlan", VlanTag.LAYOUT, "arp", ArpPacket.LAYOUT, "ipv4", Ipv4Header.LAYOUT,
        "ipv6", Ipv6Header.LAYOUT, "udp", UdpHeader.LAYOUT, "tcp", TcpHeader.LAYOUT, "icmp", IcmpHeader.LAYOUT);

    /// Offsets of linux/if_ether.h, if_vlan.h, if_arp.h, ip.h, ipv6.h, udp.h, tcp.h, icmp.h.
    @ParameterizedTest
    @CsvSource({
        "ethernet, destination, 0", "ethernet, source, 6", "ethernet, ether_type, 12",
        "vlan, tci, 0", "vlan, ether_type, 2",
        "arp, hardware, 0", "arp, protocol, 2", "arp, hardware_length, 4", "arp, protocol_length, 5", "arp, operation, 6",
        "arp, sender_mac, 8", "arp, sender_ip, 14", "arp, target_mac, 18", "arp, target_ip, 24",
        "ipv4, version_ihl, 0", "ipv4, type_of_service, 1", "ipv4, total_length, 2", "ipv4, id, 4", "ipv4, fragment, 6",
        "ipv4, time_to_live, 8", "ipv4, protocol, 9", "ipv4, checksum, 10", "ipv4, source, 12", "ipv4, destination, 16",
        "ipv6, version_flow, 0", "ipv6, payload_length, 4", "ipv6, next_header, 6", "ipv6, hop_limit, 7", "ipv6, source, 8",
        "ipv6, destination, 24",
        "udp, source_port, 0", "udp, destination_port, 2", "udp, length, 4", "udp, checksum, 6",
        "tcp, source_port, 0", "tcp, destination_port, 2", "tcp, sequence, 4", "tcp, acknowledgment, 8", "tcp, data_offset, 12",
        "tcp, flags, 13", "tcp, window, 14", "tcp, checksum, 16", "tcp, urgent, 18",
        "icmp, type, 0", "icmp, code, 1", "icmp, checksum, 2", "icmp, identifier, 4", "icmp, sequence, 6"})
    void fieldLiesAtTheOffsetOfTheSpecification(final String header, final String field, final long offset) {
        assertThat(LAYOUTS.get(header).byteOffset(groupElement(field))).isEqualTo(offset);
    }

    @Test
    void lengthsAreThoseOfTheSpecifications() {
        assertThat(new int[] {EthernetHeader.LENGTH, VlanTag.LENGTH, ArpPacket.LENGTH, Ipv4Header.LENGTH, Ipv6Header.LENGTH,
            UdpHeader.LENGTH, TcpHeader.LENGTH, IcmpHeader.LENGTH}).containsExactly(14, 4, 28, 20, 40, 8, 20, 8);
    }
}
