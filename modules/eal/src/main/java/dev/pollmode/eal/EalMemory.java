package dev.pollmode.eal;

import static java.lang.System.Logger.Level.DEBUG;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mapping;
import java.util.ArrayList;
import java.util.List;

/// Off-heap memory for packets and devices.
///
/// | asked for                        | made of                                                                   |
/// |----------------------------------|---------------------------------------------------------------------------|
/// | nothing                          | huge pages of the kernel's pools where enough are free, else as the next  |
/// | `--no-huge`                      | pages aligned to 2 MiB that the kernel may make huge                      |
/// | `-m <MiB>`                       | the same, and so much must be available when the [Eal] starts             |
/// | `--huge-dir <dir>`               | files of that hugetlbfs, unlinked at once; nothing else                   |
/// | `--single-file-segments`         | shared files of memory, which peers can map by their descriptors          |
/// | `--iova-mode pa`                 | huge pages only, whose physical addresses are known                       |
///
/// Every region has a mapping of its own, is zeroed and present. All methods may be called by any thread.
public final class EalMemory {
    /// No region is longer: 47 bits are what a process has.
    private static final long LENGTH_MAX = 1L << 46;

    private final MemoryConfig config;
    private final HugePages hugePages;
    private final BackingMaker maker;
    private final System.Logger log;

    /// Guards all below.
    private final Object lock = new Object();
    private final List<MemoryRegion> regions = new ArrayList<>();
    private final List<DmaMap> dmaMaps = new ArrayList<>();
    private long allocatedBytes;
    private boolean closed;

    /// @throws EalException ENOMEM when the memory asked for is not available, EINVAL for contradictions
    EalMemory(final MemoryConfig config, final HugePages hugePages, final System.Logger log) {
        this.config = config;
        this.hugePages = hugePages;
        this.log = log;
        maker = new BackingMaker(config, hugePages, this::bytesInPagesOf, log);
        if (config.physical() && !config.huge()) {
            throw new EalException(Errno.EINVAL, "--iova-mode pa needs huge pages, whose addresses do not change; leave out --no-huge");
        }
        requireAsked();
        log.log(DEBUG, "IOVA is %s: %s".formatted(config.physical() ? "PA" : "VA", config.iovaReason()));
    }

    /// Makes memory of the process's own.
    ///
    /// @param name      what it is for, for messages
    /// @param length    bytes, more than 0; rounded up to whole pages
    /// @param alignment of its first byte, a power of two
    /// @return the memory, the caller's to close
    /// @throws EalException ENOMEM when there is not enough, EINVAL when length or alignment is wrong, or what a [DmaMap]
    ///     threw; nothing stays allocated then
    public MemoryRegion allocate(final String name, final long length, final long alignment) {
        return allocate(name, length, alignment, config.shared());
    }

    /// Makes memory that another process can map by [MemoryRegion#fd()].
    ///
    /// @param name      what it is for, for messages
    /// @param length    bytes, more than 0; rounded up to whole pages
    /// @param alignment of its first byte, a power of two
    /// @return the memory, the caller's to close
    /// @throws EalException as for [#allocate(String, long, long)]
    public MemoryRegion allocateShared(final String name, final long length, final long alignment) {
        return allocate(name, length, alignment, true);
    }

    /// {@return the regions there are, oldest first}
    public List<MemoryRegion> regions() {
        synchronized (lock) {
            return List.copyOf(regions);
        }
    }

    /// {@return whether devices are given physical addresses, not those of the process}
    public boolean isIovaPhysical() {
        return config.physical();
    }

    /// Makes all memory, present and future, reachable by a map.
    ///
    /// @param map gets the memory
    /// @throws EalException when it fails for a present region; what it had mapped is unmapped then
    public void addDmaMap(final DmaMap map) {
        synchronized (lock) {
            requireOpen();
            final DmaLedger done = new DmaLedger(log);
            try {
                regions.forEach(region -> done.map(map, region));
            } catch (final RuntimeException e) {
                done.undo();
                throw EalException.of("DMA mapping of present memory", e);
            }
            dmaMaps.add(map);
        }
    }

