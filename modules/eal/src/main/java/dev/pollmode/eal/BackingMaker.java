package dev.pollmode.eal;

import static java.lang.System.Logger.Level.DEBUG;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.MemFd;
import dev.pollmode.sys.MemoryCalls;
import dev.pollmode.sys.SysException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.LongUnaryOperator;

/// Makes the memory behind regions: of a pool of huge pages where enough are free, else of ordinary pages for which the
/// kernel is asked to use huge ones. All pages are present when a method returns.
final class BackingMaker {
    /// What transparent huge pages need to begin at: 2 MiB on x86-64 and on arm64 with pages of 4 KiB.
    private static final long HUGE_ALIGNMENT = 2L << 20;

    private final MemoryConfig config;
    private final HugePages hugePages;
    private final LongUnaryOperator used;
    private final System.Logger log;

    /// @param used how many bytes are in use in pages of a size
    BackingMaker(final MemoryConfig config, final HugePages hugePages, final LongUnaryOperator used, final System.Logger log) {
        this.config = config;
        this.hugePages = hugePages;
        this.used = used;
        this.log = log;
    }

    /// Makes memory.
    ///
    /// @param name   what it is for
    /// @param length bytes, more than 0
    /// @param shared whether another process must be able to map it
    /// @throws EalException ENOMEM when there is not enough
    Backing make(final String name, final long length, final boolean shared) {
        if (config.huge()) {
            final Backing huge = tryHuge(name, length, shared);
            if (huge != null) {
                return huge;
            }
            if (config.hugeDir() != null || config.physical()) {
                throw new EalException(Errno.ENOMEM, ("memory \"%s\" of %d bytes: not enough free huge pages (%d bytes); "
                    + "raise vm.nr_hugepages").formatted(name, length, hugePages.freeBytes()));
            }
        }
        try {
            return present(shared ? sharedPlain(name, length) : privatePlain(name, length), name);
        } catch (final SysException e) {
            throw EalException.of("memory \"%s\"".formatted(name), e);
        }
    }

    /// Pages may have been taken by others between the look at the pool and the mapping: then the next size is tried.
    private Backing tryHuge(final String name, final long length, final boolean shared) {
        final Iterator<HugePages.Pool> pools = hugePages.poolsFor(length)
            .filter(pool -> config.allows(length, pool.pageSize(), used.applyAsLong(pool.pageSize()))).iterator();
        while (pools.hasNext()) {
            final long pageSize = pools.next().pageSize();
            try {
                return present(shared || config.hugeDir() != null ? sharedHuge(name, length, pageSize)
                    : new Backing(Mapping.anonymousHuge(length, pageSize), null, pageSize, true), name);
            } catch (final SysException | EalException e) {
                log.log(DEBUG, "memory \"%s\": no pages of %d KiB: %s".formatted(name, pageSize >> 10, e.getMessage()));
            }
        }
        return null;
    }

    private Backing sharedHuge(final String name, final long length, final long pageSize) {
        if (config.hugeDir() != null) {
            return hugeFile(Mapping.roundUp(length, pageSize), pageSize);
        }
        return map(MemFd.huge(name, length, pageSize), pageSize, true);
    }

    private static Backing sharedPlain(final String name, final long length) {
        final Backing backing = map(MemFd.create(name, Mapping.roundUp(length, HUGE_ALIGNMENT)), Mapping.pageSize(), false);
        // Shared memory has huge pages only where shmem_enabled says "advise"; a refusal changes nothing.
        MemoryCalls.madvise(CallState.current(), backing.mapping().address(), backing.mapping().length(), Mapping.MADV_HUGEPAGE);
        return backing;
    }

    private static Backing privatePlain(final String name, final long length) {
        return new Backing(Mapping.thp(length, HUGE_ALIGNMENT), null, Mapping.pageSize(), false);
    }

    private static Backing map(final MemFd memory, final long pageSize, final boolean pinned) {
        try {
            memory.sealLength();
            return new Backing(memory.map(), memory.fd(), pageSize, pinned);
        } catch (final RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /// The name goes at once, so that nothing stays behind whatever happens to this process.
    private Backing hugeFile(final long length, final long pageSize) {
        final Path path = config.hugeDir().resolve("pollmode-%d-%s".formatted(ProcessHandle.current().pid(), UUID.randomUUID()));
        final Fd fd = Fd.open(path.toString(), Fd.O_RDWR | Fd.O_CREAT | Fd.O_EXCL);
        try {
            Files.delete(path);
            SysException.check(FileCalls.ftruncate(CallState.current(), fd.number(), length), "ftruncate(%s, %d)".formatted(path, length));
            return new Backing(Mapping.shared(fd.number(), 0, length), fd, pageSize, true);
        } catch (final IOException e) {
            fd.close();
            throw new EalException(Errno.EIO, "unlink(%s)".formatted(path), e);
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /// Has the kernel find all pages now: where there are too few, that is an error here and not a SIGBUS in a burst.
    private static Backing present(final Backing backing, final String name) {
        final Mapping mapping = backing.mapping();
        final int result = MemoryCalls.madvise(CallState.current(), mapping.address(), mapping.length(), Mapping.MADV_POPULATE_WRITE);
        if (result == -Errno.EINVAL) {
            mapping.preTouch(); // a kernel before 5.14
        } else if (result < 0) {
            backing.close();
            throw new EalException(-result, "memory \"%s\" of %d bytes: %s; not enough memory".formatted(name, mapping.length(),
                Errno.name(-result)));
        }
        return backing;
    }
}
