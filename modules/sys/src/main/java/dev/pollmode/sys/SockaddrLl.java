package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The link-layer address of a packet socket.
///
/// | offset | size | field          | meaning                     |
/// |-------:|-----:|----------------|-----------------------------|
/// |      0 |    2 | `sll_family`   | `AF_PACKET`                 |
/// |      2 |    2 | `sll_protocol` | Ethernet type, big-endian   |
/// |      4 |    4 | `sll_ifindex`  | interface index             |
/// |      8 |    2 | `sll_hatype`   | hardware type, `ARPHRD_...` |
/// |     10 |    1 | `sll_pkttype`  | `PACKET_HOST` ...           |
/// |     11 |    1 | `sll_halen`    | length of the address       |
/// |     12 |    8 | `sll_addr`     | physical address            |
///
/// `struct sockaddr_ll` in `linux/if_packet.h`; packet(7). Host byte order, unless marked.
public final class SockaddrLl {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_SHORT.withName("sll_family"),
        ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withName("sll_protocol"),
        ValueLayout.JAVA_INT.withName("sll_ifindex"),
        ValueLayout.JAVA_SHORT.withName("sll_hatype"),
        ValueLayout.JAVA_BYTE.withName("sll_pkttype"),
        ValueLayout.JAVA_BYTE.withName("sll_halen"),
        MemoryLayout.sequenceLayout(8, ValueLayout.JAVA_BYTE).withName("sll_addr"));

    /// `PACKET_HOST`: the frame is for this host.
    public static final int HOST = 0;
    /// `PACKET_BROADCAST`: for all.
    public static final int BROADCAST = 1;
    /// `PACKET_MULTICAST`: for a group.
    public static final int MULTICAST = 2;
    /// `PACKET_OTHERHOST`: for another host; seen in promiscuous mode.
    public static final int OTHER_HOST = 3;
    /// `PACKET_OUTGOING`: sent by this host.
    public static final int OUTGOING = 4;

    /// Bytes of this struct.
    public static final int SIZE = 20;

    private static final long SLL_FAMILY = LAYOUT.byteOffset(PathElement.groupElement("sll_family"));
    private static final long SLL_PROTOCOL = LAYOUT.byteOffset(PathElement.groupElement("sll_protocol"));
    private static final long SLL_IFINDEX = LAYOUT.byteOffset(PathElement.groupElement("sll_ifindex"));
    private static final long SLL_HATYPE = LAYOUT.byteOffset(PathElement.groupElement("sll_hatype"));
    private static final long SLL_PKTTYPE = LAYOUT.byteOffset(PathElement.groupElement("sll_pkttype"));
    private static final long SLL_HALEN = LAYOUT.byteOffset(PathElement.groupElement("sll_halen"));

    private SockaddrLl() {
    }

    /// {@return the family, `AF_PACKET`}
    ///
    /// @param struct the address of the struct
    public static int family(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + SLL_FAMILY));
    }

    /// Sets the family, `AF_PACKET`.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void family(final long struct, final int value) {
        Mem.putShort(struct + SLL_FAMILY, (short) value);
    }

    /// {@return the Ethernet type}
    ///
    /// @param struct the address of the struct
    public static int protocol(final long struct) {
        return Short.toUnsignedInt(Mem.getShortBe(struct + SLL_PROTOCOL));
    }

    /// Sets the Ethernet type.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void protocol(final long struct, final int value) {
        Mem.putShortBe(struct + SLL_PROTOCOL, (short) value);
    }

    /// {@return the interface index}
    ///
    /// @param struct the address of the struct
    public static int index(final long struct) {
        return Mem.getInt(struct + SLL_IFINDEX);
    }

    /// Sets the interface index.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void index(final long struct, final int value) {
        Mem.putInt(struct + SLL_IFINDEX, value);
    }

    /// {@return the hardware type, `ARPHRD_...`}
    ///
    /// @param struct the address of the struct
    public static int hardwareType(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + SLL_HATYPE));
    }

    /// {@return to whom the packet went, `PACKET_HOST` ...}
    ///
    /// @param struct the address of the struct
    public static int packetType(final long struct) {
        return Byte.toUnsignedInt(Mem.getByte(struct + SLL_PKTTYPE));
    }

    /// {@return how many bytes of the address count}
    ///
    /// @param struct the address of the struct
    public static int addressLength(final long struct) {
        return Byte.toUnsignedInt(Mem.getByte(struct + SLL_HALEN));
    }

    /// Sets how many bytes of the address count.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void addressLength(final long struct, final int value) {
        Mem.putByte(struct + SLL_HALEN, (byte) value);
    }
}
