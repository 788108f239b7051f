package dev.pollmode.testpmd.spi;

import java.util.List;
import java.util.Optional;

/// One token of a [Syntax].
///
/// @param name by which a command asks for what was typed, empty for a fixed word
/// @param choices the words that may stand here, empty when the kind says what may
/// @param kind what may stand here, null when there are choices
record Token(String name, List<String> choices, TokenKind kind) {
    /// Reads a token as a syntax spells it: `word`, `<name:kind>` or `<name:a|b>`.
    static Token of(final String text) {
        if (!text.startsWith("<")) {
            return new Token("", List.of(text), null);
        }
        final int colon = text.indexOf(':');
        if (colon < 0 || !text.endsWith(">")) {
            throw new IllegalArgumentException("token " + text + ": expected word, <name:kind> or <name:a|b>");
        }
        final String name = text.substring(1, colon);
        final String what = text.substring(colon + 1, text.length() - 1);
        final Optional<TokenKind> kind = TokenKind.find(what);
        return kind.map(found -> new Token(name, List.of(), found)).orElseGet(() -> new Token(name, List.of(what.split("\\|")), null));
    }

    Optional<Object> read(final String typed) {
        if (kind != null) {
            return kind.read(typed);
        }
        return choices.contains(typed) ? Optional.of(typed) : Optional.empty();
    }

    boolean takesRest() {
        return kind == TokenKind.TEXT;
    }

    /// {@return what messages say was expected here}
    String expected() {
        return kind == null ? String.join("|", choices) : kind.expected();
    }

    /// {@return what help shows}
    String help() {
        if (kind == null) {
            return name.isEmpty() ? choices.getFirst() : "(" + String.join("|", choices) + ")";
        }
        return kind == TokenKind.PORTS ? "(" + name + "_id|all)" : kind == TokenKind.PORT ? "(" + name + "_id)" : "(" + name + ")";
    }
}
