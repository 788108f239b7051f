package dev.pollmode.vfio.user;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The memory that a client has shared: the receiving thread of the link changes it, threads of the device use it.
///
/// A change is published first and waited for then: an unmapping returns when every [View] is outside a round of work or
/// has begun a later one. A device that stays inside for [#PATIENCE_NS] keeps the memory: it is never unmapped under it.
final class ServerMemory {
    /// How long an unmapping waits for the device.
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    /// How long a message to the client may take.
    static final long CALL_NS = TimeUnit.SECONDS.toNanos(5);

    private static final System.Logger LOG = System.getLogger("pollmode.vfio.user");
    private static final int SEEK_END = 2;
    private static final int KNOWN_FLAGS = DmaMapMessage.READ | DmaMapMessage.WRITE | DmaMapMessage.MMAP | DmaMapMessage.FILE_IO;

    private final Link link;
    private final List<View> views = new CopyOnWriteArrayList<>();
    private volatile DmaTable table = DmaTable.EMPTY;
    private int maxTransfer = Capabilities.DEFAULTS.maxTransfer();

    ServerMemory(final Link link) {
        this.link = link;
    }

    /// Takes up what the client said of itself.
    void limit(final int bytes) {
        maxTransfer = Math.min(bytes, Capabilities.OURS_TRANSFER);
    }

    /// {@return a new view, for one thread of the device}
    GuestMemory view() {
        final View view = new View();
        views.add(view);
        return view;
    }

    int mappings() {
        return table.size();
    }

    // ---- the receiving thread

    /// Adds what a client shares.
    ///
    /// @throws VfioUserException or SysException with the errno for the reply
    void map(final DmaMapMessage request, final ReceivedFds fds) {
        DmaTable.requireRange("DMA_MAP", request.address(), request.size());
        if ((request.flags() & ~KNOWN_FLAGS) != 0) {
            throw refused(request, Errno.EINVAL, "unknown flags 0x" + Integer.toHexString(request.flags()));
        }
        if (table.size() >= Capabilities.OURS.maxDmaMaps()) {
            throw refused(request, Errno.ENOSPC, "there are " + table.size() + " mappings already");
        }
        if (fds.count() > 1) {
            throw refused(request, Errno.EINVAL, "it came with " + fds.count() + " descriptors");
        }
        if (fds.count() == 0 && (request.flags() & (DmaMapMessage.MMAP | DmaMapMessage.FILE_IO)) != 0) {
            throw refused(request, Errno.EINVAL, "its flags ask for a descriptor");
        }
        // An overlap is found before anything is mapped.
        table.with(new DmaTable.Entry(request.address(), request.size(), 0, 0, null));
        final Mapping mapping = fds.count() == 0 ? null : mapFile(request, fds);
        final int access = request.flags() & (GuestMemory.READ | GuestMemory.WRITE);
        table = table.with(new DmaTable.Entry(request.address(), request.size(), access, mapping == null ? 0 : mapping.address(), mapping));
    }

    private static Mapping mapFile(final DmaMapMessage request, final ReceivedFds fds) {
        try (Fd file = fds.take(0)) {
            final String what = DmaTable.named("DMA_MAP", request.address(), request.size());
            // Memory beyond the end of the file would be a SIGBUS at the first access.
            final long size = SysException.check(FileCalls.lseek(CallState.current(), file.number(), 0, SEEK_END), "lseek(" + what + ")");
            if (!SparseMmap.inside(request.offset(), request.size(), size)) {
                throw refused(request, Errno.EINVAL, "the file has " + size + " bytes");
            }
            final int protection = ((request.flags() & GuestMemory.READ) != 0 ? Mapping.PROT_READ : 0)
                | ((request.flags() & GuestMemory.WRITE) != 0 ? Mapping.PROT_WRITE : 0);
            return Mapping.map(file.number(), request.offset(), request.size(), protection, Mapping.MAP_SHARED, what);
        }
    }

    /// Removes what a client does not share any more, when the device has let go.
    ///
    /// @throws VfioUserException with ENOENT, or EBUSY when the device does not let go
    void unmap(final DmaUnmapMessage request) {
        if (request.flags() == DmaUnmapMessage.ALL) {
            if (request.address() != 0 || request.size() != 0) {
                throw new VfioUserException("DMA_UNMAP(all)", Errno.EINVAL, "address and size must be 0");
            }
            unmapAll();
            return;
        }
        if (request.flags() != 0) {
            throw new VfioUserException("DMA_UNMAP", Errno.EINVAL, "unknown flags 0x" + Integer.toHexString(request.flags()));
        }
        final DmaTable before = table;
        final DmaTable after = before.without(request.address(), request.size());
        table = after;
        if (!awaitViews()) {
            throw new VfioUserException(DmaTable.named("DMA_UNMAP", request.address(), request.size()), Errno.EBUSY,
                "the device does not let go of memory; it stays mapped");
        }
        release(before.find(request.address(), request.size()));
    }

