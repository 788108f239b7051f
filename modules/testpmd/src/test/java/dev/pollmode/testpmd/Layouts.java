package dev.pollmode.testpmd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The layouts of C DPDK's testpmd 22.11, recorded: commands behind `>>>>> `, then what was printed. Numbers and addresses vary.
final class Layouts {
    private Layouts() {
    }

    /// {@return the recorded answers by command, masked}
    static Map<String, String> recorded() {
        try (InputStream in = Layouts.class.getResourceAsStream("layouts.txt")) {
            final Map<String, String> answers = new LinkedHashMap<>();
            for (final String part : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^>>>>> ")) {
                final int end = part.indexOf('\n');
                if (end > 0) {
                    answers.put(part.substring(0, end), masked(part.substring(end)));
                }
            }
            return answers;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes numbers, MAC addresses and the blanks that pad them alike.
    static String masked(final String text) {
        return text.replaceAll("(?:[0-9A-F]{2}:){5}[0-9A-F]{2}", "M").replaceAll("[0-9]+", "N").replaceAll("N +", "N ").replaceAll(": +N", ": N")
            .replaceAll("(?m)[ \t]+$", "").strip();
    }
}
