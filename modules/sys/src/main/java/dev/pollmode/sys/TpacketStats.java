package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// What a packet socket counted since it was last asked.
///
/// | offset | size | field        | meaning                        |
/// |-------:|-----:|--------------|--------------------------------|
/// |      0 |    4 | `tp_packets` | packets, dropped ones included |
/// |      4 |    4 | `tp_drops`   | packets without room           |
///
/// `struct tpacket_stats` in `linux/if_packet.h`; packet(7). Host byte order.
public final class TpacketStats {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("tp_packets"),
        ValueLayout.JAVA_INT.withName("tp_drops"));

    /// Bytes of this struct.
    public static final int SIZE = 8;

    private static final long TP_PACKETS = LAYOUT.byteOffset(PathElement.groupElement("tp_packets"));
    private static final long TP_DROPS = LAYOUT.byteOffset(PathElement.groupElement("tp_drops"));

    private TpacketStats() {
    }

    /// {@return packets that came, dropped ones included}
    ///
    /// @param struct the address of the struct
    public static int packets(final long struct) {
        return Mem.getInt(struct + TP_PACKETS);
    }

    /// {@return packets for which there was no room}
    ///
    /// @param struct the address of the struct
    public static int drops(final long struct) {
        return Mem.getInt(struct + TP_DROPS);
    }
}
