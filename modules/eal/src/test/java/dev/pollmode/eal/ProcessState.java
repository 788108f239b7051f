package dev.pollmode.eal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this process holds, to be compared before and after: descriptors, mappings of huge pages and of memory files, and
/// the threads of environments.
///
/// @param descriptors open descriptors
/// @param threads     names of the threads that environments make
/// @param mappings    mappings of huge pages and of files of memory
record ProcessState(long descriptors, List<String> threads, long mappings) {
    static ProcessState now() {
        return new ProcessState(count(Path.of("/proc/self/fd")), threadNames(), memoryMappings());
    }

    /// {@return how many mappings the process has, of whatever kind}
    static long mappingsOfAllKinds() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return a limit of descriptors that leaves room for so many, and one or none more}
    static long descriptorLimitThatLeaves(final int spare) {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            final Set<Integer> used = entries.map(entry -> Integer.parseInt(entry.getFileName().toString())).collect(Collectors.toSet());
            int limit = 0;
            for (int free = 0; free < spare; limit++) {
                free += used.contains(limit) ? 0 : 1;
            }
            return limit;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(final Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> name.startsWith("lcore-") || name.startsWith("eal-intr-")).sorted().toList();
    }

    private static long memoryMappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("memfd:") || line.contains("anon_hugepage") || line.contains("pollmode-")).count();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
