package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;

/// DMA mappings, sorted by address. A table does not change: adding and removing give a new one.
final class DmaTable {
    static final DmaTable EMPTY = new DmaTable(new Entry[0]);

    private final Entry[] entries;

    private DmaTable(final Entry[] entries) {
        this.entries = entries;
    }

    /// A mapping.
    ///
    /// @param iova    first DMA address, not negative
    /// @param length  in bytes, positive
    /// @param access  [GuestMemory#READ], [GuestMemory#WRITE]
    /// @param address of the memory here, or 0 when it is reached by messages
    /// @param owner   what holds the memory, or null
    record Entry(long iova, long length, int access, long address, AutoCloseable owner) {
        private long end() {
            return iova + length;
        }
    }

    int size() {
        return entries.length;
    }

    List<Entry> entries() {
        return List.of(entries);
    }

    /// {@return the entry that holds all of a range, or null}
    Entry find(final long iova, final long length) {
        int low = 0;
        int high = entries.length - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            final Entry entry = entries[middle];
            if (iova < entry.iova) {
                high = middle - 1;
            } else if (iova - entry.iova >= entry.length) {
                low = middle + 1;
            } else {
                return SparseMmap.inside(iova - entry.iova, length, entry.length) ? entry : null;
            }
        }
        return null;
    }

    /// {@return the table with one more entry}
    ///
    /// @throws VfioUserException with EEXIST when it overlaps another
    DmaTable with(final Entry entry) {
        int at = 0;
        while (at < entries.length && entries[at].iova < entry.iova) {
            at++;
        }
        final boolean overlaps = at > 0 && entries[at - 1].end() > entry.iova || at < entries.length && entry.end() > entries[at].iova;
        if (overlaps) {
            throw new VfioUserException(named("DMA_MAP", entry.iova, entry.length), Errno.EEXIST, "it overlaps another mapping");
        }
        final Entry[] more = new Entry[entries.length + 1];
        System.arraycopy(entries, 0, more, 0, at);
        more[at] = entry;
        System.arraycopy(entries, at, more, at + 1, entries.length - at);
        return new DmaTable(more);
    }

    /// {@return the table without an entry}
    ///
    /// @throws VfioUserException with ENOENT when there is no entry of exactly this range
    DmaTable without(final long iova, final long length) {
        final List<Entry> fewer = new ArrayList<>(entries.length);
        for (final Entry entry : entries) {
            if (entry.iova != iova || entry.length != length) {
                fewer.add(entry);
            }
        }
        if (fewer.size() == entries.length) {
            throw new VfioUserException(named("DMA_UNMAP", iova, length), Errno.ENOENT, "no mapping has exactly this range");
        }
        return new DmaTable(fewer.toArray(Entry[]::new));
    }

    /// Checks a range as it comes from a peer or a caller.
    ///
    /// @throws VfioUserException with EINVAL
    static void requireRange(final String operation, final long iova, final long length) {
        if (iova < 0 || length <= 0 || iova + length < 0) {
            throw new VfioUserException(named(operation, iova, length), Errno.EINVAL,
                "a range has a length and ends below 2^63");
        }
    }

    static String named(final String operation, final long iova, final long length) {
        return operation + "(0x" + Long.toHexString(iova) + ", 0x" + Long.toHexString(length) + " bytes)";
    }
}
