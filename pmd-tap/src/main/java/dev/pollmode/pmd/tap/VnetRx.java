package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;

/// Completes a received packet: its port and what the kernel's header says.
final class VnetRx implements RxFinish {
    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int VLAN = 0x8100;
    private static final int QINQ = 0x88a8;
    private static final int IPV6 = 0x86dd;

    private final int port;
    private final TapKind kind;

    VnetRx(final int port, final TapKind kind) {
        this.port = port;
        this.kind = kind;
    }

    @Override
    public boolean received(final Mbuf packet, final long header, final int firstLength) {
        if (packet.dataLength() == 0) {
            packet.received(firstLength, port);
        } else {
            packet.port(port);
        }
        // Flags and type of segmentation: most often the kernel says nothing.
        return Mem.getShort(header) == 0 || takeOver(packet, header, firstLength);
    }

    private boolean takeOver(final Mbuf packet, final long header, final int firstLength) {
        if (kind == TapKind.TUN) {
            return VnetOffload.read(packet, header, firstLength, 0, packet.getByte(0) >> 4 == 6);
        }
        if (firstLength < ETHERNET) {
            return false;
        }
        int l2 = ETHERNET;
        int type = packet.getShort(l2 - 2) & 0xffff;
        while ((type == VLAN || type == QINQ) && l2 + TAG <= firstLength) {
            l2 += TAG;
            type = packet.getShort(l2 - 2) & 0xffff;
        }
        return VnetOffload.read(packet, header, firstLength, l2, type == IPV6);
    }
}
