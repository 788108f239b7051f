package dev.pollmode.eal;

import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Mapping;

/// What holds a region: a mapping, and the file behind it if there is one.
///
/// @param mapping  the mapped area
/// @param fd       the file, null for private memory
/// @param pageSize size of its pages in bytes
/// @param pinned   whether its pages stay where they are in physical memory
record Backing(Mapping mapping, Fd fd, long pageSize, boolean pinned) implements AutoCloseable {
    @Override
    public void close() {
        try {
            mapping.close();
        } finally {
            if (fd != null) {
                fd.close();
            }
        }
    }
}
