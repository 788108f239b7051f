package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A pattern or regular expression as a machine with many places at once (Thompson's construction): a step per character
/// for each place, and no more places than instructions.
final class NameProgram {
    private final Step[] steps;
    private final int[] seenAt;
    private int now;

    /// An instruction. Jumps are relative.
    sealed interface Step {
        /// Takes a character of a set, or one that is not in it.
        record Take(BitSet set, boolean inverted) implements Step {
            boolean takes(final char c) {
                return set.get(c) != inverted;
            }
        }

        /// Goes on in one or two places.
        record Jump(int first, int second) implements Step {
        }

        /// Goes on at the beginning of the name only.
        record Begin() implements Step {
        }

        /// Goes on at the end of the name only.
        record End() implements Step {
        }
    }

    NameProgram(final List<Step> steps) {
        this.steps = steps.toArray(Step[]::new);
        this.seenAt = new int[steps.size() + 1];
    }

    /// {@return whether a part of the name fits}
    ///
    /// @param name the name
    synchronized boolean isFoundIn(final String name) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i <= name.length(); i++) {
            final List<Integer> next = new ArrayList<>();
            now++;
            boolean found = enter(0, i, name, next);
            for (final int place : places) {
                found |= enter(place, i, name, next);
            }
            if (found) {
                return true;
            }
            places = i < name.length() ? taken(next, name.charAt(i)) : List.of();
        }
        return false;
    }

    private List<Integer> taken(final List<Integer> places, final char c) {
        final List<Integer> next = new ArrayList<>();
        for (final int place : places) {
            if (steps[place] instanceof final Step.Take take && take.takes(c)) {
                next.add(place + 1);
            }
        }
        return next;
    }

    /// Follows jumps from a place to those that take characters; each place once for a character.
    private boolean enter(final int place, final int position, final String name, final List<Integer> places) {
        if (seenAt[place] == now) {
            return false;
        }
        seenAt[place] = now;
        if (place == steps.length) {
            return true;
        }
        return switch (steps[place]) {
            case final Step.Take _ -> {
                places.add(place);
                yield false;
            }
            case final Step.Jump jump -> enter(place + jump.first(), position, name, places)
                | enter(place + jump.second(), position, name, places);
            case final Step.Begin _ -> position == 0 && enter(place + 1, position, name, places);
            case final Step.End _ -> position == name.length() && enter(place + 1, position, name, places);
        };
    }
}
