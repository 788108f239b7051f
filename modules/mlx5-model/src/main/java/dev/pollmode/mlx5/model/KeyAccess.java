package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.sys.Mem;

/// Moves bytes between work requests' buffers and our memory, as keys permit. Device thread only.
final class KeyAccess {
    /// All went well; other results are syndromes of completions.
    static final int OK = 0;

    /// How many keys may lead to each other.
    static final int MAX_DEPTH = 4;

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
        return move(lkey, reserved, domain, address, count, local, DeviceMemory.READ, 0);
    }

    /// Copies into a driver's buffer; see [#read].
    int write(final int lkey, final boolean reserved, final Plain domain, final long address, final int count, final long local) {
        return move(lkey, reserved, domain, address, count, local, DeviceMemory.WRITE, 0);
    }

    private int move(final int lkey, final boolean reserved, final Plain domain, final long address, final int count, final long local, final int access,
                     final int depth) {
        if (lkey == ObjectCommands.NULL_MKEY) {
            return nothing(local, count, access);
        }
        if (lkey == ObjectCommands.RESERVED_LKEY) {
            return !reserved ? Cqe.SYNDROME_LOCAL_PROTECTION : transfer(address, local, count, access) ? OK : Cqe.SYNDROME_LOCAL_ACCESS;
        }
        final MemoryKey key = depth > MAX_DEPTH ? null : hca.keys.find(lkey >>> 8);
        if (key == null || !key.permits(lkey, domain, address, count, access)) {
            return Cqe.SYNDROME_LOCAL_PROTECTION;
        }
        if (key.isPhysical()) {
            return transfer(address, local, count, access) ? OK : Cqe.SYNDROME_LOCAL_ACCESS;
        }
        int syndrome = OK;
        for (int done = 0; done < count && syndrome == OK;) {
            final long at = address + done;
            final int part = (int) Math.min(count - done, key.contiguous(at));
            if (!key.isIndirect()) {
                syndrome = translated(key.iova(at, access), part, local + done, access);
            } else if (key.nextKey(at) == 0) {
                syndrome = Cqe.SYNDROME_LOCAL_PROTECTION;
            } else {
                syndrome = move(key.nextKey(at), reserved, domain, key.nextAddress(at), part, local + done, access, depth + 1);
            }
            done += part;
        }
        return syndrome;
    }

    /// What is written under the null key is lost, what is read is zero.
    private static int nothing(final long local, final int count, final int access) {
        if (access == DeviceMemory.READ) {
            Mem.fill(local, count, (byte) 0);
        }
        return OK;
    }

    private int translated(final long iova, final int count, final long local, final int access) {
        return iova < 0 ? Cqe.SYNDROME_LOCAL_PROTECTION : transfer(iova, local, count, access) ? OK : Cqe.SYNDROME_LOCAL_ACCESS;
    }

    private boolean transfer(final long iova, final long local, final int count, final int access) {
        final DeviceMemory memory = hca.dma.memory();
        return access == DeviceMemory.READ ? memory.read(iova, local, count) : memory.write(iova, local, count);
    }
}
