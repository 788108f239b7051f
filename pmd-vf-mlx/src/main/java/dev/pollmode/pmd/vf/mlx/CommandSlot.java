package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.Mailbox;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Mem;
import java.util.concurrent.locks.LockSupport;

/// An entry of the command queue with its mailboxes. Used by one thread at a time.
final class CommandSlot {
    /// Mailboxes each way: the longest messages are capabilities and lists of pages.
    static final int MAILBOXES = 16;
    /// The longest message that fits.
    static final int MAX_LENGTH = CommandHeader.INLINE_LENGTH + MAILBOXES * Mailbox.DATA_SIZE;
    /// Bytes of memory that the mailboxes of a slot take.
    static final int MEMORY = 2 * MAILBOXES * Mailbox.ALIGNMENT;
    private static final int TOKENS = 255;

    private final DmaMemory memory;
    private final long entry;
    private final long inputs;
    private final long outputs;
    private int token;
    private volatile Thread waiter;

    /// @param entry address of the entry
    CommandSlot(final DmaMemory memory, final long entry) {
        this.memory = memory;
        this.entry = entry;
        inputs = memory.allocate((long) MAILBOXES * Mailbox.ALIGNMENT, DmaMemory.PAGE);
        outputs = memory.allocate((long) MAILBOXES * Mailbox.ALIGNMENT, DmaMemory.PAGE);
    }

    /// Writes a command; the device owns the entry then and waits for its doorbell.
    void write(final Struct in, final int outLength) {
        if (in.length() > MAX_LENGTH || outLength > MAX_LENGTH) {
            throw new IllegalArgumentException(CommandError.name(in) + ": longer than " + MAX_LENGTH + " bytes");
        }
        waiter = Thread.currentThread();
        token = token % TOKENS + 1;
        final long input = mailboxes(inputs, in, in.length());
        final long output = mailboxes(outputs, null, outLength);
        final Struct bytes = Struct.of(new byte[CommandEntry.SIZE]);
        CommandEntry.encode(bytes, in, input, outLength, output, token);
        Mem.copy(bytes.array(), 0, entry, CommandEntry.STATUS_OWNER);
        // Release: the device may read the entry as soon as it owns it.
        Mem.putByteRelease(entry + CommandEntry.STATUS_OWNER, (byte) bytes.getByte(CommandEntry.STATUS_OWNER));
    }

    private long mailboxes(final long first, final Struct message, final int length) {
        final int count = Mailbox.count(length);
        for (int i = 0; i < count; i++) {
            final Struct box = Struct.of(new byte[Mailbox.SIZE]);
            final int at = CommandHeader.INLINE_LENGTH + i * Mailbox.DATA_SIZE;
            if (message != null) {
                System.arraycopy(message.array(), message.arrayOffset() + at, box.array(), 0, Math.min(Mailbox.DATA_SIZE, length - at));
            }
            final long next = i + 1 < count ? memory.iova(box(first, i + 1)) : 0;
            Mailbox.seal(box, next, i, token);
            Mem.copy(box.array(), 0, box(first, i), Mailbox.SIZE);
        }
        return count == 0 ? 0 : memory.iova(first);
    }

    private static long box(final long first, final int index) {
        return first + (long) index * Mailbox.ALIGNMENT;
    }

    /// Wakes the thread that wrote the command. Any thread.
    void wake() {
        LockSupport.unpark(waiter);
    }

    /// {@return whether the device has given the entry back}
    boolean isDone() {
        return (Mem.getByteAcquire(entry + CommandEntry.STATUS_OWNER) & CommandEntry.OWNER_DEVICE) == 0;
    }

    /// {@return why the device did not execute the command, 0 when it did}
    int delivery() {
        return (Mem.getByte(entry + CommandEntry.STATUS_OWNER) & 0xff) >>> 1;
    }

    /// {@return the output}
    Struct read(final int outLength) {
        final Struct out = Struct.of(new byte[outLength]);
        Mem.copy(entry + CommandEntry.OUTPUT, out.array(), 0, Math.min(CommandHeader.INLINE_LENGTH, outLength));
        for (int i = 0; i < Mailbox.count(outLength); i++) {
            final int at = CommandHeader.INLINE_LENGTH + i * Mailbox.DATA_SIZE;
            Mem.copy(box(outputs, i), out.array(), at, Math.min(Mailbox.DATA_SIZE, outLength - at));
        }
        return out;
    }
}
