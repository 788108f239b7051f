package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;

/// The addresses at the beginning of an Ethernet frame: destination in bytes 0-5, source in 6-11.
final class Ethernet {
    /// How long the header is, without tags.
    static final int LENGTH = 14;
    /// Where the type stands, without tags.
    static final int TYPE = 12;
    private static final int ADDRESSES = 12;

    private Ethernet() {
    }

    /// Exchanges source and destination; leaves a runt as it is.
    static void swapAddresses(final Mbuf packet) {
        if (packet.dataLength() < ADDRESSES) {
            return;
        }
        // In the order of memory, so that no byte is turned round: six bytes of destination, then six of source.
        final long at = packet.at(0, ADDRESSES);
        final long first = Mem.getLongLe(at);
        final long last = Mem.getIntLe(at + 8) & 0xffff_ffffL;
        Mem.putLongLe(at, first << 48 | last << 16 | first >>> 48);
        Mem.putIntLe(at + 8, (int) (first >>> 16));
    }

    /// Sets source and destination; leaves a runt as it is.
    static void addresses(final Mbuf packet, final long destination, final long source) {
        if (packet.dataLength() < ADDRESSES) {
            return;
        }
        packet.putLong(0, destination << 16 | source >>> 32);
        packet.putInt(8, (int) source);
    }

    /// {@return the destination}
    static MacAddress destination(final Mbuf packet) {
        return new MacAddress(packet.getLong(0) >>> 16);
    }

    /// {@return the source}
    static MacAddress source(final Mbuf packet) {
        return new MacAddress((packet.getShort(6) & 0xffffL) << 32 | packet.getInt(8) & 0xffff_ffffL);
    }
}
