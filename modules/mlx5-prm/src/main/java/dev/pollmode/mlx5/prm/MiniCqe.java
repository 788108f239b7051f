package dev.pollmode.mlx5.prm;

/// A packet of a session of compressed completions: 8 bytes, big-endian.
///
/// A session has a title, an ordinary [Cqe] of format [Cqe#FORMAT_COMPRESSED] at index `i` of the queue whose byte count is the number `N` of packets.
/// Eight of these entries fill a slot of the queue. Packets 0 to 7 stand in the slot after the title, packets 8 to 15 in slot `i + 8`, packets 16 to 23 in slot
/// `i + 16`, and so on. Packet 0 is the title's own. The next ordinary entry is at `i + N`; slots in between that were not written keep old owner bits.
///
/// | offset | size | field      | meaning                                                                                    |
/// |-------:|-----:|------------|--------------------------------------------------------------------------------------------|
/// |      0 |    4 | hash       | format [#HASH]                                                                             |
/// |      0 |    2 | checksum   | formats [#CHECKSUM] and [#CHECKSUM_STRIDE]                                                 |
/// |      0 |    2 | flow tag   | format [#FLOW_TAG_STRIDE], the upper part                                                  |
/// |      2 |    2 | stride     | formats [#FLOW_TAG_STRIDE], [#CHECKSUM_STRIDE] and (extended) L3/L4 type and stride        |
/// |      4 |    4 | byte count | as in [Cqe]                                                                                |
public final class MiniCqe {
    public static final int SIZE = 8;
    public static final int PER_SLOT = 8;
    public static final int BYTE_COUNT = 4;
    public static final int STRIDE = 2;
    /// Values of `mini_cqe_res_format`.
    public static final int HASH = 0;
    public static final int CHECKSUM = 1;
    public static final int FLOW_TAG_STRIDE = 2;
    public static final int CHECKSUM_STRIDE = 3;

    private MiniCqe() {
    }

    /// {@return the index of the slot, counted from the title, in which a packet of a session stands}
    public static int slot(final int packet) {
        return packet < PER_SLOT ? 1 : packet & -PER_SLOT;
    }
}
