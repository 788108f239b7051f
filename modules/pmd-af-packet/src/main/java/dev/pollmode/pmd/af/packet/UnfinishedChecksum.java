package dev.pollmode.pmd.af.packet;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;
import dev.pollmode.net.TxChecksum;

/// Computes the checksum that the stack of this machine left to a device which there is not: frames of a veth, for example.
/// C DPDK delivers them as they are, so that its users have to switch offloads off.
final class UnfinishedChecksum {
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();

    /// Writes the checksum of TCP or UDP.
    ///
    /// @return false when the packet is neither
    boolean finish(final Mbuf packet) {
        parser.parse(packet, headers);
        final long layer4 = headers.isTcp() ? Offload.TX_TCP_CKSUM : headers.isUdp() ? Offload.TX_UDP_CKSUM : 0;
        if (layer4 == 0 || headers.isFragment()) {
            return false;
        }
        packet.offloads(layer4 | (headers.isIpv6() ? Offload.TX_IPV6 : Offload.TX_IPV4));
        packet.txLengths(TxLengths.of(headers.l2Length(), headers.l3Length(), headers.l4Length(), 0));
        final boolean done = TxChecksum.complete(packet);
        packet.offloads(done ? Offload.RX_L4_CKSUM_GOOD : 0);
        return done;
    }
}
