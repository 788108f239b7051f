package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// A membership of a packet socket: what else its interface shall receive.
///
/// | offset | size | field        | meaning               |
/// |-------:|-----:|--------------|-----------------------|
/// |      0 |    4 | `mr_ifindex` | interface index       |
/// |      4 |    2 | `mr_type`    | `PACKET_MR_...`       |
/// |      6 |    2 | `mr_alen`    | length of the address |
/// |      8 |    8 | `mr_address` | physical address      |
///
/// `struct packet_mreq` in `linux/if_packet.h`; packet(7). Host byte order.
public final class PacketMreq {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("mr_ifindex"),
        ValueLayout.JAVA_SHORT.withName("mr_type"),
        ValueLayout.JAVA_SHORT.withName("mr_alen"),
        MemoryLayout.sequenceLayout(8, ValueLayout.JAVA_BYTE).withName("mr_address"));

    /// Bytes of this struct.
    public static final int SIZE = 16;

    private static final long MR_IFINDEX = LAYOUT.byteOffset(PathElement.groupElement("mr_ifindex"));
    private static final long MR_TYPE = LAYOUT.byteOffset(PathElement.groupElement("mr_type"));
    private static final long MR_ALEN = LAYOUT.byteOffset(PathElement.groupElement("mr_alen"));

    private PacketMreq() {
    }

    /// Sets the interface index.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void index(final long struct, final int value) {
        Mem.putInt(struct + MR_IFINDEX, value);
    }

    /// Sets the kind, `PACKET_MR_...`.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void type(final long struct, final int value) {
        Mem.putShort(struct + MR_TYPE, (short) value);
    }

    /// Sets how many bytes of the address count.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void addressLength(final long struct, final int value) {
        Mem.putShort(struct + MR_ALEN, (short) value);
    }
}
