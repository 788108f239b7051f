package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The commands this device knows, and the checks that are the same for all: opcode, variant, lengths, phase.
final class CommandTable {
    /// Does a command.
    @FunctionalInterface
    interface Handler {
        /// @param in the input, with zeros up to the fixed part of its layout if it is shorter
        /// @param out the output, all zero
        void run(Struct in, Struct out) throws CommandFailure;
    }

    private static final System.Logger LOG = System.getLogger(CommandTable.class.getName());
    private static final int SHORTEST_OUTPUT = 0x0c;

    private record Entry(Command command, Phase phase, int minimumInput, int minimumOutput, int variants, boolean makes, Handler handler) {
    }

    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Supplier<Phase> phase;
    private final PageSupply pages;

    CommandTable(final Supplier<Phase> phase, final PageSupply pages) {
        this.phase = phase;
        this.pages = pages;
    }

    /// Adds a command of the running function that has no variants.
    void add(final Command command, final Handler handler) {
        add(command, Phase.RUNNING, 1, handler);
    }

    /// Adds a command of the running function that makes an object, for which pages may be needed.
    void addMaker(final Command command, final Handler handler) {
        put(command, Phase.RUNNING, minimumOutput(command), 1, true, handler);
    }

    /// Adds a command.
    ///
    /// @param from the phase from which on it is allowed
    /// @param variants values of `op_mod`, from 0 on; 0 if the handler checks itself
    void add(final Command command, final Phase from, final int variants, final Handler handler) {
        put(command, from, minimumOutput(command), variants, false, handler);
    }

    /// Adds a command whose output may be cut short.
    void addShort(final Command command, final Phase from, final int variants, final Handler handler) {
        put(command, from, CommandHeader.INLINE_LENGTH, variants, false, handler);
    }

    /// {@return the shortest output a driver may ask for: short ones may end with the last field, as those of some drivers do}
    private static int minimumOutput(final Command command) {
        final int size = command.output().size();
        if (size > CommandHeader.INLINE_LENGTH) {
            return size;
        }
        return command.output().fields().stream().mapToInt(field -> field.offset() + Integer.BYTES).reduce(SHORTEST_OUTPUT, Math::max);
    }

    private void put(final Command command, final Phase from, final int minimumOutput, final int variants, final boolean makes, final Handler handler) {
        entries.put(command.opcode(), new Entry(command, from, command.input().size(), minimumOutput, variants, makes, handler));
    }

    /// {@return whether a command has to wait because pages are missing}
    boolean mustWait(final Struct in) {
        final Entry entry = entries.get(in.get(CommandHeader.OPCODE));
        return entry != null && entry.makes && phase.get() == Phase.RUNNING && pages.isStarved();
    }

    /// {@return the length of the longest fixed answer to a command}
    int outputSize(final Struct in) {
        final Entry entry = entries.get(in.get(CommandHeader.OPCODE));
        return entry == null ? CommandHeader.INLINE_LENGTH : entry.command.output().size();
    }

    /// {@return the length of the fixed part of a command's input}
    int inputSize(final int opcode) {
        final Entry entry = entries.get(opcode);
        return entry == null ? CommandHeader.INLINE_LENGTH : entry.command.input().size();
    }

    /// Does a command; afterwards the output tells how it went.
    ///
    /// @param in the input
    /// @param inputLength how much of it the driver sent
    /// @param out zeros, as long as the driver's output or longer
    /// @param outputLength of the driver's output
    void execute(final Struct in, final int inputLength, final Struct out, final int outputLength) {
        try {
            run(in, inputLength, out, outputLength);
        } catch (final CommandFailure e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "refused " + name(in) + ": " + e.getMessage());
            answer(out, e.status(), e.syndrome());
        } catch (final IndexOutOfBoundsException e) {
            // A list that is longer by its count than the message: nothing of it was taken before it was read to the end.
            answer(out, CommandStatus.BAD_INPUT_LENGTH, CommandStatus.BAD_INPUT_LENGTH);
        }
    }

    private void run(final Struct in, final int inputLength, final Struct out, final int outputLength) throws CommandFailure {
        final Entry entry = entries.get(in.get(CommandHeader.OPCODE));
        CommandFailure.require(entry != null, CommandStatus.BAD_OPCODE, "no such command");
        CommandFailure.require(entry.variants == 0 || in.get(CommandHeader.OP_MOD) < entry.variants, CommandStatus.BAD_OPCODE, "no such variant");
        CommandFailure.require(inputLength >= entry.minimumInput, CommandStatus.BAD_INPUT_LENGTH, "input too short");
        CommandFailure.require(outputLength >= entry.minimumOutput, CommandStatus.BAD_OUTPUT_LENGTH, "output too short");
        CommandFailure.require(phase.get().compareTo(entry.phase) >= 0, CommandStatus.BAD_SYSTEM_STATE, "too early for this command");
        CommandFailure.require(!entry.makes || !pages.consumeRefusal(), CommandStatus.NO_RESOURCES, "the driver refused pages");
        entry.handler.run(in, out);
        if (entry.makes) {
            pages.use(1);
        }
    }

    private String name(final Struct in) {
        final int opcode = in.get(CommandHeader.OPCODE);
        final Entry entry = entries.get(opcode);
        return (entry == null ? "command" : entry.command) + " 0x" + Integer.toHexString(opcode);
    }

    private static void answer(final Struct out, final int status, final int syndrome) {
        for (int i = 0; i < out.length(); i++) {
            out.setByte(i, 0);
        }
        out.set(CommandHeader.STATUS, status).set(CommandHeader.SYNDROME, syndrome);
    }
}
