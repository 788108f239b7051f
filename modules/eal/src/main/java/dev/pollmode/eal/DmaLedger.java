package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayDeque;
import java.util.Deque;

/// Remembers what was mapped for devices, so that it can be undone when the next step fails.
final class DmaLedger {
    private final System.Logger log;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    DmaLedger(final System.Logger log) {
        this.log = log;
    }

    /// Maps all of a region.
    void map(final DmaMap map, final MemoryRegion region) {
        region.forEachRun((address, iova, length) -> {
            map.map(region, address, iova, length);
            undo.push(() -> unmap(map, address, iova, length, region, log));
        });
    }

    /// Unmaps what was mapped, last first.
    void undo() {
        undo.forEach(Runnable::run);
    }

    /// Unmaps all of a region; goes on where that fails.
    static void unmap(final DmaMap map, final MemoryRegion region, final System.Logger log) {
        region.forEachRun((address, iova, length) -> unmap(map, address, iova, length, region, log));
    }

    private static void unmap(final DmaMap map, final long address, final long iova, final long length, final MemoryRegion region,
            final System.Logger log) {
        try {
            map.unmap(address, iova, length);
        } catch (final RuntimeException e) {
            log.log(ERROR, "DMA unmapping of memory " + region, e);
        }
    }
}
