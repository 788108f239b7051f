package dev.pollmode.vfio.user;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.Poll;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The interrupts of a device as a client has set them up. Any thread: a lock keeps a descriptor open while it is written.
///
/// A masked interrupt that is triggered stays pending and is delivered by the unmasking, as the pending bit of MSI-X does.
///
/// | request              | none                         | bytes                  | eventfds                         |
/// |----------------------|------------------------------|------------------------|----------------------------------|
/// | trigger              | fire; count 0: take all away | fire where the byte is set | set, or take away when none came |
/// | mask, unmask         | do it                        | do it where it is set  | refused: nobody masks but the client |
final class IrqTable implements AutoCloseable {
    private static final int EVENT_SIZE = Long.BYTES;

    private final List<DeviceIrq> irqs;
    private final Vector[][] vectors;
    private final Mapping one = Mapping.anonymous(EVENT_SIZE);
    private boolean closed;

    private static final class Vector {
        private Fd eventFd;
        private boolean masked;
        private boolean pending;
    }

    /// @param irqs the interrupt indices of the device
    IrqTable(final List<DeviceIrq> irqs) {
        this.irqs = List.copyOf(irqs);
        this.vectors = new Vector[irqs.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new Vector[irqs.get(i).count()];
            for (int j = 0; j < vectors[i].length; j++) {
                vectors[i][j] = new Vector();
            }
        }
        Mem.putLong(one.address(), 1);
    }

    /// Fires an interrupt.
    ///
    /// @return whether the client was told; not when it has set no eventfd, or masks it, or is gone
    /// @throws IndexOutOfBoundsException when the device has no such interrupt
    synchronized boolean trigger(final int index, final int vector) {
        return fire(vectors[index][vector]);
    }

    /// {@return whether the client has set an eventfd}
    synchronized boolean isSet(final int index, final int vector) {
        return vectors[index][vector].eventFd != null;
    }

    /// Does what a client asks.
    ///
    /// @param request the fixed part
    /// @param data    what follows it
    /// @param fds     what came along
    /// @throws VfioUserException with EINVAL
    synchronized void set(final VfioIrqSet request, final MemorySegment data, final ReceivedFds fds) {
        final Vector[] all = check(request, data, fds);
        final int action = request.flags() & Vfio.IRQ_SET_ACTION_ALL;
        final int form = request.flags() & Vfio.IRQ_SET_DATA_MASK;
        if (request.count() == 0) {
            reset(all, 0, all.length);
            return;
        }
        if (form == Vfio.IRQ_SET_DATA_EVENTFD) {
            assign(all, request, fds);
            return;
        }
        for (int i = 0; i < request.count(); i++) {
            if (form == Vfio.IRQ_SET_DATA_NONE || data.get(ValueLayout.JAVA_BYTE, i) != 0) {
                act(all[request.start() + i], action);
            }
        }
    }

    private Vector[] check(final VfioIrqSet request, final MemorySegment data, final ReceivedFds fds) {
        final int action = request.flags() & Vfio.IRQ_SET_ACTION_ALL;
        final int form = request.flags() & Vfio.IRQ_SET_DATA_MASK;
        require(request, Integer.bitCount(action) == 1 && Integer.bitCount(form) == 1 && (action | form) == request.flags(),
            "flags are one data form and one action");
        require(request, request.index() >= 0 && request.index() < vectors.length, "no such index");
        final Vector[] all = vectors[request.index()];
        require(request, request.start() >= 0 && request.count() >= 0
            && SparseMmap.inside(request.start(), request.count(), all.length), "the device has " + all.length);
        require(request, request.count() > 0
            || request.start() == 0 && action == Vfio.IRQ_SET_ACTION_TRIGGER && form == Vfio.IRQ_SET_DATA_NONE,
            "a count of 0 goes with start 0, no data, and the trigger action");
        require(request, form != Vfio.IRQ_SET_DATA_BOOL || data.byteSize() == request.count(), "a byte for each interrupt");
        require(request, form == Vfio.IRQ_SET_DATA_EVENTFD ? fds.count() == 0 || fds.count() == request.count() : fds.count() == 0,
            "it came with " + fds.count() + " descriptors");
        require(request, action == Vfio.IRQ_SET_ACTION_TRIGGER
            || form != Vfio.IRQ_SET_DATA_EVENTFD && (irqs.get(request.index()).flags() & Vfio.IRQ_INFO_MASKABLE) != 0,
            "it cannot be masked this way");
        return all;
    }

    private static void require(final VfioIrqSet request, final boolean holds, final String why) {
        if (!holds) {
            throw new VfioUserException("DEVICE_SET_IRQS(" + Vfio.irqName(request.index()) + ", start "
                + Integer.toUnsignedString(request.start()) + ", count " + Integer.toUnsignedString(request.count()) + ", flags 0x"
                + Integer.toHexString(request.flags()) + ")", Errno.EINVAL, why);
        }
    }

    private static void assign(final Vector[] all, final VfioIrqSet request, final ReceivedFds fds) {
        for (int i = 0; i < fds.count(); i++) {
            require(request, isEventFd(fds.peek(i)), "descriptor " + i + " is not an eventfd");
        }
        reset(all, request.start(), request.count());
        for (int i = 0; i < fds.count(); i++) {
            all[request.start() + i].eventFd = fds.take(i);
        }
    }

    // Writing to anything else might block the device.
    private static boolean isEventFd(final int number) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString().equals("anon_inode:[eventfd]");
        } catch (final IOException e) {
            return false;
        }
    }

    private void act(final Vector vector, final int action) {
        switch (action) {
            case Vfio.IRQ_SET_ACTION_MASK -> vector.masked = true;
            case Vfio.IRQ_SET_ACTION_UNMASK -> {
                vector.masked = false;
                if (vector.pending) {
                    vector.pending = false;
                    fire(vector);
                }
            }
            default -> fire(vector);
        }
    }

    private boolean fire(final Vector vector) {
        if (vector.masked) {
            vector.pending = true;
            return false;
        }
        // A full counter would block: then the client has 2^64-2 events to see already.
        return vector.eventFd != null && Poll.writable(vector.eventFd.number(), 0)
            && FileCalls.write(CallState.current(), vector.eventFd.number(), one.address(), EVENT_SIZE) == EVENT_SIZE;
    }

    private static void reset(final Vector[] all, final int start, final int count) {
        for (int i = start; i < start + count; i++) {
            if (all[i].eventFd != null) {
                all[i].eventFd.close();
                all[i].eventFd = null;
            }
            all[i].masked = false;
            all[i].pending = false;
        }
    }

    /// Closes what the client has set; triggering does nothing any more.
    @Override
    public synchronized void close() {
        for (final Vector[] all : vectors) {
            reset(all, 0, all.length);
        }
        if (!closed) {
            closed = true;
            one.close();
        }
    }
}
