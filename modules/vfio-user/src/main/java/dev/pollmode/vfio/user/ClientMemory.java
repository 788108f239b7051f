package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory that we have shared, for a server that reads or writes it by messages. A lock keeps it from being given back
/// while a message is served.
final class ClientMemory {
    private DmaTable table = DmaTable.EMPTY;

    synchronized void add(final DmaTable.Entry entry) {
        table = table.with(entry);
    }

    synchronized void remove(final long iova, final long length) {
        table = table.without(iova, length);
    }

    synchronized boolean has(final long iova, final long length) {
        final DmaTable.Entry entry = table.find(iova, length);
        return entry != null && entry.iova() == iova && entry.length() == length;
    }

    synchronized int size() {
        return table.size();
    }

    synchronized Body read(final MemorySegment payload) {
        final DmaAccess access = DmaAccess.read(payload);
        final long address = locate(Command.DMA_READ, access, GuestMemory.READ);
        // The copy is made now: the reply is sent without the lock.
        final byte[] data = Mem.bytes(address, (int) access.count());
        return Body.of(access.toBytes(), MemorySegment.ofArray(data));
    }

    synchronized Body write(final MemorySegment payload) {
        final DmaAccess access = DmaAccess.read(payload);
        if (payload.byteSize() - DmaAccess.SIZE != access.count()) {
            throw new VfioUserException(name(Command.DMA_WRITE, access), Errno.EINVAL,
                "the message has " + (payload.byteSize() - DmaAccess.SIZE) + " bytes of data");
        }
        final long address = locate(Command.DMA_WRITE, access, GuestMemory.WRITE);
        MemorySegment.copy(payload, ValueLayout.JAVA_BYTE, DmaAccess.SIZE, Mem.segment(address, access.count()), ValueLayout.JAVA_BYTE, 0,
            access.count());
        return Body.of(access.toBytes());
    }

    private long locate(final int command, final DmaAccess access, final int needed) {
        if (access.count() < 0 || access.count() > Capabilities.OURS_TRANSFER) {
            throw new VfioUserException(name(command, access), Errno.EINVAL, "at most " + Capabilities.OURS_TRANSFER + " bytes");
        }
        final DmaTable.Entry entry = table.find(access.address(), access.count());
        if (entry == null || (entry.access() & needed) == 0) {
            throw new VfioUserException(name(command, access), Errno.EFAULT, "this memory is not shared for it");
        }
        return entry.address() + (access.address() - entry.iova());
    }

    private static String name(final int command, final DmaAccess access) {
        return DmaTable.named(Command.name(command), access.address(), access.count());
    }
}
