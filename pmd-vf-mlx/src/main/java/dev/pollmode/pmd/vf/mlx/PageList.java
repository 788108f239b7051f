package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.Layout;
import dev.pollmode.mlx5.prm.Struct;

/// The list of pages of a ring, as it ends the command that makes its queue. Pages of 4 KiB: neighbours for us may be none for the device.
final class PageList {
    private PageList() {
    }

    /// {@return an input with room for the list, and the list in it}
    ///
    /// @param layout of the input, which the list follows
    /// @param ring address of the ring, at the beginning of a page
    /// @param length of the ring in bytes
    static Struct append(final Layout layout, final DmaMemory memory, final long ring, final long length) {
        final int count = (int) ((length + DmaMemory.PAGE - 1) / DmaMemory.PAGE);
        final Struct in = layout.allocate(count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            in.setLong(layout.size() + i * Long.BYTES, memory.iova(ring + (long) i * DmaMemory.PAGE));
        }
        return in;
    }
}
