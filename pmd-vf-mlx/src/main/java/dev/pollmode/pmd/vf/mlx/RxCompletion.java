package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.sys.Mem;
import java.util.Set;

/// What a completion says about a frame besides its length, as far as it was asked for.
final class RxCompletion {
    private static final int TYPE_IP = Cqe.TYPE_IPV4 | Cqe.TYPE_IPV6;

    private final boolean hash;
    private final boolean ipChecksum;
    private final boolean l4Checksum;

    RxCompletion(final Set<RxOffload> offloads) {
        hash = offloads.contains(RxOffload.RSS_HASH);
        ipChecksum = offloads.contains(RxOffload.IPV4_CKSUM);
        l4Checksum = offloads.contains(RxOffload.UDP_CKSUM) || offloads.contains(RxOffload.TCP_CKSUM);
    }

    void read(final long cqe, final Mbuf packet) {
        long flags = 0;
        if (hash && Mem.getByte(cqe + Cqe.RSS_HASH_TYPE) != 0) {
            packet.rssHash(Mem.getIntBe(cqe + Cqe.RSS_HASH));
            flags = Offload.RX_RSS_HASH;
        }
        if (ipChecksum || l4Checksum) {
            flags |= checksums(Mem.getShortBe(cqe + Cqe.HEADER_TYPES));
        }
        if (flags != 0) {
            packet.offloads(flags);
        }
    }

    private long checksums(final int types) {
        long flags = 0;
        if (ipChecksum && (types & Cqe.TYPE_IPV4) != 0) {
            flags |= (types & Cqe.TYPE_L3_OK) != 0 ? Offload.RX_IP_CKSUM_GOOD : Offload.RX_IP_CKSUM_BAD;
        }
        if (l4Checksum && (types & TYPE_IP) != 0 && (types & Cqe.TYPE_L4) != 0 && (types & Cqe.TYPE_FRAGMENT) == 0) {
            flags |= (types & Cqe.TYPE_L4_OK) != 0 ? Offload.RX_L4_CKSUM_GOOD : Offload.RX_L4_CKSUM_BAD;
        }
        return flags;
    }
}
