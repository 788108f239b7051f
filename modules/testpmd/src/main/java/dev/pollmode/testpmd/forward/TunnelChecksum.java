package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.net.EthernetHeader;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketBytes;
import dev.pollmode.net.PacketParser;
import dev.pollmode.net.Ports;
import dev.pollmode.net.TxChecksum;
import dev.pollmode.net.UdpHeader;

/// The checksums of packets in tunnels: those of the packet inside, then those of the headers around it. They are computed here, for no
/// port does it.
///
/// | tunnel                   | how it is told                            | inside             |
/// |--------------------------|-------------------------------------------|--------------------|
/// | VXLAN (RFC 7348)         | UDP port 4789                             | Ethernet           |
/// | GENEVE (RFC 8926)        | UDP port 6081                             | Ethernet, IP       |
/// | GRE (RFC 2784, 2890), NVGRE (RFC 7637) | protocol 47, without a checksum of its own | Ethernet, IP |
/// | IP in IP (RFC 2003, 4213) | protocols 4 and 41                       | IP                 |
///
/// All headers must lie in the first buffer of the packet, and those before the inner IP header in 127 bytes.
final class TunnelChecksum {
    private static final int VXLAN_PORT = 4789;
    private static final int VXLAN_LENGTH = 8;
    private static final int GENEVE_PORT = 6081;
    private static final int GENEVE_LENGTH = 8;
    private static final int IP_IN_IP = 4;
    private static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int GRE_LENGTH = 4;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int TYPE_ETHERNET = 0x6558;
    private static final int LONGEST_L2 = 127;
    private static final int NONE = -1;

    private final Headers inner = new Headers();
    private int start;

    /// Writes all checksums of a packet in a tunnel.
    ///
    /// @param packet the packet
    /// @param outer its headers
    /// @return false when it is in none that is known, or what is inside makes no sense: then nothing was changed
    boolean complete(final Mbuf packet, final Headers outer) {
        if (!outer.fits(packet.packetLength()) || !find(packet, outer) || !inner.fits(packet.packetLength() - start)
            || start + inner.l2Length() > LONGEST_L2) {
            return false;
        }
        final long others = packet.offloads() & ~(Offload.TX_MASK | Offload.TX_IPV4 | Offload.TX_IPV6);
        complete(packet, inner, start);
        complete(packet, outer, 0);
        packet.offloads(others);
        return true;
    }

    private static void complete(final Mbuf packet, final Headers headers, final int at) {
        packet.txLengths(TxLengths.of(at + headers.l2Length(), headers.l3Length(), headers.l4Length(), 0));
        packet.offloads((headers.isIpv4() ? Offload.TX_IP_CKSUM : 0) | layer4(packet, headers, at));
        TxChecksum.complete(packet);
    }

    /// A checksum of 0 says that UDP has none.
    private static long layer4(final Mbuf packet, final Headers headers, final int at) {
        if (headers.isTcp()) {
            return Offload.TX_TCP_CKSUM;
        }
        return headers.isUdp() && UdpHeader.checksum(packet, at + headers.l4Offset()) != 0 ? Offload.TX_UDP_CKSUM : 0;
    }

    private boolean find(final Mbuf packet, final Headers outer) {
        final int at = outer.payloadOffset();
        final int type = outer.isFragment() ? NONE : switch (outer.protocol()) {
            case IP_IN_IP, IPV6_IN_IP -> inside(at, EthernetHeader.TYPE_IPV4);
            case GRE -> gre(packet, at);
            default -> outer.isUdp() ? udp(packet, Ports.destination(packet, outer.l4Offset()), at) : NONE;
        };
        if (start >= packet.dataLength()) {
            return false;
        }
        final long address = packet.dataAddress() + start;
        final int length = packet.dataLength() - start;
        switch (type) {
            case EthernetHeader.TYPE_IPV4, EthernetHeader.TYPE_IPV6 -> PacketParser.parseIp(address, length, inner);
            case TYPE_ETHERNET -> PacketParser.parse(address, length, inner);
            default -> {
                return false;
            }
        }
        return true;
    }

    private int inside(final int at, final int type) {
        start = at;
        return type;
    }

    private int udp(final Mbuf packet, final int port, final int at) {
        if (port == VXLAN_PORT) {
            return inside(at + VXLAN_LENGTH, TYPE_ETHERNET);
        }
        if (port != GENEVE_PORT || at + GENEVE_LENGTH > packet.dataLength()) {
            return NONE;
        }
        return inside(at + GENEVE_LENGTH + ((PacketBytes.getByte(packet, at) & 0x3f) << 2), PacketBytes.getShort(packet, at + 2));
    }

    /// With no more flags than these there is no checksum over what is inside.
    private int gre(final Mbuf packet, final int at) {
        if (at + GRE_LENGTH > packet.dataLength()) {
            return NONE;
        }
        final int flags = PacketBytes.getShort(packet, at);
        if ((flags & ~(GRE_KEY | GRE_SEQUENCE)) != 0) {
            return NONE;
        }
        return inside(at + GRE_LENGTH + ((flags & GRE_KEY) == 0 ? 0 : 4) + ((flags & GRE_SEQUENCE) == 0 ? 0 : 4),
            PacketBytes.getShort(packet, at + 2));
    }
}
