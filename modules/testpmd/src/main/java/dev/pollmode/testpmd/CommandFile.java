package dev.pollmode.testpmd;

import dev.pollmode.testpmd.spi.CommandException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Runs the commands of a file, one a line.
final class CommandFile {
    private static final int MAX_DEPTH = 8;

    private final Session session;
    private final boolean strict;

    /// Reads files for a session.
    ///
    /// @param session where to run
    /// @param strict whether the first command that fails ends it
    CommandFile(final Session session, final boolean strict) {
        this.session = session;
        this.strict = strict;
    }

    /// Runs a file.
    ///
    /// @param name of the file
    /// @param echo whether to show its lines
    /// @return whether all commands succeeded
    /// @throws CommandException when it cannot be read
    boolean run(final String name, final boolean echo) {
        final List<String> lines;
        try {
            if (session.loading() >= MAX_DEPTH) {
                throw new IOException("files load files more than " + MAX_DEPTH + " deep");
            }
            lines = Files.readAllLines(Path.of(name));
        } catch (final IOException | InvalidPathException e) {
            throw new CommandException("Failed to create file based cmdline context: " + name + "\n  " + reason(e));
        }
        session.loading(1);
        try {
            return run(lines, name, echo);
        } finally {
            session.loading(-1);
        }
    }

    private static String reason(final Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "you may not read it";
            case CharacterCodingException _ -> "it is no text in UTF-8";
            default -> e.getMessage();
        };
    }

    private boolean run(final List<String> lines, final String name, final boolean echo) {
        boolean good = true;
        for (final String line : lines) {
            if (echo && !session.console().isJson()) {
                session.console().line("testpmd> " + line);
            }
            good &= session.run(line);
            if (session.isQuitting() || !good && strict) {
                return good;
            }
        }
        session.console().line("Read CLI commands from " + name);
        session.console().flush();
        return good;
    }
}
