package dev.pollmode.vfio.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Counts what a leak would leave in this process.
final class Descriptors {
    private Descriptors() {
    }

    /// {@return how many sockets, eventfds and memory files are open, and how many of the latter are mapped}
    static String inUse() {
        return "fds " + count() + ", mappings " + mappings();
    }

    private static long count() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(Descriptors::isOurs).count();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(final Path fd) {
        try {
            final String target = Files.readSymbolicLink(fd).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:[eventfd]") || target.startsWith("/memfd:");
        } catch (final IOException e) {
            return false;
        }
    }

    private static long mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/memfd:")).count();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
