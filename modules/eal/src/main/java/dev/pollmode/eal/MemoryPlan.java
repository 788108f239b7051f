package dev.pollmode.eal;

import java.util.List;

/// What [EalMemory] is to do, from what the command line says.
final class MemoryPlan {
    private MemoryPlan() {
    }

    /// @param options what the command line says of memory
    /// @param shared  whether another process has to reach it, as the server of a device does
    static MemoryConfig of(final MemoryOptions options, final boolean shared) {
        final long asked = options.size().orElse(sum(options.numaSizes()));
        final boolean physical = options.iovaMode().filter(mode -> mode == MemoryOptions.IovaMode.PA).isPresent();
        return new MemoryConfig(!options.noHuge(), options.noHuge() ? 0 : asked, limit(options, asked),
            options.pageSizeLimits(), options.hugeDir().orElse(null), options.singleFileSegments() || shared, physical,
            iovaReason(options));
    }

    /// Without huge pages, what is asked for at the start is all there may be, as in C.
    private static long limit(final MemoryOptions options, final long asked) {
        if (options.noHuge()) {
            return asked == 0 ? Long.MAX_VALUE : asked;
        }
        final boolean limited = !options.numaLimits().isEmpty() && options.numaLimits().stream().allMatch(limit -> limit > 0);
        return limited ? sum(options.numaLimits()) : Long.MAX_VALUE;
    }

    private static long sum(final List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    private static String iovaReason(final MemoryOptions options) {
        return options.iovaMode().isPresent() ? "asked for by --iova-mode"
            : "chosen because it needs no privilege and no huge pages; devices without an IOMMU need --iova-mode pa";
    }
}
