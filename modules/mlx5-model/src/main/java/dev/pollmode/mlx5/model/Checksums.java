package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Mem;

/// IP, TCP and UDP checksums of frames: written when sending, verified when receiving.
final class Checksums {
    private static final int IPV4_CHECKSUM = 10;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private Checksums() {
    }

    /// Writes the checksums that a work request asks for, into headers that have them.
    static void write(final PacketHeaders packet, final int which) {
        final long l3 = packet.frame() + packet.l3Offset;
        if ((which & SendWqe.CHECKSUM_L3) != 0 && packet.ipVersion == 4) {
            Mem.putShortBe(l3 + IPV4_CHECKSUM, (short) 0);
            Mem.putShortBe(l3 + IPV4_CHECKSUM, (short) ~InternetChecksum.fold(InternetChecksum.sum(l3, packet.ipHeaderLength, 0)));
        }
        if ((which & SendWqe.CHECKSUM_L4) != 0 && packet.l4Protocol != 0) {
            final long field = field(packet);
            Mem.putShortBe(field, (short) 0);
            final int checksum = ~withPseudoHeader(packet, transportSum(packet)) & 0xffff;
            Mem.putShortBe(field, (short) (checksum == 0 && packet.l4Protocol == PacketHeaders.UDP ? 0xffff : checksum));
        }
    }

    /// {@return whether the IP header is intact; that of IPv6 always is}
    static boolean isNetworkIntact(final PacketHeaders packet) {
        return packet.ipVersion == 6
            || packet.ipVersion == 4 && InternetChecksum.fold(InternetChecksum.sum(packet.frame() + packet.l3Offset, packet.ipHeaderLength, 0)) == 0xffff;
    }

    /// {@return whether TCP or UDP is intact; UDP without a checksum is}
    ///
    /// @param transport see [#transportSum]
    static boolean isTransportIntact(final PacketHeaders packet, final long transport) {
        if (packet.l4Protocol == 0) {
            return false;
        }
        if (packet.l4Protocol == PacketHeaders.UDP && Mem.getShortBe(field(packet)) == 0) {
            return packet.ipVersion == 4;
        }
        return withPseudoHeader(packet, transport) == 0xffff;
    }

    private static long field(final PacketHeaders packet) {
        return packet.frame() + packet.l4Offset + (packet.l4Protocol == PacketHeaders.TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
    }

    /// {@return the sum of TCP or UDP, header and payload, not folded; 0 if there is neither}
    static long transportSum(final PacketHeaders packet) {
        return packet.l4Protocol == 0 ? 0 : InternetChecksum.sum(packet.frame() + packet.l4Offset, packet.ipTotalLength - packet.ipHeaderLength, 0);
    }

    private static int withPseudoHeader(final PacketHeaders packet, final long transport) {
        return InternetChecksum.fold(transport
            + InternetChecksum.pseudoHeader(packet, packet.l4Protocol, packet.ipTotalLength - packet.ipHeaderLength));
    }
}
