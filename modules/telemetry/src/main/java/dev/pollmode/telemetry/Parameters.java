package dev.pollmode.telemetry;

import java.util.List;
import java.util.Set;

/// What follows the comma of a request, whoever sent it; and how values are written in answers.
final class Parameters {
    /// The NUMA node of everything: nodes are not told apart.
    static final int NODE = 0;

    private Parameters() {
    }

    /// {@return the one number}
    ///
    /// @throws IllegalArgumentException when it is none
    static int number(final String parameters) {
        return numbers(parameters, 1, 1)[0];
    }

    /// {@return some numbers with commas between them}
    ///
    /// @throws IllegalArgumentException when there are fewer or more, or others
    static int[] numbers(final String parameters, final int least, final int most) {
        final String[] parts = parameters.split(",", -1);
        if (parts.length < least || parts.length > most) {
            throw new IllegalArgumentException("parameters \"" + parameters + "\": expected " + least + " to " + most);
        }
        final int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException("parameter \"" + parts[i] + "\": expected a number");
            }
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    static int flag(final boolean on) {
        return on ? 1 : 0;
    }

    static String onOff(final boolean on) {
        return on ? "on" : "off";
    }

    static String hex(final long bits) {
        return "0x" + Long.toHexString(bits);
    }

    /// {@return the names of offloads, in the order of their bits}
    static <E extends Enum<E>> List<String> names(final Set<E> offloads) {
        return offloads.stream().sorted().map(Enum::name).toList();
    }
}