    /// Takes all memory back from a map that was added; does nothing for one that was not.
    ///
    /// @param map had the memory
    public void removeDmaMap(final DmaMap map) {
        synchronized (lock) {
            if (dmaMaps.remove(map)) {
                regions.reversed().forEach(region -> DmaLedger.unmap(map, region, log));
            }
        }
    }

    /// Frees everything. Whoever uses the memory must have stopped.
    void close() {
        synchronized (lock) {
            closed = true;
            while (!regions.isEmpty()) {
                free(regions.getLast());
            }
            dmaMaps.clear();
        }
    }

    private MemoryRegion allocate(final String name, final long length, final long alignment, final boolean shared) {
        if (length <= 0 || length > LENGTH_MAX || Long.bitCount(alignment) != 1 || alignment < 0 || alignment > LENGTH_MAX) {
            throw new EalException(Errno.EINVAL, ("memory \"%s\" of %d bytes aligned to %d: length must be positive and alignment "
                + "a power of two, neither of more than %d").formatted(name, length, alignment, LENGTH_MAX));
        }
        synchronized (lock) {
            requireOpen();
            requireWithinLimit(name, length);
            final MemoryRegion region = make(name, length, alignment, shared);
            final DmaLedger done = new DmaLedger(log);
            try {
                dmaMaps.forEach(map -> done.map(map, region));
            } catch (final RuntimeException e) {
                done.undo();
                region.backing().close();
                throw EalException.of("DMA mapping of memory \"%s\"".formatted(name), e);
            }
            regions.add(region);
            allocatedBytes += region.mapping().length();
            log.log(DEBUG, () -> "memory " + region);
            return region;
        }
    }

    private MemoryRegion make(final String name, final long length, final long alignment, final boolean shared) {
        // A mapping begins at a page; to begin at more, it is made longer and the region begins inside.
        final long slack = alignment <= Mapping.pageSize() ? 0 : alignment;
        final Backing backing = maker.make(name, length + slack, shared);
        try {
            final Mapping mapping = backing.mapping();
            final IovaTable physical = config.physical()
                ? IovaTable.read(mapping.address(), mapping.length(), backing.pageSize()) : null;
            final long address = Mapping.roundUp(mapping.address(), alignment);
            return new MemoryRegion(name, backing, address, mapping.address() + mapping.length() - address, physical, this::free);
        } catch (final RuntimeException e) {
            backing.close();
            throw e;
        }
    }

    private void free(final MemoryRegion region) {
        synchronized (lock) {
            if (!regions.remove(region)) {
                return;
            }
            allocatedBytes -= region.mapping().length();
            dmaMaps.reversed().forEach(map -> DmaLedger.unmap(map, region, log));
            if (!region.isAbandoned()) {
                region.backing().close();
            }
        }
    }

    private void requireAsked() {
        final long available = config.huge() ? hugePages.freeBytes() : Long.MAX_VALUE;
        if (config.askedBytes() > available) {
            throw new EalException(Errno.ENOMEM, ("-m %d: only %d MiB of huge pages are free; "
                + "raise vm.nr_hugepages, ask for less or use --no-huge").formatted(config.askedBytes() >> 20, available >> 20));
        }
    }

    /// Called by the maker, under the lock.
    private long bytesInPagesOf(final long pageSize) {
        return regions.stream().filter(region -> region.backing().pageSize() == pageSize)
            .mapToLong(region -> region.mapping().length()).sum();
    }

    private void requireWithinLimit(final String name, final long length) {
        if (length > config.limitBytes() - allocatedBytes) {
            throw new EalException(Errno.ENOMEM, "memory \"%s\" of %d bytes: %d of at most %d bytes are in use".formatted(name, length,
                allocatedBytes, config.limitBytes()));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the Eal of this memory is closed");
        }
    }
}
