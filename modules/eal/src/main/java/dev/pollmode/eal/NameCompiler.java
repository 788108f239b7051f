package dev.pollmode.eal;

import dev.pollmode.eal.NameProgram.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Makes programs of patterns and regular expressions; see [NameMatcher] for what they may have in them.
final class NameCompiler {
    private static final Step ANY = new Step.Take(new BitSet(), true);

    private final String text;
    private int position;

    NameCompiler(final String text) {
        this.text = text;
    }

    /// {@return the program of a pattern for whole names}
    NameProgram glob() {
        final List<Step> steps = new ArrayList<>();
        steps.add(new Step.Begin());
        while (position < text.length()) {
            final char c = text.charAt(position++);
            switch (c) {
                case '*' -> steps.addAll(star(List.of(ANY)));
                case '?' -> steps.add(ANY);
                case '[' -> steps.add(set());
                case '\\' -> steps.add(literal(escaped()));
                default -> steps.add(literal(c));
            }
        }
        steps.add(new Step.End());
        return new NameProgram(steps);
    }

    /// {@return the program of a regular expression}
    NameProgram regex() {
        final List<Step> steps = alternatives();
        if (position < text.length()) {
            throw wrong(position, "is not opened");
        }
        return new NameProgram(steps);
    }

    private List<Step> alternatives() {
        List<Step> steps = sequence();
        while (peek() == '|') {
            position++;
            final List<Step> other = sequence();
            final List<Step> either = new ArrayList<>();
            either.add(new Step.Jump(1, steps.size() + 2));
            either.addAll(steps);
            either.add(jump(other.size() + 1));
            either.addAll(other);
            steps = either;
        }
        return steps;
    }

    private List<Step> sequence() {
        final List<Step> steps = new ArrayList<>();
        while (peek() != -1 && peek() != '|' && peek() != ')') {
            steps.addAll(repeated(atom()));
        }
        return steps;
    }

    private List<Step> repeated(final List<Step> atom) {
        List<Step> steps = atom;
        while (peek() == '*' || peek() == '+' || peek() == '?') {
            steps = switch (text.charAt(position++)) {
                case '*' -> star(steps);
                case '+' -> plus(steps);
                default -> optional(steps);
            };
        }
        return steps;
    }

    private List<Step> atom() {
        final int start = position;
        final char c = text.charAt(position++);
        return switch (c) {
            case '.' -> List.of(ANY);
            case '^' -> List.of(new Step.Begin());
            case '$' -> List.of(new Step.End());
            case '[' -> List.of(set());
            case '(' -> group(start);
            case '\\' -> List.of(literal(escaped()));
            case '*', '+', '?' -> throw wrong(start, "repeats nothing");
            case '{' -> throw wrong(start, "is not supported");
            default -> List.of(literal(c));
        };
    }

    private List<Step> group(final int start) {
        final List<Step> steps = alternatives();
        if (peek() != ')') {
            throw wrong(start, "is not closed");
        }
        position++;
        return steps;
    }

    /// After the bracket: characters and ranges; a bracket at the first place stands for itself.
    private Step set() {
        final int start = position - 1;
        final BitSet set = new BitSet();
        final boolean inverted = peek() == '^' || peek() == '!';
        position += inverted ? 1 : 0;
        final int first = position;
        while (peek() != ']' || position == first) {
            if (peek() == -1) {
                throw wrong(start, "is not closed");
            }
            addRange(set);
        }
        position++;
        return new Step.Take(set, inverted);
    }

    private void addRange(final BitSet set) {
        final char low = text.charAt(position++);
        if (peek() != '-' || position + 1 >= text.length() || text.charAt(position + 1) == ']') {
            set.set(low);
            return;
        }
        final char high = text.charAt(position + 1);
        if (high < low) {
            throw wrong(position, "stands in a range that is empty");
        }
        set.set(low, high + 1);
        position += 2;
    }

    private char escaped() {
        if (position == text.length()) {
            throw wrong(position - 1, "has nothing after it");
        }
        return text.charAt(position++);
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : -1;
    }

    private EalException wrong(final int at, final String reason) {
        return Wrong.argument("pattern " + Wrong.quote(text) + ": " + Wrong.quote(text.substring(at, at + 1)) + " at character "
            + (at + 1) + " " + reason);
    }

    private static Step literal(final char c) {
        final BitSet set = new BitSet();
        set.set(c);
        return new Step.Take(set, false);
    }

    private static Step jump(final int to) {
        return new Step.Jump(to, to);
    }

    private static List<Step> star(final List<Step> steps) {
        final List<Step> repeated = new ArrayList<>();
        repeated.add(new Step.Jump(1, steps.size() + 2));
        repeated.addAll(steps);
        repeated.add(jump(-(steps.size() + 1)));
        return repeated;
    }

    private static List<Step> plus(final List<Step> steps) {
        final List<Step> repeated = new ArrayList<>(steps);
        repeated.add(new Step.Jump(-steps.size(), 1));
        return repeated;
    }

    private static List<Step> optional(final List<Step> steps) {
        final List<Step> optional = new ArrayList<>();
        optional.add(new Step.Jump(1, steps.size() + 1));
        optional.addAll(steps);
        return optional;
    }
}
