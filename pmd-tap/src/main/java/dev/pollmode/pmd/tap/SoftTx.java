package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.net.TxChecksum;

/// Checks a packet to send and computes its checksums, for a kernel that knows no header in front of frames. Such a port does not
/// segment.
final class SoftTx implements TxStart {
    private static final long REFUSED = Offload.TX_VLAN | Offload.TX_UDP_SEG | Offload.TX_TCP_SEG | Offload.TX_OUTER_IP_CKSUM;

    private final TapFrames frames;

    /// @param frames how long frames may be
    SoftTx(final TapFrames frames) {
        this.frames = frames;
    }

    @Override
    public boolean sending(final Mbuf packet, final long header, final long frame, final int length) {
        final long asked = packet.offloads() & Offload.TX_MASK;
        return packet.packetLength() <= frames.longest()
            && (asked == 0 || (asked & REFUSED) == 0 && isWritable(packet) && TxChecksum.complete(packet));
    }

    private static boolean isWritable(final Mbuf packet) {
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            if (!segment.isWritable()) {
                return false;
            }
        }
        return true;
    }
}
