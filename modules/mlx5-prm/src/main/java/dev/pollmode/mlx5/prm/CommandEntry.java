package dev.pollmode.mlx5.prm;

/// An entry of the command queue: 64 bytes, big-endian.
///
/// | offset | size | field          | meaning                                                          |
/// |-------:|-----:|----------------|------------------------------------------------------------------|
/// |   0x00 |    1 | type           | [#TYPE_PCI]                                                      |
/// |   0x04 |    4 | input length   | in bytes, with the 16 inline ones                                |
/// |   0x08 |    8 | input pointer  | first [Mailbox], 0 if all is inline                              |
/// |   0x10 |   16 | input          | its first bytes                                                  |
/// |   0x20 |   16 | output         | its first bytes, written by the device                           |
/// |   0x30 |    8 | output pointer | first [Mailbox], 0 if all is inline                              |
/// |   0x38 |    4 | output length  | in bytes, with the 16 inline ones                                |
/// |   0x3c |    1 | token          | the same in every mailbox of the command                         |
/// |   0x3d |    1 | signature      | see [Signature]                                                  |
/// |   0x3f |    1 | status and owner | 7:1 [DeliveryStatus], 0 the device's while set                 |
public final class CommandEntry {
    public static final int SIZE = 64;
    public static final int TYPE = 0x00;
    public static final int INPUT_LENGTH = 0x04;
    public static final int INPUT_POINTER = 0x08;
    public static final int INPUT = 0x10;
    public static final int OUTPUT = 0x20;
    public static final int OUTPUT_POINTER = 0x30;
    public static final int OUTPUT_LENGTH = 0x38;
    public static final int TOKEN = 0x3c;
    public static final int SIGNATURE = 0x3d;
    public static final int RESERVED = 0x3e;
    public static final int STATUS_OWNER = 0x3f;
    public static final int TYPE_PCI = 0x07;
    /// In [#STATUS_OWNER]: the entry belongs to the device.
    public static final int OWNER_DEVICE = 1;
    /// Most entries of a command queue.
    public static final int MAX_ENTRIES = 32;
    /// Most that the logarithms of the queue's size and stride may add up to.
    public static final int MAX_LOG_QUEUE = 12;

    private CommandEntry() {
    }

    /// Writes what software writes into an entry, signature and ownership included.
    ///
    /// @param entry 64 bytes
    /// @param input of the command
    /// @param inputPointer address of the first input mailbox, or 0
    /// @param outputLength in bytes
    /// @param outputPointer address of the first output mailbox, or 0
    /// @param token of the command
    public static void encode(final Struct entry, final Struct input, final long inputPointer, final int outputLength,
                              final long outputPointer, final int token) {
        for (int i = 0; i < SIZE; i += Long.BYTES) {
            entry.setLong(i, 0);
        }
        entry.setByte(TYPE, TYPE_PCI);
        entry.setInt(INPUT_LENGTH, input.length());
        entry.setLong(INPUT_POINTER, inputPointer);
        for (int i = 0; i < Math.min(CommandHeader.INLINE_LENGTH, input.length()); i++) {
            entry.setByte(INPUT + i, input.getByte(i));
        }
        entry.setLong(OUTPUT_POINTER, outputPointer);
        entry.setInt(OUTPUT_LENGTH, outputLength);
        entry.setByte(TOKEN, token);
        entry.setByte(STATUS_OWNER, OWNER_DEVICE);
        entry.setByte(SIGNATURE, Signature.of(entry, 0, SIZE));
    }
}
