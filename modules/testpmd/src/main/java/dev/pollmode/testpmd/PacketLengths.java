package dev.pollmode.testpmd;

import java.util.ArrayList;
import java.util.List;

/// The lengths of the segments of packets that testpmd makes, as users type them.
final class PacketLengths {
    /// Ethernet, IPv4 and UDP headers.
    private static final int LEAST = 42;
    private static final int MOST_SEGMENTS = 255;
    private static final int MOST_BYTES = 0xffff;

    private PacketLengths() {
    }

    /// {@return the lengths}
    ///
    /// @param text numbers with commas between them
    /// @param what the option, for messages
    /// @throws StartupException when one is no length, or all together are too short or too long
    static List<Integer> parse(final String text, final String what) {
        final List<Integer> lengths = new ArrayList<>();
        for (final String part : text.split(",", -1)) {
            if (!part.matches("[0-9]{1,5}")) {
                throw new StartupException(what + " " + text + " invalid - \"" + part + "\" is no length");
            }
            lengths.add(Integer.parseInt(part));
        }
        final String wrong = wrong(lengths);
        if (wrong != null) {
            throw new StartupException(what + " " + text + " invalid - " + wrong);
        }
        return lengths;
    }

    /// {@return why testpmd can't make such packets, or null when it can}
    static String wrong(final List<Integer> lengths) {
        final int sum = lengths.stream().mapToInt(Integer::intValue).sum();
        if (lengths.size() > MOST_SEGMENTS) {
            return lengths.size() + " segments are more than " + MOST_SEGMENTS;
        }
        if (lengths.contains(0)) {
            return "a segment cannot be empty";
        }
        return sum < LEAST || sum > MOST_BYTES ? "total packet length=" + sum + " - must be " + LEAST + " to " + MOST_BYTES : null;
    }
}
