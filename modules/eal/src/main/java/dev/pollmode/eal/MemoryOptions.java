package dev.pollmode.eal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What the command line says of memory. Sizes are in bytes.
///
/// @param size               memory to reserve at start, of `-m`
/// @param numaSizes          memory to reserve at start per NUMA node, of `--numa-mem`; empty if not given
/// @param numaLimits         the most memory per NUMA node, of `--numa-limit`, 0 for no limit; empty if not given
/// @param pageSizeLimits     the most memory in pages of a size, of `--pagesz-mem`; a size that is missing has no limit
/// @param noHuge             whether ordinary pages are used, by `--no-huge`
/// @param inMemory           whether no files are made, by `--in-memory`
/// @param hugeDir            where hugetlbfs is mounted, of `--huge-dir`
/// @param hugeUnlink         when files in hugetlbfs are to be removed, of `--huge-unlink`; they always are at once
/// @param singleFileSegments whether memory lies in files that can be passed to other processes
/// @param iovaMode           which addresses devices use, of `--iova-mode`; empty: chosen by what the kernel offers
public record MemoryOptions(OptionalLong size, List<Long> numaSizes, List<Long> numaLimits,
        Map<Long, Long> pageSizeLimits, boolean noHuge, boolean inMemory, Optional<Path> hugeDir, HugeUnlink hugeUnlink,
        boolean singleFileSegments, Optional<IovaMode> iovaMode) {
    private static final int MIB_SHIFT = 20;
    private static final long MIB_MAX = 1L << 32;
    private static final int NUMA_NODES_MAX = 32;

    /// When files in hugetlbfs are removed.
    public enum HugeUnlink {
        /// Those that an earlier run left, before new ones are made.
        EXISTING,
        /// Each as soon as it is open, so that nothing stays behind.
        ALWAYS,
        /// Not at all: the next run finds the data of this one.
        NEVER
    }

    /// Which addresses devices use.
    public enum IovaMode {
        /// Physical addresses.
        PA,
        /// The addresses of this process, translated by an IOMMU.
        VA
    }

    static MemoryOptions of(final GivenOptions given) {
        return new MemoryOptions(
            given.last(EalOption.MEMORY_SIZE).stream().mapToLong(MemoryOptions::mebibytes).findFirst(),
            perNode(given, EalOption.NUMA_MEM),
            perNode(given, EalOption.NUMA_LIMIT),
            pageSizeLimits(given.all(EalOption.PAGESZ_MEM)),
            given.has(EalOption.NO_HUGE),
            given.has(EalOption.IN_MEMORY),
            OptionValues.last(given, EalOption.HUGE_DIR, option -> OptionValues.path(option, option.value())),
            OptionValues.last(given, EalOption.HUGE_UNLINK, MemoryOptions::hugeUnlink).orElse(HugeUnlink.EXISTING),
            given.has(EalOption.SINGLE_FILE_SEGMENTS),
            OptionValues.last(given, EalOption.IOVA_MODE, option -> OptionValues.choice(option, IovaMode.class)));
    }

    private static long mebibytes(final GivenOption option) {
        return OptionValues.number(option, 1, MIB_MAX) << MIB_SHIFT;
    }

    private static List<Long> perNode(final GivenOptions given, final EalOption name) {
        return given.last(name)
            .map(option -> OptionValues.numbers(option, MIB_MAX, NUMA_NODES_MAX).stream().map(mib -> mib << MIB_SHIFT).toList())
            .orElse(List.of());
    }

    private static HugeUnlink hugeUnlink(final GivenOption option) {
        return option.value() == null ? HugeUnlink.ALWAYS : OptionValues.choice(option, HugeUnlink.class);
    }

    private static Map<Long, Long> pageSizeLimits(final List<GivenOption> options) {
        final Map<Long, Long> limits = new TreeMap<>();
        for (final GivenOption option : options) {
            final int colon = option.value().indexOf(':');
            if (colon < 0) {
                throw option.expected("<page size>:<limit>, as in 2M:32G");
            }
            final String pageText = option.value().substring(0, colon);
            final long page = OptionValues.size(option, pageText);
            final long limit = OptionValues.size(option, option.value().substring(colon + 1));
            if (Long.bitCount(page) != 1) {
                throw option.wrong("the page size " + Wrong.quote(pageText) + " is not a power of two");
            }
            if (limit % page != 0) {
                throw option.wrong("the limit is not a multiple of the page size " + pageText);
            }
            limits.put(page, limit);
        }
        return Map.copyOf(limits);
    }
}
