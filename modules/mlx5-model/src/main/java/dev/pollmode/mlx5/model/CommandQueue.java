package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.DeliveryStatus;
import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.Mailbox;
import dev.pollmode.mlx5.prm.Signature;
import dev.pollmode.mlx5.prm.Struct;
import java.util.ArrayList;
import java.util.List;

/// The command queue: takes entries when their doorbell rings, has them executed, and answers. Device thread only.
///
/// Everything in an entry and its mailboxes is the driver's and is checked here once, before the command is looked at.
final class CommandQueue {
    /// Longest message taken; a longer one is refused.
    static final int MAX_MESSAGE = 1 << 22;
    private static final int POINTER_ALIGNMENT = 0x200;
    private static final int MINIMUM_LENGTH = 8;

    /// A command that was taken and has not been answered.
    private static final class Pending {
        final int slot;
        final Struct entry;
        final Struct input;
        final int inputLength;
        final int outputLength;
        /// When it is answered at the earliest.
        final long due;
        /// Whether an event tells of the answer: only if somebody wanted such events when the doorbell rang.
        final boolean tells;
        Struct output;

        Pending(final int slot, final Struct entry, final Struct input, final int inputLength, final int outputLength, final long due,
                final boolean tells) {
            this.slot = slot;
            this.entry = entry;
            this.input = input;
            this.inputLength = inputLength;
            this.outputLength = outputLength;
            this.due = due;
            this.tells = tells;
        }
    }

    private final Hca hca;
    private final Registers registers;
    private final CommandTable table;
    private final Faults faults;
    private final List<Pending> waiting = new ArrayList<>();
    private final Struct box = Struct.of(new byte[Mailbox.SIZE]);
    private int delivery;

    CommandQueue(final Hca hca, final Registers registers, final CommandTable table, final Faults faults) {
        this.hca = hca;
        this.registers = registers;
        this.table = table;
        this.faults = faults;
    }

    void reset() {
        waiting.clear();
    }

    /// The driver rang.
    ///
    /// @param vector a bit for each slot
    void ring(final int vector) {
        for (int slot = 0; slot < 1 << Registers.LOG_COMMANDS; slot++) {
            final int number = slot;
            if ((vector >>> slot & 1) != 0 && waiting.stream().noneMatch(pending -> pending.slot == number)) {
                take(slot);
            }
        }
    }

