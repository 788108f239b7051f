package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.sys.Mem;

/// Checks a packet to send and writes the kernel's header for it.
final class VnetTx implements TxStart {
    private final TapPort port;

    VnetTx(final TapPort port) {
        this.port = port;
    }

    @Override
    public boolean sending(final Mbuf packet, final long header) {
        if ((packet.offloads() & Offload.TX_MASK) != 0) {
            return VnetOffload.write(packet, header, port.longestFrame());
        }
        if (packet.packetLength() > port.longestFrame()) {
            return false;
        }
        // Asks for nothing: ten bytes of zeros.
        Mem.putLong(header, 0);
        Mem.putShort(header + 8, (short) 0);
        return true;
    }
}
