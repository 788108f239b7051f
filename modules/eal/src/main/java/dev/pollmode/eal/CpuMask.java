package dev.pollmode.eal;

import static java.lang.System.Logger.Level.WARNING;

import dev.pollmode.sys.Affinity;
import dev.pollmode.sys.SysException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;

/// The CPUs that this process may use.
///
/// The calling thread cannot be asked: it may be the main lcore of another [Eal], pinned to one CPU. So all threads are
/// asked; those of the JVM itself keep what the process was started with.
final class CpuMask {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private CpuMask() {
    }

    /// {@return the CPUs that any thread of the process may run on}
    static BitSet ofProcess() {
        final BitSet cpus = new BitSet();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (final Path task : tasks) {
                cpus.or(ofTask(task));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("list " + TASKS, e);
        }
        return cpus;
    }

    /// Keeps the calling thread to these CPUs; a refusal is logged.
    static void tryPin(final BitSet cpus, final System.Logger log) {
        try {
            Affinity.set(cpus);
        } catch (final SysException e) {
            log.log(WARNING, "thread %s keeps its CPUs: %s".formatted(Thread.currentThread().getName(), e.getMessage()));
        }
    }

    private static BitSet ofTask(final Path task) throws IOException {
        try {
            return Files.readAllLines(task.resolve("status")).stream().filter(line -> line.startsWith(ALLOWED)).findFirst()
                .map(line -> parse(line.substring(ALLOWED.length()).strip())).orElseGet(BitSet::new);
        } catch (final IOException e) {
            return onGone(e);
        }
    }

    /// A thread that ended meanwhile reads as ENOENT or ESRCH.
    private static BitSet onGone(final IOException e) throws IOException {
        if (e instanceof NoSuchFileException || String.valueOf(e.getMessage()).contains("No such process")) {
            return new BitSet();
        }
        throw e;
    }

    private static BitSet parse(final String list) {
        final BitSet cpus = new BitSet();
        for (final String range : list.split(",")) {
            final int dash = range.indexOf('-');
            final int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            final int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            cpus.set(first, last + 1);
        }
        return cpus;
    }
}
