package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The geometry of a packet ring.
///
/// | offset | size | field           | meaning               |
/// |-------:|-----:|-----------------|-----------------------|
/// |      0 |    4 | `tp_block_size` | bytes of a block      |
/// |      4 |    4 | `tp_block_nr`   | number of blocks      |
/// |      8 |    4 | `tp_frame_size` | bytes of a frame slot |
/// |     12 |    4 | `tp_frame_nr`   | number of frame slots |
///
/// `struct tpacket_req` in `linux/if_packet.h`; packet(7). Host byte order.
public final class TpacketReq {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("tp_block_size"),
        ValueLayout.JAVA_INT.withName("tp_block_nr"),
        ValueLayout.JAVA_INT.withName("tp_frame_size"),
        ValueLayout.JAVA_INT.withName("tp_frame_nr"));

    /// Bytes of this struct.
    public static final int SIZE = 16;

    private static final long TP_BLOCK_SIZE = LAYOUT.byteOffset(PathElement.groupElement("tp_block_size"));
    private static final long TP_BLOCK_NR = LAYOUT.byteOffset(PathElement.groupElement("tp_block_nr"));
    private static final long TP_FRAME_SIZE = LAYOUT.byteOffset(PathElement.groupElement("tp_frame_size"));
    private static final long TP_FRAME_NR = LAYOUT.byteOffset(PathElement.groupElement("tp_frame_nr"));

    private TpacketReq() {
    }

    /// {@return bytes of a block}
    ///
    /// @param struct the address of the struct
    public static int blockSize(final long struct) {
        return Mem.getInt(struct + TP_BLOCK_SIZE);
    }

    /// Sets the bytes of a block.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void blockSize(final long struct, final int value) {
        Mem.putInt(struct + TP_BLOCK_SIZE, value);
    }

    /// {@return number of blocks}
    ///
    /// @param struct the address of the struct
    public static int blockCount(final long struct) {
        return Mem.getInt(struct + TP_BLOCK_NR);
    }

    /// Sets the number of blocks.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void blockCount(final long struct, final int value) {
        Mem.putInt(struct + TP_BLOCK_NR, value);
    }

    /// {@return bytes of a frame slot}
    ///
    /// @param struct the address of the struct
    public static int frameSize(final long struct) {
        return Mem.getInt(struct + TP_FRAME_SIZE);
    }

    /// Sets the bytes of a frame slot.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void frameSize(final long struct, final int value) {
        Mem.putInt(struct + TP_FRAME_SIZE, value);
    }

    /// {@return number of frame slots}
    ///
    /// @param struct the address of the struct
    public static int frameCount(final long struct) {
        return Mem.getInt(struct + TP_FRAME_NR);
    }

    /// Sets the number of frame slots.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void frameCount(final long struct, final int value) {
        Mem.putInt(struct + TP_FRAME_NR, value);
    }
}
