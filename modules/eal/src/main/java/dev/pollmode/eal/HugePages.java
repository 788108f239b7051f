package dev.pollmode.eal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ArrayList;
import java.util.stream.Stream;

/// The kernel's pools of huge pages, one for each size, read from `/sys/kernel/mm/hugepages` (hugetlbpage.rst of the
/// kernel's documentation).
final class HugePages {
    private static final Path SYSFS = Path.of("/sys/kernel/mm/hugepages");
    private static final String PREFIX = "hugepages-";
    private static final String SUFFIX = "kB";

    private final Path root;

    HugePages() {
        this(SYSFS);
    }

    HugePages(final Path root) {
        this.root = root;
    }

    /// {@return the sizes of pages the machine has and how many are free, larger ones first; empty without such pools}
    List<Pool> pools() {
        final List<Pool> pools = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, PREFIX + "*" + SUFFIX)) {
            for (final Path directory : directories) {
                pools.add(pool(directory));
            }
        } catch (final IOException e) {
            return List.of();
        }
        pools.sort(Comparator.comparingLong(Pool::pageSize).reversed());
        return pools;
    }

    /// {@return the pools whose free pages can hold so much, those that waste least first, larger pages before smaller}
    Stream<Pool> poolsFor(final long length) {
        return pools().stream()
            .filter(pool -> pool.holds(length))
            .sorted(Comparator.comparingLong((Pool pool) -> pool.wastedBy(length)));
    }

    /// {@return the bytes that the free pages of all sizes hold}
    long freeBytes() {
        return pools().stream().mapToLong(pool -> pool.free() * pool.pageSize()).sum();
    }

    private static Pool pool(final Path directory) throws IOException {
        final String name = directory.getFileName().toString();
        final long kib = Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
        return new Pool(kib << 10, read(directory.resolve("free_hugepages")) - read(directory.resolve("resv_hugepages")));
    }

    private static long read(final Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    /// Pages of one size.
    ///
    /// @param pageSize bytes of a page
    /// @param free     pages that nobody uses or has reserved
    record Pool(long pageSize, long free) {
        boolean holds(final long length) {
            return free > 0 && (length + pageSize - 1) / pageSize <= free;
        }

        long wastedBy(final long length) {
            return (length + pageSize - 1) / pageSize * pageSize - length;
        }
    }
}
