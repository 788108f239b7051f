package dev.pollmode.mlx5.prm;

/// A block of a command's input or output beyond the 16 inline bytes: 576 bytes, big-endian, on an address that is a multiple of 1 KiB.
///
/// | offset | size | field             | meaning                                     |
/// |-------:|-----:|-------------------|---------------------------------------------|
/// |  0x000 |  512 | data              |                                             |
/// |  0x230 |    8 | next              | address of the next block, 0 in the last    |
/// |  0x238 |    4 | block number      | 0 in the first                              |
/// |  0x23d |    1 | token             | that of the command                         |
/// |  0x23e |    1 | control signature | over 0x200 to 0x23d, see [Signature]        |
/// |  0x23f |    1 | signature         | over the rest                               |
public final class Mailbox {
    public static final int SIZE = 0x240;
    public static final int DATA_SIZE = 0x200;
    public static final int RESERVED = 0x200;
    public static final int NEXT = 0x230;
    public static final int BLOCK_NUMBER = 0x238;
    public static final int TOKEN = 0x23d;
    public static final int CONTROL_SIGNATURE = 0x23e;
    public static final int SIGNATURE = 0x23f;
    public static final int ALIGNMENT = 0x400;

    private Mailbox() {
    }

    /// {@return how many blocks a message of so many bytes needs}
    public static int count(final int length) {
        return length <= CommandHeader.INLINE_LENGTH ? 0 : (length - CommandHeader.INLINE_LENGTH + DATA_SIZE - 1) / DATA_SIZE;
    }

    /// Writes the control fields and both signatures of a block whose data are there already.
    ///
    /// @param block 576 bytes
    /// @param next address of the next block, or 0
    /// @param number of this block in its chain
    /// @param token of the command
    public static void seal(final Struct block, final long next, final int number, final int token) {
        for (int i = RESERVED; i < SIZE; i += Long.BYTES) {
            block.setLong(i, 0);
        }
        block.setLong(NEXT, next);
        block.setInt(BLOCK_NUMBER, number);
        block.setByte(TOKEN, token);
        block.setByte(CONTROL_SIGNATURE, Signature.of(block, RESERVED, CONTROL_SIGNATURE - RESERVED));
        block.setByte(SIGNATURE, Signature.of(block, 0, SIGNATURE));
    }
}
