package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixSocket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Drives a device that another process serves over vfio-user.
///
/// A thread of the client receives: it delivers replies, serves `DMA_READ` and `DMA_WRITE` of the server, and notices when
/// the server is gone. All methods may be called by any thread, except from the callback of [#onDisconnect]. Methods that ask
/// the device something wait for its answer and throw [VfioUserException] with the errno of an error reply, ETIMEDOUT, or
/// ENOTCONN when the server is gone. [#post] is the exception: it neither waits for an answer nor throws nor allocates.
///
/// Memory that is shared must stay until [#unmapMemory] returns, or the client is closed.
public final class VfioUserClient implements AutoCloseable {
    /// How long a command may take, unless said otherwise.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final Link link;
    private final Exchange exchange;
    private final ClientRegions regions;
    private final ClientRegisters registers;
    private final Thread receiver;
    private final ClientMemory memory = new ClientMemory();
    private final Object disconnectLock = new Object();
    private Runnable disconnected = () -> { };
    private boolean disconnectSeen;
    private Capabilities peer = Capabilities.DEFAULTS;
    private VfioDeviceInfo info;
    private Link twin;
    private Thread twinReceiver;

    private VfioUserClient(final Fd socket, final String name, final Duration timeout) {
        this.link = new Link(socket, this::serve);
        this.exchange = new Exchange(link, name, timeout.toNanos());
        this.regions = new ClientRegions(exchange);
        this.registers = new ClientRegisters(exchange);
        this.receiver = Thread.ofPlatform().daemon().name("vfio-user " + name).unstarted(this::receive);
    }

    /// Connects to the server of a device and agrees on the protocol.
    ///
    /// @param path of the server's socket
    /// @return a client, to be closed by the caller
    /// @throws SysException when nobody listens there, or no agreement is found
    public static VfioUserClient connect(final Path path) {
        return connect(path, DEFAULT_TIMEOUT);
    }

    /// Connects to the server of a device and agrees on the protocol.
    ///
    /// @param path    of the server's socket
    /// @param timeout how long a command may take
    /// @return a client, to be closed by the caller
    /// @throws SysException when nobody listens there, or no agreement is found
    public static VfioUserClient connect(final Path path, final Duration timeout) {
        return over(UnixSocket.connect(path.toString(), UnixSocket.Type.STREAM).fd(), path.toString(), timeout);
    }

