package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.mlx5.prm.Cqe;
import java.util.Set;

/// What a completion says about a frame besides its length, as far as it was asked for.
///
/// Eleven bits tell what kind of frame it is; what that means to an mbuf is looked up.
final class RxCompletion {
    /// All types that frames are given.
    private static final int[] TYPES = {
        PacketType.L2_ETHER, PacketType.L3_IPV4, PacketType.L3_IPV4_EXT, PacketType.L3_IPV6, PacketType.L3_IPV6_EXT, PacketType.L4_TCP, PacketType.L4_UDP,
        PacketType.L4_FRAG, PacketType.L4_NONFRAG
    };
    private static final int KINDS = 1 << 11;
    private static final int TYPE_IP = Cqe.TYPE_IPV4 | Cqe.TYPE_IPV6;

    private final boolean hash;
    // Flags in the upper half, which bits of reception fit, and the type in the lower.
    private final long[] meanings = new long[KINDS];

    RxCompletion(final Set<RxOffload> offloads) {
        hash = offloads.contains(RxOffload.RSS_HASH);
        final boolean ip = offloads.contains(RxOffload.IPV4_CKSUM);
        final boolean l4 = offloads.contains(RxOffload.UDP_CKSUM) || offloads.contains(RxOffload.TCP_CKSUM);
        for (int types = 0; types < KINDS; types++) {
            final long flags = checksums(types, ip, l4) | ((types & Cqe.TYPE_VLAN_STRIPPED) != 0 ? Offload.RX_VLAN | Offload.RX_VLAN_STRIPPED : 0);
            meanings[types] = flags << Integer.SIZE | packetType(types);
        }
    }

    /// {@return all types that frames are given, a copy}
    static int[] allPacketTypes() {
        return TYPES.clone();
    }

    /// Notes on a packet what the last completion that was read says.
    void read(final RxCompletions completion, final Mbuf packet) {
        final long meaning = meanings[completion.types() & KINDS - 1];
        packet.packetType((int) meaning);
        long found = meaning >>> Integer.SIZE;
        if (hash && completion.isHashed()) {
            packet.rssHash(completion.hash());
            found |= Offload.RX_RSS_HASH;
        }
        if ((found & Offload.RX_VLAN) != 0) {
            packet.vlanTci(completion.vlan());
        }
        if (found != 0) {
            packet.offloads(found);
        }
    }

    private static int packetType(final int types) {
        final boolean options = (types & Cqe.TYPE_IP_OPTIONS) != 0;
        final int network = switch (types & TYPE_IP) {
            case Cqe.TYPE_IPV4 -> options ? PacketType.L3_IPV4_EXT : PacketType.L3_IPV4;
            case Cqe.TYPE_IPV6 -> options ? PacketType.L3_IPV6_EXT : PacketType.L3_IPV6;
            default -> 0;
        };
        return PacketType.L2_ETHER | network | (network == 0 ? 0 : transport(types));
    }

    private static int transport(final int types) {
        if ((types & Cqe.TYPE_FRAGMENT) != 0) {
            return PacketType.L4_FRAG;
        }
        return switch (types & Cqe.TYPE_L4) {
            case Cqe.L4_TCP, Cqe.L4_TCP_ACK_EMPTY, Cqe.L4_TCP_ACK_DATA -> PacketType.L4_TCP;
            case Cqe.L4_UDP -> PacketType.L4_UDP;
            default -> PacketType.L4_NONFRAG;
        };
    }

    private static long checksums(final int types, final boolean ip, final boolean l4) {
        long found = 0;
        if (ip && (types & Cqe.TYPE_IPV4) != 0) {
            found |= (types & Cqe.TYPE_L3_OK) != 0 ? Offload.RX_IP_CKSUM_GOOD : Offload.RX_IP_CKSUM_BAD;
        }
        if (l4 && (types & TYPE_IP) != 0 && (types & Cqe.TYPE_L4) != 0 && (types & Cqe.TYPE_FRAGMENT) == 0) {
            found |= (types & Cqe.TYPE_L4_OK) != 0 ? Offload.RX_L4_CKSUM_GOOD : Offload.RX_L4_CKSUM_BAD;
        }
        return found;
    }
}
