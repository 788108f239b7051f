package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.sys.Mem;

/// Moves bytes between work requests' buffers and our memory, as keys permit. Device thread only.
final class KeyAccess {
    /// All went well; other results are syndromes of completions.
    static final int OK = 0;

    private final Hca hca;

    KeyAccess(final Hca hca) {
        this.hca = hca;
    }

    /// Copies from a driver's buffer.
    ///
    /// @param lkey key
    /// @param reserved whether the reserved key may be used
    /// @param domain protection domain of the queue
    /// @param address of the buffer under that key
    /// @param count bytes
    /// @param local where to
    /// @return [#OK] or a syndrome
    int read(final int lkey, final boolean reserved, final Plain domain, final long address, final int count, final long local) {
        if (lkey == ObjectCommands.NULL_MKEY) {
            Mem.fill(local, count, (byte) 0);
            return OK;
        }
        return move(lkey, reserved, domain, address, count, local, DeviceMemory.READ);
    }

    /// Copies into a driver's buffer; see [#read].
    int write(final int lkey, final boolean reserved, final Plain domain, final long address, final int count, final long local) {
        return lkey == ObjectCommands.NULL_MKEY ? OK : move(lkey, reserved, domain, address, count, local, DeviceMemory.WRITE);
    }

    private int move(final int lkey, final boolean reserved, final Plain domain, final long address, final int count, final long local, final int access) {
        if (lkey == ObjectCommands.RESERVED_LKEY) {
            return !reserved ? Cqe.SYNDROME_LOCAL_PROTECTION : transfer(address, local, count, access) ? OK : Cqe.SYNDROME_LOCAL_ACCESS;
        }
        final MemoryKey key = hca.keys.find(lkey >>> 8);
        if (key == null || !key.permits(lkey, domain.number(), address, count, access)) {
            return Cqe.SYNDROME_LOCAL_PROTECTION;
        }
        int done = 0;
        while (done < count) {
            final int part = (int) Math.min(count - done, key.contiguous(address + done));
            final long iova = key.iova(address + done, access);
            if (iova < 0) {
                return Cqe.SYNDROME_LOCAL_PROTECTION;
            }
            if (!transfer(iova, local + done, part, access)) {
                return Cqe.SYNDROME_LOCAL_ACCESS;
            }
            done += part;
        }
        return OK;
    }

    private boolean transfer(final long iova, final long local, final int count, final int access) {
        final DeviceMemory memory = hca.dma.memory();
        return access == DeviceMemory.READ ? memory.read(iova, local, count) : memory.write(iova, local, count);
    }
}
