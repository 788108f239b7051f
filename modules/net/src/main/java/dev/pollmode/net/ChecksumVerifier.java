package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;

/// Verifies the checksums of received packets, as ports do that have `RX_OFFLOAD_*_CKSUM` in software.
///
/// | packet                                                  | IP checksum  | layer 4 checksum            |
/// |---------------------------------------------------------|--------------|-----------------------------|
/// | not IP; headers cut off; longer than its first segment  | unknown      | unknown                     |
/// | IPv4                                                    | good or bad  |                             |
/// | IPv6, with or without extension headers                 | unknown      |                             |
/// | TCP, UDP                                                |              | good or bad                 |
/// | UDP over IPv4 whose checksum is 0: none was computed    |              | none                        |
/// | UDP whose own length is a lie                           |              | bad                         |
/// | a fragment, another protocol, several segments          |              | unknown                     |
///
/// *Unknown* sets no bit. Modelled after `tap_verify_csum` of DPDK's net_tap, which leaves IPv6 with extension headers
/// unknown. Nothing is allocated; safe for use by several threads.
public final class ChecksumVerifier {
    private ChecksumVerifier() {
    }

    /// {@return what can be said about the checksums of a packet, `RX_*_CKSUM_*` bits of [Offload]}
    ///
    /// @param packet the packet
    /// @param headers where its headers are, from [PacketParser]
    public static long verify(final Mbuf packet, final Headers headers) {
        if (!headers.fits(packet.dataLength())) {
            return 0;
        }
        final long flags = headers.isIpv4() ? verifyIpv4(packet, headers) : 0;
        return packet.segments() > 1 ? flags : flags | verifyLayer4(packet, headers);
    }

    /// Verifies and notes the result in [Mbuf#offloads()].
    ///
    /// @param packet the packet
    /// @param headers where its headers are, from [PacketParser]
    public static void mark(final Mbuf packet, final Headers headers) {
        packet.offloads(packet.offloads() & ~(Offload.RX_IP_CKSUM_MASK | Offload.RX_L4_CKSUM_MASK) | verify(packet, headers));
    }

    private static long verifyIpv4(final Mbuf packet, final Headers headers) {
        final int sum = Checksum.sum(packet, headers.l3Offset(), headers.l3Length());
        return sum == Checksum.RIGHT ? Offload.RX_IP_CKSUM_GOOD : Offload.RX_IP_CKSUM_BAD;
    }

    private static long verifyLayer4(final Mbuf packet, final Headers headers) {
        if (headers.isUdp()) {
            return verifyUdp(packet, headers);
        }
        return headers.isTcp() ? verdict(packet, headers) : 0;
    }

    private static long verifyUdp(final Mbuf packet, final Headers headers) {
        if (UdpHeader.checksum(packet, headers.l4Offset()) == 0) {
            // Over IPv6 the checksum is not optional (RFC 8200, section 8.1).
            return headers.isIpv4() ? Offload.RX_L4_CKSUM_NONE : Offload.RX_L4_CKSUM_BAD;
        }
        return UdpHeader.length(packet, headers.l4Offset()) == headers.l4DatagramLength()
            ? verdict(packet, headers) : Offload.RX_L4_CKSUM_BAD;
    }

    private static long verdict(final Mbuf packet, final Headers headers) {
        return Checksum.isLayer4Right(packet, headers) ? Offload.RX_L4_CKSUM_GOOD : Offload.RX_L4_CKSUM_BAD;
    }
}
