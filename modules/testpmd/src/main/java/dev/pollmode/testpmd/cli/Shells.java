package dev.pollmode.testpmd.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// Finds out how commands are typed.
public final class Shells {
    private Shells() {
    }

    /// {@return a shell with completion and history on a terminal, a plain one else}
    ///
    /// @param console where answers go
    /// @param table the commands, for completion
    /// @param ports the numbers of the ports there are now, for completion
    /// @param in standard input
    public static Shell open(final Console console, final CommandTable table, final Supplier<List<Integer>> ports,
                             final InputStream in) {
        if (in != System.in || !isTerminal(0) || !isTerminal(1)) {
            return new PipeShell(in, console, false);
        }
        if (isDumb()) {
            return new PipeShell(in, console, true);
        }
        try {
            return new TerminalShell(console, table, ports);
        } catch (final IOException | RuntimeException _) {
            // No stty(1), or a terminal that it does not know: typing works without it.
            return new PipeShell(in, console, true);
        }
    }

    private static boolean isDumb() {
        final String type = System.getenv("TERM");
        return type == null || type.isEmpty() || "dumb".equals(type);
    }

    private static boolean isTerminal(final int descriptor) {
        try {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException _) {
            return false;
        }
    }

    /// Waits until a line was typed or the input ends.
    ///
    /// @param in the input
    public static void awaitEnter(final InputStream in) {
        try {
            int typed;
            do {
                typed = in.read();
            } while (typed >= 0 && typed != '\n');
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
