package dev.pollmode.testpmd.cli;

import dev.pollmode.eal.EalException;
import dev.pollmode.testpmd.spi.CommandException;
import java.util.List;

/// Runs lines: finds the command, runs it, says why it failed.
public final class Interpreter {
    private static final String JSON_FLAG = "--json";

    private final CommandTable table;
    private final Console console;

    /// An interpreter.
    ///
    /// @param table the commands
    /// @param console where answers go
    public Interpreter(final CommandTable table, final Console console) {
        this.table = table;
        this.console = console;
    }

    /// Runs a line. One that is empty or a comment does nothing.
    ///
    /// @param line what was typed; ` --json` at its end asks for its answer in JSON
    /// @return whether it succeeded
    public boolean run(final String line) {
        final List<String> typed = CommandTable.tokens(line);
        if (typed.isEmpty()) {
            return true;
        }
        final boolean asked = typed.size() > 1 && JSON_FLAG.equals(typed.getLast());
        final List<String> tokens = asked ? typed.subList(0, typed.size() - 1) : typed;
        return console.answer(asked || console.isJson(), () -> run(tokens));
    }

    private void run(final List<String> tokens) {
        try {
            final CommandTable.Match match = table.find(tokens);
            match.command().action().run(match.arguments(), console);
        } catch (final CommandException | EalException | IllegalArgumentException | IllegalStateException e) {
            console.complain(e.getMessage());
        }
    }

    /// {@return the commands}
    public CommandTable table() {
        return table;
    }
}
