package dev.pollmode.testpmd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A session of C DPDK's testpmd 22.11 with `net_null0` and `net_tap0`, recorded: each command behind `>>>>> `, then what was
/// printed, without lines of logs. Numbers and addresses vary.
///
/// Where ours answers otherwise on purpose, `<<<<< ` and the reason follow, then the answer of ours. There `…` stands for
/// any text.
final class Layouts {
    private Layouts() {
    }

    /// One command of the session.
    ///
    /// @param command what was typed
    /// @param recorded what C printed
    /// @param reason why ours answers otherwise, empty when it does not
    /// @param own what ours answers then
    record Layout(String command, String recorded, String reason, String own) {
        /// {@return what an answer of ours looks like}
        Pattern expected() {
            final String text = masked(reason.isEmpty() ? recorded : own);
            return Pattern.compile("\\Q" + text.replace("…", "\\E(?s:.*?)\\Q") + "\\E");
        }

        @Override
        public String toString() {
            return command;
        }
    }

    /// {@return the session; what was printed before the first prompt comes first, under the name `(start-up)`}
    static List<Layout> recorded() {
        try (InputStream in = Layouts.class.getResourceAsStream("layouts.txt")) {
            final List<Layout> session = new ArrayList<>();
            for (final String part : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^>>>>> ")) {
                if (!part.isEmpty()) {
                    session.add(layout(part));
                }
            }
            return session;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Layout layout(final String part) {
        final String[] sides = part.split("(?m)^<<<<< ", 2);
        final String[] recorded = sides[0].split("\n", 2);
        final String[] own = sides.length == 1 ? new String[] {"", ""} : sides[1].split("\n", 2);
        return new Layout(recorded[0], recorded[1], own[0], own[1]);
    }

    /// Makes numbers, MAC addresses, the blanks that pad them, empty lines and states of links alike, and leaves out events,
    /// which come when they come.
    static String masked(final String text) {
        return text.replaceAll("(?m)^Port [0-9]+: [a-z ]+ event\n", "").replaceAll("\\b(up|down) +(?=[0-9]+ Gbps)", "S ")
            .replaceAll("Link status: (up|down)", "Link status: S")
            .replaceAll("(?:[0-9A-F]{2}:){5}[0-9A-F]{2}", "M").replaceAll("0x[0-9a-f]+|[0-9]+", "N").replaceAll("N +", "N ").replaceAll(": +N", ": N")
            .replaceAll("(?m)[ \t]+$", "").replaceAll("\n{2,}", "\n").strip();
    }
}
