package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A sub-device named by the first line that a shell command prints. The command runs at each poll while the sub-device is
/// missing, for a second at the most.
final class ExecSource implements SubSource {
    private static final long PATIENCE_MS = 1000;

    private final String command;

    /// @param command for `sh -c`
    ExecSource(final String command) {
        this.command = command;
    }

    @Override
    public Optional<String> read() {
        final Process process;
        try {
            process = new ProcessBuilder("/bin/sh", "-c", command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (final IOException e) {
            throw new EalException(Errno.EIO, text() + ": popen: " + e.getMessage(), e);
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                throw new EalException(Errno.EAGAIN, text() + " still runs after " + PATIENCE_MS + " ms; it must print a line and end");
            }
            return firstLine(process);
        } catch (final IOException e) {
            throw new EalException(Errno.EIO, text() + ": Could not read command output: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EalException(Errno.EINTR, text() + ": interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Optional<String> firstLine(final Process process) throws IOException {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            final String line = output.readLine();
            if (line == null || line.isBlank()) {
                throw new EalException(Errno.ENODEV, text() + ": Could not read command output: there is none, exit status "
                    + process.exitValue());
            }
            return Optional.of(line.strip());
        }
    }

    @Override
    public String text() {
        return "exec(" + command + ")";
    }
}