    /// Answers commands whose time has come.
    ///
    /// @return how many
    int poll() {
        int done = 0;
        for (int i = 0; i < waiting.size(); i++) {
            final Pending pending = waiting.get(i);
            if (hca.nanoTime.getAsLong() - pending.due >= 0 && execute(pending)) {
                waiting.remove(i--);
                answer(pending, DeliveryStatus.OK);
                done++;
            }
        }
        return done;
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    private long address(final int slot) {
        return registers.commandQueue() + ((long) slot << Registers.LOG_STRIDE);
    }

    private void take(final int slot) {
        final Struct entry = Struct.of(new byte[CommandEntry.SIZE]);
        if (!hca.dma.read(address(slot), entry) || (entry.getByte(CommandEntry.STATUS_OWNER) & CommandEntry.OWNER_DEVICE) == 0) {
            return;
        }
        if (faults.takeTimeout()) {
            return;
        }
        final int inputLength = entry.getInt(CommandEntry.INPUT_LENGTH);
        final int outputLength = entry.getInt(CommandEntry.OUTPUT_LENGTH);
        delivery = check(entry, inputLength, outputLength);
        final Struct input = delivery == DeliveryStatus.OK ? gather(entry, inputLength) : null;
        final Pending pending = new Pending(slot, entry, input, inputLength, outputLength,
            hca.nanoTime.getAsLong() + faults.commandDelayNs(), hca.events.isWanted(EventType.COMMAND));
        if (delivery == DeliveryStatus.OK) {
            delivery = checkOutput(pending);
        }
        if (delivery != DeliveryStatus.OK) {
            answer(pending, delivery);
        } else {
            waiting.add(pending);
        }
    }

    private int check(final Struct entry, final int inputLength, final int outputLength) {
        if (entry.getByte(CommandEntry.TYPE) != CommandEntry.TYPE_PCI) {
            return DeliveryStatus.BAD_COMMAND_TYPE;
        }
        if (hca.capabilities.isSigned() && !Signature.isIntact(entry, 0, CommandEntry.SIZE)) {
            return DeliveryStatus.BAD_SIGNATURE;
        }
        if (inputLength < MINIMUM_LENGTH || inputLength > MAX_MESSAGE) {
            return DeliveryStatus.BAD_INPUT_LENGTH;
        }
        if (outputLength < MINIMUM_LENGTH || outputLength > MAX_MESSAGE) {
            return DeliveryStatus.BAD_OUTPUT_LENGTH;
        }
        if ((entry.getInt(0) & 0xffffff) != 0 || entry.getByte(CommandEntry.RESERVED) != 0) {
            return DeliveryStatus.RESERVED_NOT_ZERO;
        }
        if (Mailbox.count(inputLength) > 0 && isMisaligned(entry.getLong(CommandEntry.INPUT_POINTER))) {
            return DeliveryStatus.BAD_INPUT_POINTER;
        }
        return Mailbox.count(outputLength) > 0 && isMisaligned(entry.getLong(CommandEntry.OUTPUT_POINTER)) ? DeliveryStatus.BAD_OUTPUT_POINTER
            : DeliveryStatus.OK;
    }

    private static boolean isMisaligned(final long pointer) {
        return (pointer & POINTER_ALIGNMENT - 1) != 0;
    }

    /// {@return the input, as long as the fixed part of its command at least; [#delivery] tells if it could not be had}
    private Struct gather(final Struct entry, final int inputLength) {
        final int fixed = table.inputSize(entry.at(CommandEntry.INPUT, CommandHeader.INLINE_LENGTH).get(CommandHeader.OPCODE));
        final byte[] bytes = new byte[Math.max(inputLength, fixed) + 7 & ~7];
        System.arraycopy(entry.array(), CommandEntry.INPUT, bytes, 0, Math.min(inputLength, CommandHeader.INLINE_LENGTH));
        long next = entry.getLong(CommandEntry.INPUT_POINTER);
        for (int block = 0; block < Mailbox.count(inputLength); block++) {
            delivery = readBox(next, block, entry.getByte(CommandEntry.TOKEN), DeliveryStatus.BAD_INPUT_POINTER);
            if (delivery != DeliveryStatus.OK) {
                return null;
            }
            final int at = CommandHeader.INLINE_LENGTH + block * Mailbox.DATA_SIZE;
            System.arraycopy(box.array(), 0, bytes, at, Math.min(Mailbox.DATA_SIZE, inputLength - at));
            next = box.getLong(Mailbox.NEXT);
        }
        return Struct.of(bytes);
    }

    private int readBox(final long address, final int block, final int token, final int badPointer) {
        if (address == 0 || isMisaligned(address) || !hca.dma.read(address, box)) {
            return badPointer;
        }
        if (box.getByte(Mailbox.TOKEN) != token) {
            return DeliveryStatus.BAD_TOKEN;
        }
        if (box.getInt(Mailbox.BLOCK_NUMBER) != block) {
            return DeliveryStatus.BAD_BLOCK_NUMBER;
        }
        if (badPointer == DeliveryStatus.BAD_INPUT_POINTER && hca.capabilities.isSigned() && !Signature.isIntact(box, 0, Mailbox.SIZE)) {
            return DeliveryStatus.BAD_SIGNATURE;
        }
        return DeliveryStatus.OK;
    }

    /// Checks the blocks that the answer will be written to. Drivers that want more output than a command has need not have blocks for it.
    private int checkOutput(final Pending pending) {
        long next = pending.entry.getLong(CommandEntry.OUTPUT_POINTER);
        final int needed = Mailbox.count(next == 0 ? Math.min(pending.outputLength, table.outputSize(pending.input)) : pending.outputLength);
        for (int block = 0; block < needed; block++) {
            final int status = readBox(next, block, pending.entry.getByte(CommandEntry.TOKEN), DeliveryStatus.BAD_OUTPUT_POINTER);
            if (status != DeliveryStatus.OK) {
                return status;
            }
            next = box.getLong(Mailbox.NEXT);
        }
        return DeliveryStatus.OK;
    }

    /// {@return whether the command was executed; if not, it waits for pages}
    private boolean execute(final Pending pending) {
        if (table.mustWait(pending.input)) {
            return false;
        }
        pending.output = Struct.of(new byte[Math.max(pending.outputLength, Math.max(table.outputSize(pending.input), CommandHeader.INLINE_LENGTH))]);
        table.execute(pending.input, pending.inputLength, pending.output, pending.outputLength);
        return true;
    }

    private void answer(final Pending pending, final int status) {
        final long address = address(pending.slot);
        final Struct entry = pending.entry;
        if (status == DeliveryStatus.OK) {
            writeBoxes(pending);
            System.arraycopy(pending.output.array(), 0, entry.array(), CommandEntry.OUTPUT, Math.min(CommandHeader.INLINE_LENGTH, pending.output.length()));
            hca.dma.write(address + CommandEntry.OUTPUT, entry.at(CommandEntry.OUTPUT, CommandHeader.INLINE_LENGTH));
        }
        if (hca.phase() != Phase.RUNNING || hca.capabilities.isSigned()) {
            // As long as checksums have not been settled, answers are signed, with the owner bit still set.
            entry.setByte(CommandEntry.SIGNATURE, 0);
            entry.setByte(CommandEntry.SIGNATURE, Signature.of(entry, 0, CommandEntry.SIZE));
            hca.dma.write(address + CommandEntry.SIGNATURE, entry.at(CommandEntry.SIGNATURE, 1));
        }
        hca.dma.writeByteLast(address + CommandEntry.STATUS_OWNER, status << 1);
        if (pending.tells) {
            hca.events.commandsDone(1 << pending.slot);
        }
    }

    /// Writes what the inline part does not hold, block by block; bytes after it stay as they are.
    private void writeBoxes(final Pending pending) {
        final int length = Math.min(pending.outputLength, Math.max(table.outputSize(pending.input), lastUsed(pending.output.array())));
        long next = pending.entry.getLong(CommandEntry.OUTPUT_POINTER);
        for (int block = 0; block < Mailbox.count(length); block++) {
            if (readBox(next, block, pending.entry.getByte(CommandEntry.TOKEN), DeliveryStatus.BAD_OUTPUT_POINTER) != DeliveryStatus.OK) {
                return;
            }
            final long following = box.getLong(Mailbox.NEXT);
            final int at = CommandHeader.INLINE_LENGTH + block * Mailbox.DATA_SIZE;
            final int count = Math.min(Mailbox.DATA_SIZE, Math.max(pending.outputLength, at) - at);
            System.arraycopy(pending.output.array(), at, box.array(), 0, count);
            hca.dma.write(next, box.at(0, count));
            if (hca.capabilities.isSigned()) {
                Mailbox.seal(box, following, block, pending.entry.getByte(CommandEntry.TOKEN));
                hca.dma.write(next + Mailbox.CONTROL_SIGNATURE, box.at(Mailbox.CONTROL_SIGNATURE, 2));
            }
            next = following;
        }
    }

    /// {@return the length up to the last byte that is not zero}
    private static int lastUsed(final byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return length;
    }
}
