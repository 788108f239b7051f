package dev.pollmode.testpmd;

import dev.pollmode.testpmd.cli.Interpreter;
import dev.pollmode.testpmd.cli.Shell;
import dev.pollmode.testpmd.cli.Shells;
import java.io.InputStream;

/// Reads commands at the prompt until one says quit or the input ends.
final class PromptLoop {
    private static final String PROMPT = "testpmd> ";

    private final Session session;
    private final Interpreter interpreter;
    private final boolean strict;
    private final InputStream in;

    PromptLoop(final Session session, final Interpreter interpreter, final boolean strict, final InputStream in) {
        this.session = session;
        this.interpreter = interpreter;
        this.strict = strict;
        this.in = in;
    }

    /// {@return whether all commands succeeded, where that matters}
    boolean run() {
        try (Shell shell = Shells.open(session.console(), interpreter.table(), session.ports()::ids, in)) {
            while (!session.isQuitting()) {
                final String line;
                try {
                    line = shell.read(PROMPT);
                } catch (final Shell.Interrupted _) {
                    stopForwarding();
                    continue;
                }
                if (line == null) {
                    return true;
                }
                if (!session.run(line) && strict) {
                    return false;
                }
            }
            return true;
        }
    }

    /// What Ctrl-C does at the prompt: forwarding stops, the prompt stays.
    private void stopForwarding() {
        session.lock().lock();
        try {
            if (session.forwarding().isRunning()) {
                session.run("stop");
            }
        } finally {
            session.lock().unlock();
        }
    }
}
