package dev.pollmode.testpmd.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Commands from a terminal: edited, completed, remembered.
///
/// The terminal is driven through stty(1), so that no native code is needed. Ctrl-C arrives as a key, not as a signal,
/// which would end the JVM.
final class TerminalShell implements Shell {
    private static final int HISTORY_LINES = 1000;
    /// Of a terminal that does not know its size.
    private static final Size USUAL_SIZE = Size.of(80, 24);

    private final Console console;
    private final Terminal terminal;
    private final LineReader reader;

    TerminalShell(final Console console, final CommandTable table, final Supplier<List<Integer>> ports) throws IOException {
        this.console = console;
        // The terminal is not asked what it can do: one that never answers would eat the first keys.
        terminal = TerminalBuilder.builder().system(true).provider("exec").graphemeCluster(false).build();
        if (terminal.getSize().getColumns() == 0) {
            terminal.setSize(USUAL_SIZE);
        }
        final Attributes attributes = terminal.getAttributes();
        attributes.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(attributes);
        final DefaultParser parser = new DefaultParser().escapeChars(new char[0]).quoteChars(new char[0]);
        reader = LineReaderBuilder.builder().terminal(terminal).parser(parser).appName("testpmd")
            .completer((_, line, candidates) -> complete(table, ports, line, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .option(LineReader.Option.KITTY_KEYBOARD, false)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .build();
        final Path history = historyFile();
        if (history != null) {
            reader.setVariable(LineReader.HISTORY_FILE, history);
        }
        for (final var keys : reader.getKeyMaps().values()) {
            keys.bind(new Reference(LineReader.INTERRUPT), KeyMap.ctrl('C'));
            // What a terminal sends that does not heed the mode that was asked for, and what scripts send.
            keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\033[A");
            keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\033[B");
            keys.bind(new Reference(LineReader.FORWARD_CHAR), "\033[C");
            keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\033[D");
        }
        console.above(reader::printAbove);
    }

    private static void complete(final CommandTable table, final Supplier<List<Integer>> ports, final ParsedLine line,
                                 final List<Candidate> candidates) {
        final List<String> before = line.words().subList(0, line.wordIndex());
        table.completions(before, ports.get()).forEach(word -> candidates.add(new Candidate(word)));
    }

    /// {@return where lines are remembered (XDG Base Directory Specification), or null where that can't be}
    private static Path historyFile() {
        try {
            final String state = System.getenv("XDG_STATE_HOME");
            final Path directory = (state == null || state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state)).resolve("pollmode");
            Files.createDirectories(directory);
            final Path file = directory.resolve("testpmd_history");
            return Files.isWritable(Files.exists(file) ? file : directory) ? file : null;
        } catch (final IOException | RuntimeException _) {
            return null;
        }
    }

    @Override
    public String read(final String prompt) throws Interrupted {
        try {
            return reader.readLine(console.isJson() ? "" : prompt);
        } catch (final UserInterruptException _) {
            throw new Interrupted();
        } catch (final EndOfFileException _) {
            return null;
        }
    }

    @Override
    public void close() {
        console.above(null);
        try {
            terminal.close();
        } catch (final IOException _) {
            // It is gone: nobody to tell.
            console.flush();
        }
    }
}
