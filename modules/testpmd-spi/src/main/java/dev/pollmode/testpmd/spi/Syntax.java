package dev.pollmode.testpmd.spi;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a command line looks like: fixed words and typed tokens, with blanks between them.
///
/// | token         | stands for                                                                                   |
/// |---------------|----------------------------------------------------------------------------------------------|
/// | `word`        | itself                                                                                       |
/// | `<name:a\|b>` | one of these words                                                                           |
/// | `<name:kind>` | a `port`, `ports` (a port or `all`), `u8`, `u16`, `int`, `u64`, `hex`, `list`, `mac`, `word`, or `text`: the rest of the line |
///
/// Parsing, help, completion and the message for a wrong line all follow from it.
public final class Syntax {
    private final List<Token> tokens;

    private Syntax(final List<Token> tokens) {
        this.tokens = tokens;
    }

    /// {@return a syntax}
    ///
    /// @param text for instance `set promisc <port:ports> <state:on|off>`
    /// @throws IllegalArgumentException when a token is neither of those above
    public static Syntax of(final String text) {
        return new Syntax(Arrays.stream(text.trim().split(" +")).map(Token::of).toList());
    }

    /// How far a line fits a syntax.
    ///
    /// @param arguments what was typed, when all of it fits
    /// @param fitting how many tokens fit, from the first on
    /// @param expected what had to come after those, or nothing when the line had to end
    public record Fit(Optional<Arguments> arguments, int fitting, Optional<String> expected) {
    }

    /// Holds a line against this syntax.
    ///
    /// @param line its tokens
    /// @return how far it fits
    public Fit fit(final List<String> line) {
        final Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            final Token token = tokens.get(i);
            if (i >= line.size()) {
                return new Fit(Optional.empty(), i, Optional.of(token.expected()));
            }
            final String typed = token.takesRest() ? String.join(" ", line.subList(i, line.size())) : line.get(i);
            final Optional<Object> value = token.read(typed);
            if (value.isEmpty()) {
                return new Fit(Optional.empty(), i, Optional.of(token.expected()));
            }
            if (!token.name().isEmpty()) {
                values.put(token.name(), value.get());
            }
            if (token.takesRest()) {
                return new Fit(Optional.of(new Arguments(values)), line.size(), Optional.empty());
            }
        }
        return line.size() == tokens.size() ? new Fit(Optional.of(new Arguments(values)), line.size(), Optional.empty())
            : new Fit(Optional.empty(), tokens.size(), Optional.empty());
    }

    /// {@return what may follow some tokens: words, or nothing where only a user knows}
    ///
    /// @param before the tokens before, all typed
    /// @param ports the numbers of the ports there are
    public List<String> completions(final List<String> before, final List<Integer> ports) {
        if (before.size() >= tokens.size() || fit(before).fitting() < before.size()) {
            return List.of();
        }
        final Token token = tokens.get(before.size());
        if (token.kind() == null) {
            return token.choices();
        }
        final List<String> numbers = ports.stream().map(String::valueOf).toList();
        return switch (token.kind()) {
            case PORT -> numbers;
            case PORTS -> java.util.stream.Stream.concat(numbers.stream(), java.util.stream.Stream.of("all")).toList();
            default -> List.of();
        };
    }

    /// {@return the syntax as help shows it}
    public String help() {
        return tokens.stream().map(Token::help).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return help();
    }
}