    /// Removes everything, at the end of a link or on request.
    void unmapAll() {
        final DmaTable before = table;
        table = DmaTable.EMPTY;
        if (before.size() > 0 && !awaitViews()) {
            LOG.log(System.Logger.Level.ERROR, "the device does not let go of memory; " + before.size() + " mappings stay");
            return;
        }
        before.entries().forEach(ServerMemory::release);
    }

    private static void release(final DmaTable.Entry entry) {
        if (entry.owner() instanceof final Mapping mapping) {
            mapping.close();
        }
    }

    private boolean awaitViews() {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        for (final View view : views) {
            final long round = view.round();
            while (view.stillIn(round)) {
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                // A device inside a round may be waiting for a reply that this thread has to receive.
                if (link.isEnded()) {
                    Thread.onSpinWait();
                } else {
                    link.pump(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }
        return true;
    }

    private static VfioUserException refused(final DmaMapMessage request, final int errno, final String why) {
        return new VfioUserException(DmaTable.named("DMA_MAP", request.address(), request.size()), errno, why);
    }

    // ---- threads of the device

    private final class View implements GuestMemory {
        private static final VarHandle ROUND;

        static {
            try {
                ROUND = MethodHandles.lookup().findVarHandle(View.class, "round", long.class);
            } catch (final ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        // Odd while inside. One writer: the thread of the device.
        private long round;
        private DmaTable current = DmaTable.EMPTY;
        private DmaTable.Entry last;

        @Override
        public void enter() {
            // Volatile: the mark must be visible before the table is read.
            ROUND.setVolatile(this, round + 1);
            final DmaTable now = table;
            if (now != current) {
                current = now;
                last = null;
            }
        }

        @Override
        public void exit() {
            // Release: what was done to the memory is done before.
            ROUND.setRelease(this, round + 1);
        }

        private long round() {
            return (long) ROUND.getVolatile(this);
        }

        private boolean stillIn(final long seen) {
            return (seen & 1) != 0 && round() == seen;
        }

        @Override
        public long find(final long iova, final long length, final int access) {
            final DmaTable.Entry entry = entry(iova, length);
            if (entry == null || entry.address() == 0 || (entry.access() & access) != access) {
                return 0;
            }
            return entry.address() + (iova - entry.iova());
        }

        private DmaTable.Entry entry(final long iova, final long length) {
            final DmaTable.Entry recent = last;
            if (recent != null && SparseMmap.inside(iova - recent.iova(), length, recent.length())) {
                return recent;
            }
            final DmaTable.Entry entry = current.find(iova, length);
            if (entry != null) {
                last = entry;
            }
            return entry;
        }

        @Override
        public boolean read(final long iova, final MemorySegment to) {
            final long length = to.byteSize();
            final long address = find(iova, length, READ);
            if (address != 0) {
                MemorySegment.copy(Mem.segment(address, length), 0, to, 0, length);
                return true;
            }
            return reachable(iova, length, READ) && readByMessages(iova, to);
        }

        @Override
        public boolean write(final long iova, final MemorySegment from) {
            final long length = from.byteSize();
            final long address = find(iova, length, WRITE);
            if (address != 0) {
                MemorySegment.copy(from, 0, Mem.segment(address, length), 0, length);
                return true;
            }
            return reachable(iova, length, WRITE) && writeByMessages(iova, from);
        }

        private boolean reachable(final long iova, final long length, final int access) {
            final DmaTable.Entry entry = entry(iova, length);
            return entry != null && (entry.access() & access) == access;
        }
    }

    private boolean readByMessages(final long iova, final MemorySegment to) {
        for (long done = 0; done < to.byteSize(); done += maxTransfer) {
            final long count = Math.min(maxTransfer, to.byteSize() - done);
            final Body request = Body.of(new DmaAccess(iova + done, count).toBytes());
            final MemorySegment reply = call(Command.DMA_READ, request, iova + done, count, DmaAccess.SIZE + count);
            if (reply == null) {
                return false;
            }
            MemorySegment.copy(reply, DmaAccess.SIZE, to, done, count);
        }
        return true;
    }

    private boolean writeByMessages(final long iova, final MemorySegment from) {
        for (long done = 0; done < from.byteSize(); done += maxTransfer) {
            final long count = Math.min(maxTransfer, from.byteSize() - done);
            final Body request = Body.of(new DmaAccess(iova + done, count).toBytes(), from.asSlice(done, count));
            if (call(Command.DMA_WRITE, request, iova + done, count, DmaAccess.SIZE) == null) {
                return false;
            }
        }
        return true;
    }

    private MemorySegment call(final int command, final Body request, final long iova, final long count, final long atLeast) {
        try {
            final Message reply = link.call(command, request, CALL_NS);
            reply.fds().close();
            if (reply.payload().byteSize() >= atLeast) {
                final DmaAccess echo = DmaAccess.read(reply.payload());
                if (echo.address() == iova && echo.count() == count) {
                    return reply.payload();
                }
            }
            LOG.log(System.Logger.Level.WARNING, Command.name(command) + " got a reply to something else");
        } catch (final VfioUserException e) {
            LOG.log(System.Logger.Level.DEBUG, e::getMessage);
        }
        return null;
    }
}
