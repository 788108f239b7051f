package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.sys.Mem;

/// Checks a packet to send and writes the kernel's header for it, which lets the kernel do what the packet asks for.
final class VnetTx implements TxStart {
    private final TapFrames frames;

    /// @param frames how long frames may be
    VnetTx(final TapFrames frames) {
        this.frames = frames;
    }

    @Override
    public boolean sending(final Mbuf packet, final long header, final long frame, final int length) {
        final long offloads = packet.offloads();
        if ((offloads & Offload.TX_TCP_SEG) == 0 && packet.packetLength() > frames.longest()) {
            return false;
        }
        if ((offloads & Offload.TX_MASK) != 0) {
            if (!TxHeaders.complete(packet, frame, length, frames.mtu())) {
                return false;
            }
            VnetOffload.write(packet, header);
            return true;
        }
        // Asks for nothing: ten bytes of zeros.
        Mem.putLong(header, 0);
        Mem.putShort(header + 8, (short) 0);
        return true;
    }
}
