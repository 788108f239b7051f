package dev.pollmode.mlx5.prm;

/// A work request of a send queue: segments of 16 bytes in basic blocks of 64, big-endian. Offsets for access by address.
///
/// The control segment comes first:
///
/// | offset | size | field   | meaning                                                              |
/// |-------:|-----:|---------|----------------------------------------------------------------------|
/// |   0x00 |    4 |         | 31:24 modifier, 23:8 index in basic blocks, 7:0 opcode               |
/// |   0x04 |    4 |         | 31:8 number of the queue, 5:0 segments in all                        |
/// |   0x08 |    4 | flags   | 31:24 signature, 7:5 fence, 3:2 when to complete, 1 solicited        |
/// |   0x0c |    4 | immediate |                                                                    |
///
/// then, to send, the Ethernet segment:
///
/// | offset | size | field      | meaning                                                           |
/// |-------:|-----:|------------|-------------------------------------------------------------------|
/// |   0x14 |    1 | checksums  | see the `CHECKSUM_` bits                                          |
/// |   0x16 |    2 | mss        | payload of a segment of [#OPCODE_LSO]                             |
/// |   0x18 |    4 | metadata   |                                                                   |
/// |   0x1c |    2 | inline     | length of the inlined header, or [#INSERT_VLAN]                   |
/// |   0x1e |      | header     | its bytes; data segments follow at the next multiple of 16        |
///
/// then data segments: [DataSegment], each a pointer or inlined bytes.
public final class SendWqe {
    /// Length of a basic block.
    public static final int BLOCK_SIZE = 64;
    public static final int LOG_BLOCK_SIZE = 6;
    public static final int SEGMENT_SIZE = 16;
    public static final int MAX_SEGMENTS = 63;

    public static final int OPMOD_INDEX_OPCODE = 0x00;
    public static final int SQN_SEGMENTS = 0x04;
    public static final int FLAGS = 0x08;
    public static final int COMPLETION_MODE = 0x0b;
    public static final int IMMEDIATE = 0x0c;
    public static final int ETHERNET = 0x10;
    public static final int CHECKSUMS = 0x14;
    public static final int MSS = 0x16;
    public static final int METADATA = 0x18;
    public static final int INLINE_LENGTH = 0x1c;
    public static final int VLAN_TCI = 0x1e;
    public static final int INLINE_HEADER = 0x1e;
    /// Where data segments begin when no header is inlined.
    public static final int DATA = 0x20;

    public static final int OPCODE_NOP = 0x00;
    public static final int OPCODE_SEND = 0x0a;
    public static final int OPCODE_LSO = 0x0e;
    public static final int OPCODE_WAIT = 0x0f;
    public static final int OPCODE_SEND_ENABLE = 0x17;
    public static final int OPCODE_UMR = 0x25;
    public static final int OPCODE_ENHANCED_MPW = 0x29;
    /// Modifier of [#OPCODE_LSO] that makes it a legacy multi-packet send.
    public static final int MODIFIER_MPW = 1;

    /// Bits 3:2 of [#COMPLETION_MODE], in place: a completion always.
    public static final int COMPLETE_ALWAYS = 2 << 2;
    public static final int COMPLETE_AND_EVENT = 3 << 2;
    public static final int COMPLETE_ON_FIRST_ERROR = 1 << 2;
    public static final int COMPLETE_ON_ERROR = 0;
    public static final int SOLICITED = 1 << 1;

    public static final int CHECKSUM_L3_INNER = 0x10;
    public static final int CHECKSUM_L4_INNER = 0x20;
    public static final int CHECKSUM_L3 = 0x40;
    public static final int CHECKSUM_L4 = 0x80;
    /// In [#INLINE_LENGTH]: no header is inlined, the low half of the word is a VLAN tag to insert.
    public static final int INSERT_VLAN = 0x8000;

    private SendWqe() {
    }

    /// {@return the first word of a control segment}
    public static int opcodeWord(final int modifier, final int index, final int opcode) {
        return modifier << 24 | (index & 0xffff) << 8 | opcode;
    }

    /// {@return the second word of a control segment}
    public static int segmentsWord(final int sqn, final int segments) {
        return sqn << 8 | segments;
    }

    /// {@return the segments that an inlined header takes beyond those of the Ethernet segment}
    public static int inlineSegments(final int inlineLength) {
        return inlineLength <= 2 ? 0 : inlineLength - 2 + SEGMENT_SIZE - 1 >> 4;
    }

    /// {@return the basic blocks that so many segments take}
    public static int blocks(final int segments) {
        return segments + 3 >> 2;
    }
}
