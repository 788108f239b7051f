package dev.pollmode.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this process holds of the kernel, each with how often.
final class Resources {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final List<String> OURS = List.of("memfd:", "hugepage", "anon_inode:", "socket:", "/dev/net/", "/dev/vfio", "pollmode");

    private Resources() {
    }

    /// {@return the targets of the open descriptors, but for classes that the JVM loads meanwhile}
    static Map<String, Long> descriptors() {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return counted(entries.map(Resources::target).filter(Predicate.not(Resources::isCode)));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(final Path descriptor) {
        try {
            // The number of a socket or pipe says which it is; here its kind is enough.
            return NUMBER.matcher(Files.readSymbolicLink(descriptor).toString()).replaceAll("#");
        } catch (final IOException e) {
            return "/proc/#/fd"; // The directory of the listing itself: it is closed by now.
        }
    }

    private static boolean isCode(final String target) {
        return target.endsWith(".jar") || target.endsWith("/modules") || target.startsWith("/proc/#/fd");
    }

    /// {@return the mappings of files, sockets and memory that the project makes; heap and code of the JVM come and go}
    static Map<String, Long> mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return counted(lines.filter(line -> OURS.stream().anyMatch(line::contains)).filter(line -> !isCode(line))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1)).map(name -> NUMBER.matcher(name).replaceAll("#")));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the live threads of the project and of the test; not those of the JVM and of the test runner}
    static List<Thread> threads() {
        final List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getThreadGroup() == null || thread.getThreadGroup().getName().equals("system")
            || thread.getThreadGroup().getName().equals("InnocuousThreadGroup"));
        return threads;
    }

    private static Map<String, Long> counted(final Stream<String> names) {
        return names.collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }
}
