package dev.pollmode.testpmd.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Commands from a pipe, a file or a terminal that can do nothing: read as they are, not echoed.
final class PipeShell implements Shell {
    private final BufferedReader reader;
    private final Console console;
    private final boolean shown;

    /// @param shown whether a terminal shows what is typed, with its Enter
    PipeShell(final InputStream in, final Console console, final boolean shown) {
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.console = console;
        this.shown = shown;
    }

    @Override
    public String read(final String prompt) {
        final boolean prompting = !console.isJson();
        if (prompting) {
            console.print(prompt);
            console.flush();
        }
        try {
            final String line = reader.readLine();
            if (prompting && !shown) {
                // The answer begins on a line of its own, as after the Enter that a user types.
                console.print("\n");
            }
            return line;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Standard input stays open: others may have it too.
    }
}
