package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes [EalOptions] of command lines.
///
/// Words come from the environment variable `POLLMODE_EAL_ARGS` first, then from the command line, where `@file` stands
/// for the words of a file; where one occurrence of an option counts, it is the last.
public final class EalOptionParser {
    /// The environment variable whose words are read before those of the command line.
    public static final String ENVIRONMENT = "POLLMODE_EAL_ARGS";

    private final String environment;

    private EalOptionParser(final String environment) {
        this.environment = environment;
    }

    /// {@return a parser that reads the environment of this process}
    public static EalOptionParser standard() {
        return withEnvironment(System.getenv());
    }

    /// {@return a parser with an environment of its own}
    ///
    /// @param variables the environment; only [#ENVIRONMENT] is looked at
    public static EalOptionParser withEnvironment(final Map<String, String> variables) {
        return new EalOptionParser(variables.getOrDefault(ENVIRONMENT, ""));
    }

    /// Parses a command line.
    ///
    /// @param unknown what to do with words that the EAL does not know
    /// @param args    the command line, without the name of the program
    /// @return the options
    /// @throws EalException EINVAL naming the first wrong word, its place, and what was expected
    public EalOptions parse(final UnknownWords unknown, final String... args) {
        final OptionScanner scanner = new OptionScanner(words(args), unknown).scan();
        final GivenOptions given = new GivenOptions(scanner.options());
        final List<OptionNote> notes = OptionRules.check(given);
        return new EalOptions(given, notes, scanner.own(), scanner.remaining());
    }

    private List<Word> words(final String... args) {
        final List<Word> words = new ArrayList<>(WordReader.environment(ENVIRONMENT, environment));
        words.addAll(WordReader.commandLine(args));
        return words;
    }
}
