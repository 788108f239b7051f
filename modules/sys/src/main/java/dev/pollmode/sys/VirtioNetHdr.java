package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The header before a frame that says what is left to do for it: checksum and segmentation.
///
/// | offset | size | field         | meaning                                                           |
/// |-------:|-----:|---------------|-------------------------------------------------------------------|
/// |      0 |    1 | `flags`       | [#F_NEEDS_CSUM], [#F_DATA_VALID], [#F_RSC_INFO]                    |
/// |      1 |    1 | `gso_type`    | [#GSO_NONE], [#GSO_TCPV4], …, perhaps with [#GSO_ECN]              |
/// |      2 |    2 | `hdr_len`     | bytes of headers (a hint)                                         |
/// |      4 |    2 | `gso_size`    | bytes of payload per segment                                      |
/// |      6 |    2 | `csum_start`  | where in the frame the sum begins                                 |
/// |      8 |    2 | `csum_offset` | where to put it, from there                                       |
/// |     10 |    2 | `num_buffers` | buffers of the frame; only in the form of 12 bytes                |
///
/// `linux/virtio_net.h`; Virtual I/O Device (VIRTIO) 1.2, section 5.1.6. Little-endian: what VIRTIO 1 demands, and what
/// tap interfaces use on little-endian machines. The accessors take the address of the header, check nothing and do not allocate; the content
/// comes from outside and is checked by who acts on it.
public final class VirtioNetHdr {
    /// Flag: the checksum must be computed from `csum_start` on.
    public static final int F_NEEDS_CSUM = 1;
    /// Flag: the checksum was verified.
    public static final int F_DATA_VALID = 2;
    /// Flag: the checksum fields tell about coalesced segments.
    public static final int F_RSC_INFO = 4;
    /// No segmentation.
    public static final int GSO_NONE = 0;
    /// Segments of TCP over IPv4.
    public static final int GSO_TCPV4 = 1;
    /// Fragments of UDP over IPv4.
    public static final int GSO_UDP = 3;
    /// Segments of TCP over IPv6.
    public static final int GSO_TCPV6 = 4;
    /// Segments of UDP.
    public static final int GSO_UDP_L4 = 5;
    /// Or-ed to a type: segments have ECN bits.
    public static final int GSO_ECN = 0x80;

    /// The structure in its form of 12 bytes; the one of 10 lacks the last field.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("flags"),
        ValueLayout.JAVA_BYTE.withName("gso_type"),
        ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).withName("hdr_len"),
        ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).withName("gso_size"),
        ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).withName("csum_start"),
        ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).withName("csum_offset"),
        ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).withName("num_buffers"));
    /// Size without `num_buffers`, in bytes.
    public static final int SIZE = 10;
    /// Size with `num_buffers`, in bytes: VIRTIO 1 and mergeable buffers.
    public static final int SIZE_MERGEABLE = 12;

    private static final long FLAGS = LAYOUT.byteOffset(groupElement("flags"));
    private static final long GSO_TYPE = LAYOUT.byteOffset(groupElement("gso_type"));
    private static final long HDR_LEN = LAYOUT.byteOffset(groupElement("hdr_len"));
    private static final long GSO_SIZE = LAYOUT.byteOffset(groupElement("gso_size"));
    private static final long CSUM_START = LAYOUT.byteOffset(groupElement("csum_start"));
    private static final long CSUM_OFFSET = LAYOUT.byteOffset(groupElement("csum_offset"));
    private static final long NUM_BUFFERS = LAYOUT.byteOffset(groupElement("num_buffers"));

    private VirtioNetHdr() {
    }

    /// Makes a header that asks for nothing.
    ///
    /// @param header its address
    /// @param size   [#SIZE] or [#SIZE_MERGEABLE]
    public static void clear(final long header, final int size) {
        Mem.putLong(header, 0);
        Mem.putShort(header + CSUM_OFFSET, (short) 0);
        if (size == SIZE_MERGEABLE) {
            Mem.putShort(header + NUM_BUFFERS, (short) 0);
        }
    }

    /// {@return the flags, `F_` constants or-ed}
    public static int flags(final long header) {
        return Byte.toUnsignedInt(Mem.getByte(header + FLAGS));
    }

    /// Sets the flags.
    public static void flags(final long header, final int flags) {
        Mem.putByte(header + FLAGS, (byte) flags);
    }

    /// {@return the kind of segmentation, a `GSO_` constant}
    public static int gsoType(final long header) {
        return Byte.toUnsignedInt(Mem.getByte(header + GSO_TYPE));
    }

    /// Sets the kind of segmentation, a `GSO_` constant.
    public static void gsoType(final long header, final int value) {
        Mem.putByte(header + GSO_TYPE, (byte) value);
    }

    /// {@return the bytes of headers (a hint)}
    public static int headerLength(final long header) {
        return Short.toUnsignedInt(Mem.getShortLe(header + HDR_LEN));
    }

    /// Sets the bytes of headers (a hint).
    public static void headerLength(final long header, final int value) {
        Mem.putShortLe(header + HDR_LEN, (short) value);
    }

    /// {@return the bytes of payload per segment}
    public static int gsoSize(final long header) {
        return Short.toUnsignedInt(Mem.getShortLe(header + GSO_SIZE));
    }

    /// Sets the bytes of payload per segment.
    public static void gsoSize(final long header, final int value) {
        Mem.putShortLe(header + GSO_SIZE, (short) value);
    }

    /// {@return where in the frame the sum begins}
    public static int csumStart(final long header) {
        return Short.toUnsignedInt(Mem.getShortLe(header + CSUM_START));
    }

    /// Sets where in the frame the sum begins.
    public static void csumStart(final long header, final int value) {
        Mem.putShortLe(header + CSUM_START, (short) value);
    }

    /// {@return where to put the sum, from its beginning}
    public static int csumOffset(final long header) {
        return Short.toUnsignedInt(Mem.getShortLe(header + CSUM_OFFSET));
    }

    /// Sets where to put the sum, from its beginning.
    public static void csumOffset(final long header, final int value) {
        Mem.putShortLe(header + CSUM_OFFSET, (short) value);
    }

    /// {@return the number of buffers of the frame; only in the form of 12 bytes}
    public static int numBuffers(final long header) {
        return Short.toUnsignedInt(Mem.getShortLe(header + NUM_BUFFERS));
    }

    /// Sets the number of buffers of the frame; only in the form of 12 bytes.
    public static void numBuffers(final long header, final int value) {
        Mem.putShortLe(header + NUM_BUFFERS, (short) value);
    }
}