    /// Agrees on the protocol over a socket that is connected already.
    ///
    /// @param socket  a stream socket, owned by the client from now on
    /// @param name    for messages and the thread
    /// @param timeout how long a command may take
    /// @return a client, to be closed by the caller
    /// @throws VfioUserException when no agreement is found
    public static VfioUserClient over(final Fd socket, final String name, final Duration timeout) {
        final VfioUserClient client = new VfioUserClient(socket, name, timeout);
        client.receiver.start();
        try {
            client.agree();
            return client;
        } catch (final RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void agree() {
        final VersionMessage proposal = new VersionMessage(VersionMessage.MAJOR, VersionMessage.MINOR, Capabilities.OURS.toJson());
        try (ReceivedFds fds = new ReceivedFds()) {
            take(VersionMessage.read(exchange.ask(Command.VERSION, Body.of(proposal.toBytes()), 0, fds)), fds);
        }
        final VfioDeviceInfo request = new VfioDeviceInfo(VfioDeviceInfo.SIZE, 0, 0, 0);
        final byte[] bytes = new byte[VfioDeviceInfo.SIZE];
        request.write(MemorySegment.ofArray(bytes));
        info = VfioDeviceInfo.read(exchange.ask(Command.DEVICE_GET_INFO, Body.of(bytes), VfioDeviceInfo.SIZE));
    }

    private void take(final VersionMessage answer, final ReceivedFds fds) {
        if (answer.major() != VersionMessage.MAJOR || answer.minor() > VersionMessage.MINOR) {
            throw exchange.failed("VERSION", Errno.EPROTO, "the server answered version " + answer.major() + "." + answer.minor());
        }
        peer = Capabilities.parse(answer.json());
        registers.limit(peer);
        if (peer.twin().supported()) {
            // The server sends its commands here, and nothing else.
            twin = new Link(fds.take(peer.twin().fdIndex()), this::serve);
            twinReceiver = Thread.ofPlatform().daemon().name(receiver.getName() + " twin").start(twin::run);
        }
    }

    // ---- what the device is

    /// {@return what the device consists of}
    public VfioDeviceInfo info() {
        return info;
    }

    /// Asks for a region and maps those parts of it that the server lets us map.
    ///
    /// @param index of the region
    /// @return the region, whose mappings are released by [#close()]
    public ClientRegion region(final int index) {
        return regions.open(index);
    }

    // ---- registers

    /// Reads registers.
    ///
    /// @param region index of the region
    /// @param offset in the region
    /// @param to     gets as many bytes as it is long
    public void read(final int region, final long offset, final MemorySegment to) {
        registers.read(region, offset, to);
    }

    /// Writes registers, and waits until the device has taken them.
    ///
    /// @param region index of the region
    /// @param offset in the region
    /// @param from   the bytes
    public void write(final int region, final long offset, final MemorySegment from) {
        registers.write(region, offset, from);
    }

    /// Writes a register without waiting for the device: later commands are taken after it, none is lost while the link is
    /// up. May wait while the socket's buffer is full. Does not throw or allocate.
    ///
    /// @param region index of the region
    /// @param offset in the region
    /// @param value  the bytes, in the order of the host
    /// @param width  1, 2, 4 or 8
    /// @return false when the server is gone
    public boolean post(final int region, final long offset, final long value, final int width) {
        return link.postWrite(region, offset, value, width);
    }

    /// A register write of [#writeMultiple].
    ///
    /// @param region index of the region
    /// @param offset in the region
    /// @param value  the bytes, in the order of the host
    /// @param width  1 to 8
    public record RegisterWrite(int region, long offset, long value, int width) {
    }

    /// Writes several registers with one message where the server can, else one after the other; waits until all are done.
    ///
    /// @param writes in their order
    public void writeMultiple(final List<RegisterWrite> writes) {
        registers.writeMultiple(writes);
    }

    /// A part of a region that can be signalled by an eventfd instead of a write.
    ///
    /// @param offset    in the region
    /// @param size      width of the write in bytes, or 0 for any
    /// @param eventFd   what to write to; the caller closes it
    /// @param flags     of `KVM_IOEVENTFD`; 1: only the value below
    /// @param dataMatch the value
    public record Doorbell(long offset, long size, Fd eventFd, int flags, long dataMatch) {
    }

    /// Asks by which descriptors parts of a region can be signalled (`DEVICE_GET_REGION_IO_FDS`). Forms other than plain
    /// ioeventfds are left out.
    ///
    /// @param region index of the region
    /// @return the parts; the caller closes their descriptors, each of which is its own
    public List<Doorbell> doorbells(final int region) {
        return regions.doorbells(region);
    }

    // ---- interrupts

    /// Asks for an interrupt index.
    ///
    /// @param index as in [Vfio#IRQ_MSIX]
    /// @return what it has
    public VfioIrqInfo irq(final int index) {
        final byte[] request = new byte[VfioIrqInfo.SIZE];
        new VfioIrqInfo(VfioIrqInfo.SIZE, 0, index, 0).write(MemorySegment.ofArray(request));
        final VfioIrqInfo irq = VfioIrqInfo.read(exchange.ask(Command.DEVICE_GET_IRQ_INFO, Body.of(request), VfioIrqInfo.SIZE));
        if (irq.index() != index || irq.count() < 0) {
            throw exchange.failed("DEVICE_GET_IRQ_INFO", Errno.EPROTO, "the server described something else");
        }
        return irq;
    }

    /// Lets interrupts be told through eventfds.
    ///
    /// @param index    as in [Vfio#IRQ_MSIX]
    /// @param start    first interrupt
    /// @param eventFds one each; they stay the caller's and may be closed afterwards
    public void setIrqs(final int index, final int start, final int... eventFds) {
        final int most = Math.clamp(peer.maxMessageFds(), 1, Channel.MAX_FDS);
        for (int done = 0; done < eventFds.length; done += most) {
            final int count = Math.min(most, eventFds.length - done);
            final int[] part = new int[count];
            System.arraycopy(eventFds, done, part, 0, count);
            act(index, start + done, count, Vfio.IRQ_SET_DATA_EVENTFD | Vfio.IRQ_SET_ACTION_TRIGGER, part);
        }
    }

    /// Takes all eventfds of an index away.
    ///
    /// @param index as in [Vfio#IRQ_MSIX]
    public void disableIrqs(final int index) {
        act(index, 0, 0, Vfio.IRQ_SET_DATA_NONE | Vfio.IRQ_SET_ACTION_TRIGGER);
    }

    /// Masks or unmasks an interrupt.
    ///
    /// @param index  as in [Vfio#IRQ_MSIX]
    /// @param vector of the index
    /// @param masked whether to mask
    public void maskIrq(final int index, final int vector, final boolean masked) {
        act(index, vector, 1, Vfio.IRQ_SET_DATA_NONE | (masked ? Vfio.IRQ_SET_ACTION_MASK : Vfio.IRQ_SET_ACTION_UNMASK));
    }

    /// Fires an interrupt as if the device had.
    ///
    /// @param index  as in [Vfio#IRQ_MSIX]
    /// @param vector of the index
    public void triggerIrq(final int index, final int vector) {
        act(index, vector, 1, Vfio.IRQ_SET_DATA_NONE | Vfio.IRQ_SET_ACTION_TRIGGER);
    }

    private void act(final int index, final int start, final int count, final int flags, final int... fds) {
        final byte[] request = new byte[VfioIrqSet.SIZE];
        new VfioIrqSet(VfioIrqSet.SIZE, flags, index, start, count).write(MemorySegment.ofArray(request));
        exchange.ask(Command.DEVICE_SET_IRQS, Body.of(request).with(fds), 0);
    }

    // ---- memory

    /// Shares memory that has a descriptor: the server maps it.
    ///
    /// @param iova    DMA address
    /// @param address of the memory here
    /// @param length  in bytes
    /// @param access  [GuestMemory#READ], [GuestMemory#WRITE], as the device sees it
    /// @param fd      stays the caller's
    /// @param offset  of the memory in the file
    public void mapMemory(final long iova, final long address, final long length, final int access, final int fd, final long offset) {
        share(iova, address, length, access, new DmaMapMessage(DmaMapMessage.SIZE, access, offset, iova, length), fd);
    }

    /// Shares memory that has no descriptor: the server reaches it by messages.
    ///
    /// @param iova    DMA address
    /// @param address of the memory here
    /// @param length  in bytes
    /// @param access  [GuestMemory#READ], [GuestMemory#WRITE], as the device sees it
    public void mapMemory(final long iova, final long address, final long length, final int access) {
        share(iova, address, length, access, new DmaMapMessage(DmaMapMessage.SIZE, access, 0, iova, length));
    }

    private void share(final long iova, final long address, final long length, final int access, final DmaMapMessage request,
            final int... fds) {
        DmaTable.requireRange("DMA_MAP", iova, length);
        if (memory.size() >= peer.maxDmaMaps()) {
            throw exchange.failed("DMA_MAP", Errno.ENOSPC, "the server takes " + peer.maxDmaMaps() + " mappings; use larger ones");
        }
        // First here: the server may use it before its reply has arrived.
        memory.add(new DmaTable.Entry(iova, length, access, address, null));
        try {
            exchange.ask(Command.DMA_MAP, Body.of(request.toBytes()).with(fds), 0);
        } catch (final RuntimeException e) {
            memory.remove(iova, length);
            throw e;
        }
    }

    /// Takes memory back. When this returns, or throws because the server is gone, the server does not reach it any more by
    /// messages; what it has mapped of a descriptor is its own matter once it is gone.
    ///
    /// @param iova   DMA address of a mapping
    /// @param length of that mapping
    /// @throws VfioUserException with ENOENT when there is no such mapping
    public void unmapMemory(final long iova, final long length) {
        if (!memory.has(iova, length)) {
            throw exchange.failed(DmaTable.named("DMA_UNMAP", iova, length), Errno.ENOENT, "no mapping has exactly this range");
        }
        try {
            exchange.ask(Command.DMA_UNMAP, Body.of(new DmaUnmapMessage(DmaUnmapMessage.SIZE, 0, iova, length).toBytes()), 0);
        } catch (final VfioUserException e) {
            if (e.errno() == Errno.ENOTCONN) {
                memory.remove(iova, length);
            }
            throw e;
        }
        memory.remove(iova, length);
    }

    // ---- the device as a whole

    /// Resets the device.
    public void reset() {
        exchange.ask(Command.DEVICE_RESET, Body.EMPTY, 0);
    }

    /// {@return whether the server is there}
    public boolean isConnected() {
        return !link.isEnded();
    }

    /// Says what to do when the link ends, by either end. Called once, at once if it has ended already, else by the thread of
    /// the client.
    ///
    /// @param action must not call the client
    public void onDisconnect(final Runnable action) {
        synchronized (disconnectLock) {
            if (!disconnectSeen) {
                disconnected = action;
                return;
            }
        }
        action.run();
    }

    /// Ends the link and releases the mappings of regions. A second call does nothing.
    @Override
    public void close() {
        link.shutdown();
        join(receiver);
        if (twin != null) {
            twin.shutdown();
            join(twinReceiver);
        }
        regions.close();
    }

    private static void join(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the link

    private void receive() {
        try {
            link.run();
        } finally {
            final Runnable action;
            synchronized (disconnectLock) {
                disconnectSeen = true;
                action = disconnected;
            }
            action.run();
        }
    }

    private Body serve(final Message command) {
        return switch (command.header().command()) {
            case Command.DMA_READ -> memory.read(command.payload());
            case Command.DMA_WRITE -> memory.write(command.payload());
            default -> throw exchange.failed(Command.name(command.header().command()), Errno.ENOTSUP, "not a command for a client");
        };
    }
}
