package dev.pollmode.testpmd.cli;

import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Section;
import dev.pollmode.testpmd.spi.Syntax;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// All commands: finds the one that a line means, and says what is wrong when there is none.
public final class CommandTable {
    private final List<Command> commands;

    /// A table of commands.
    ///
    /// @param commands in the order in which help lists them
    public CommandTable(final List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /// A command and what was typed for it.
    ///
    /// @param command the command
    /// @param arguments what was typed
    public record Match(Command command, Arguments arguments) {
    }

    /// Cuts a line into tokens; what follows a `#` at the beginning of one is a comment.
    ///
    /// @param line what was typed
    public static List<String> tokens(final String line) {
        final List<String> tokens = new ArrayList<>();
        for (final String token : line.trim().split("\\s+")) {
            if (token.startsWith("#")) {
                break;
            }
            if (!token.isEmpty()) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    /// {@return the command that a line means}
    ///
    /// @param tokens of the line
    /// @throws CommandException `Command not found` when no command begins so, else `Bad arguments`, then the first wrong
    ///     token, its place, and what may stand there; and that it is DPDK's command but not supported, where that is so
    public Match find(final List<String> tokens) {
        int farthest = 0;
        final Set<String> expected = new LinkedHashSet<>();
        boolean mayEnd = false;
        for (final Command command : commands) {
            final Syntax.Fit fit = command.syntax().fit(tokens);
            if (fit.arguments().isPresent()) {
                return new Match(command, fit.arguments().get());
            }
            if (fit.fitting() > farthest) {
                farthest = fit.fitting();
                expected.clear();
                mayEnd = false;
            }
            if (fit.fitting() == farthest) {
                fit.expected().ifPresent(expected::add);
                mayEnd |= fit.expected().isEmpty();
            }
        }
        throw wrong(tokens, farthest, expected, mayEnd);
    }

    private static CommandException wrong(final List<String> tokens, final int place, final Set<String> expected, final boolean mayEnd) {
        final String what = mayEnd && expected.isEmpty() ? "the end of the line" : String.join(" or ", merged(expected));
        final String more = mayEnd && !expected.isEmpty() ? what + " or the end of the line" : what;
        final String missing = Missing.reason(tokens).map(reason -> "\n  " + reason).orElse("");
        if (place == 0) {
            return new CommandException("Command not found\n  token 1 \"" + tokens.getFirst() + "\": expected one of " + words(expected) + missing);
        }
        if (place == tokens.size()) {
            return new CommandException("Bad arguments\n  the line ends after token " + place + " \"" + tokens.get(place - 1)
                + "\": expected " + more + missing);
        }
        return new CommandException("Bad arguments\n  token " + (place + 1) + " \"" + tokens.get(place) + "\": expected " + more + missing);
    }

    /// Words that stand at the same place as one list of choices, descriptions behind it.
    private static List<String> merged(final Set<String> expected) {
        final Set<String> words = new LinkedHashSet<>();
        final List<String> all = new ArrayList<>();
        for (final String text : expected) {
            if (text.contains(" ")) {
                all.add(text);
            } else {
                words.addAll(List.of(text.split("\\|")));
            }
        }
        if (!words.isEmpty()) {
            all.addFirst(String.join("|", words));
        }
        return all;
    }

    private static String words(final Set<String> expected) {
        return String.join(" ", new TreeSet<>(expected));
    }

    /// {@return the words that may follow some tokens, sorted}
    ///
    /// @param before the tokens before, all typed
    /// @param ports the numbers of the ports there are
    public Set<String> completions(final List<String> before, final List<Integer> ports) {
        final Set<String> words = new TreeSet<>();
        commands.forEach(command -> words.addAll(command.syntax().completions(before, ports)));
        return words;
    }

    /// {@return the commands of a section}
    ///
    /// @param section the section
    public List<Command> of(final Section section) {
        return commands.stream().filter(command -> command.section() == section).toList();
    }
}
