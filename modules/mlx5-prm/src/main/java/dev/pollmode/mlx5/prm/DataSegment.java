package dev.pollmode.mlx5.prm;

/// Bytes of a work request: 16 bytes, big-endian.
///
/// | offset | size | field   | meaning                                                                    |
/// |-------:|-----:|---------|----------------------------------------------------------------------------|
/// |   0x00 |    4 |         | 31 inline (send) or pad the start (receive), 30:0 byte count               |
/// |   0x04 |    4 | lkey    | key under which the address is to be understood                            |
/// |   0x08 |    8 | address |                                                                            |
///
/// When inline, the bytes follow at 0x04 and the segment is padded to a multiple of 16.
/// A list of receive segments that is shorter than its work request ends with [#INVALID_LKEY] and byte count 0.
public final class DataSegment {
    public static final int SIZE = 16;
    public static final int BYTE_COUNT = 0x00;
    public static final int LKEY = 0x04;
    public static final int ADDRESS = 0x08;
    public static final int INLINE = 1 << 31;
    /// The bits of the byte count; Linux sets the other one in receive segments.
    public static final int COUNT = ~INLINE;
    public static final int INLINE_DATA = 0x04;
    public static final int INVALID_LKEY = 0x100;

    private DataSegment() {
    }

    /// {@return the segments that inlined bytes take}
    public static int inlineSegments(final int length) {
        return INLINE_DATA + length + SIZE - 1 >> 4;
    }
}
