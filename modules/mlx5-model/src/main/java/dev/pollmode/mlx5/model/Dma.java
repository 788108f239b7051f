package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;

/// Reads and writes the driver's memory in the forms the device needs, all big-endian.
///
/// Every address here was written by the driver and is looked up anew for each access; a failure is a return value. Device thread only.
final class Dma {
    /// What [#readWord] returns when the address cannot be read.
    static final long FAULT = -1;

    private static final int SCRATCH_SIZE = 4096;

    private final DeviceMemory memory;
    private final long scratch;

    Dma(final DeviceMemory memory, final Arena arena) {
        this.memory = memory;
        this.scratch = arena.allocate(SCRATCH_SIZE, 64).address();
    }

    DeviceMemory memory() {
        return memory;
    }

    /// {@return a 32-bit word, unsigned, or [#FAULT]; an aligned word is read with acquire, for it tells that others are there}
    long readWord(final long iova) {
        final long address = memory.find(iova, Integer.BYTES, DeviceMemory.READ);
        if (address != 0 && (address & 3) == 0) {
            return Integer.reverseBytes(Mem.getIntAcquire(address)) & 0xffffffffL;
        }
        return memory.read(iova, scratch, Integer.BYTES) ? Mem.getIntBe(scratch) & 0xffffffffL : FAULT;
    }

    boolean read(final long iova, final Struct to) {
        for (int done = 0; done < to.length(); done += SCRATCH_SIZE) {
            final int part = Math.min(SCRATCH_SIZE, to.length() - done);
            if (!memory.read(iova + done, scratch, part)) {
                return false;
            }
            Mem.copy(scratch, to.array(), to.arrayOffset() + done, part);
        }
        return true;
    }

    boolean write(final long iova, final Struct from) {
        for (int done = 0; done < from.length(); done += SCRATCH_SIZE) {
            final int part = Math.min(SCRATCH_SIZE, from.length() - done);
            Mem.copy(from.array(), from.arrayOffset() + done, scratch, part);
            if (!memory.write(iova + done, scratch, part)) {
                return false;
            }
        }
        return true;
    }

    /// Writes an entry whose last byte tells software that it is there.
    boolean writeEntry(final long iova, final long entry, final int size) {
        final long address = memory.find(iova, size, DeviceMemory.WRITE);
        if (address == 0) {
            return memory.write(iova, entry, size);
        }
        Mem.copy(entry, address, size - 1);
        // Release: software that sees the owner bit must see the rest.
        Mem.putByteRelease(address + size - 1, Mem.getByte(entry + size - 1));
        return true;
    }

    /// Writes a byte that tells software that everything written before is there.
    boolean writeByteLast(final long iova, final int value) {
        final long address = memory.find(iova, 1, DeviceMemory.WRITE);
        if (address == 0) {
            Mem.putByte(scratch, (byte) value);
            return memory.write(iova, scratch, 1);
        }
        Mem.putByteRelease(address, (byte) value);
        return true;
    }
}
