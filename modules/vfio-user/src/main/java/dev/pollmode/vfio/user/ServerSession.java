package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.DeviceRegion.Notification;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// One client of a device: its commands, its memory, its interrupts.
///
/// | from       | to         | when                                                                    |
/// |------------|------------|-------------------------------------------------------------------------|
/// | NEW        | AGREED     | VERSION was answered: the device is attached                            |
/// | NEW        | NEW        | any other command, or a VERSION we cannot agree to: error reply         |
/// | AGREED     | ENDED      | the link ends: the device is detached, memory and interrupts released   |
final class ServerSession implements VfioUserSession, Link.Handler {
    /// Longest reply to a query that carries a list.
    private static final int MAX_LIST = 64 << 10;

    private final VfioUserDevice device;
    private final List<DeviceRegion> regions;
    private final List<DeviceIrq> irqs;
    private final IrqTable interrupts;
    private final Link link;
    private final ServerMemory memory;
    private Capabilities peer = Capabilities.DEFAULTS;
    private boolean agreed;

    ServerSession(final Fd socket, final VfioUserDevice device) {
        this.device = device;
        this.regions = List.copyOf(device.regions());
        this.irqs = List.copyOf(device.irqs());
        this.interrupts = new IrqTable(irqs);
        this.link = new Link(socket, this);
        this.memory = new ServerMemory(link);
    }

    /// Serves until the client is gone or [#disconnect()] is called; then releases everything.
    void serve() {
        try {
            link.run();
        } finally {
            leave();
        }
    }

    private void leave() {
        try {
            if (agreed) {
                device.detach();
            }
        } finally {
            memory.unmapAll();
            interrupts.close();
        }
    }

    // ---- for the device

    @Override
    public GuestMemory memory() {
        return memory.view();
    }

    @Override
    public boolean trigger(final int index, final int vector) {
        return interrupts.trigger(index, vector);
    }

    @Override
    public boolean isSet(final int index, final int vector) {
        return interrupts.isSet(index, vector);
    }

    @Override
    public boolean isConnected() {
        return !link.isEnded();
    }

    @Override
    public void disconnect() {
        link.shutdown();
    }

    // ---- commands

    @Override
    public Body handle(final Message command) {
        try {
            final int number = command.header().command();
            if (agreed == (number == Command.VERSION)) {
                throw refused(number, Errno.EINVAL, agreed ? "the version is agreed already" : "VERSION comes first");
            }
            return dispatch(number, command);
        } catch (final VfioUserException e) {
            throw e;
        } catch (final SysException e) {
            throw refused(command.header().command(), e.errno(), e.getMessage());
        }
    }

    private Body dispatch(final int number, final Message command) {
        final MemorySegment payload = command.payload();
        return switch (number) {
            case Command.VERSION -> version(payload);
            case Command.DMA_MAP -> mapMemory(payload, command.fds());
            case Command.DMA_UNMAP -> unmapMemory(payload);
            case Command.DEVICE_GET_INFO -> deviceInfo(payload);
            case Command.DEVICE_GET_REGION_INFO -> regionInfo(payload);
            case Command.DEVICE_GET_REGION_IO_FDS -> regionIoFds(payload);
            case Command.DEVICE_GET_IRQ_INFO -> irqInfo(payload);
            case Command.DEVICE_SET_IRQS -> setIrqs(payload, command.fds());
            case Command.REGION_READ -> readRegion(payload);
            case Command.REGION_WRITE -> writeRegion(payload);
            case Command.REGION_WRITE_MULTI -> writeRegions(payload);
            case Command.DEVICE_RESET -> reset();
            default -> throw refused(number, Errno.ENOTSUP, "not a command that this server knows");
        };
    }

    private Body version(final MemorySegment payload) {
        final VersionMessage proposed = VersionMessage.read(payload);
        if (proposed.major() != VersionMessage.MAJOR) {
            throw refused(Command.VERSION, Errno.EINVAL, "major version " + proposed.major() + " is not " + VersionMessage.MAJOR);
        }
        peer = Capabilities.parse(proposed.json());
        memory.limit(peer.maxTransfer());
        device.attach(this);
        agreed = true;
        final int minor = Math.min(proposed.minor(), VersionMessage.MINOR);
        return Body.of(new VersionMessage(VersionMessage.MAJOR, minor, Capabilities.OURS.answerTo(peer).toJson()).toBytes());
    }

    private Body mapMemory(final MemorySegment payload, final ReceivedFds fds) {
        final DmaMapMessage request = DmaMapMessage.read(payload);
        requireArgsz(Command.DMA_MAP, request.argsz(), DmaMapMessage.SIZE);
        memory.map(request, fds);
        return Body.EMPTY;
    }

    private Body unmapMemory(final MemorySegment payload) {
        final DmaUnmapMessage request = DmaUnmapMessage.read(payload);
        requireArgsz(Command.DMA_UNMAP, request.argsz(), DmaUnmapMessage.SIZE);
        memory.unmap(request);
        return Body.of(request.toBytes());
    }

    private Body deviceInfo(final MemorySegment payload) {
        requireArgsz(Command.DEVICE_GET_INFO, VfioDeviceInfo.read(payload).argsz(), VfioDeviceInfo.SIZE);
        final byte[] reply = new byte[VfioDeviceInfo.SIZE];
        new VfioDeviceInfo(VfioDeviceInfo.SIZE, Vfio.DEVICE_RESET | Vfio.DEVICE_PCI, regions.size(), irqs.size())
            .write(MemorySegment.ofArray(reply));
        return Body.of(reply);
    }

    private Body regionInfo(final MemorySegment payload) {
        final VfioRegionInfo request = VfioRegionInfo.read(payload);
        requireArgsz(Command.DEVICE_GET_REGION_INFO, request.argsz(), VfioRegionInfo.SIZE);
        final DeviceRegion region = region(Command.DEVICE_GET_REGION_INFO, request.index());
        final int needed = VfioRegionInfo.SIZE + (region.areas().isEmpty() ? 0 : SparseMmap.size(region.areas().size()));
        final boolean fits = needed <= Integer.toUnsignedLong(request.argsz());
        final boolean sparse = fits && needed > VfioRegionInfo.SIZE;
        final boolean mappable = region.fd() >= 0 && region.size() > 0;
        final byte[] reply = new byte[fits ? needed : VfioRegionInfo.SIZE];
        final MemorySegment to = MemorySegment.ofArray(reply);
        final int flags = region.flags() | (mappable ? Vfio.REGION_MMAP : 0) | (sparse ? Vfio.REGION_CAPS : 0);
        new VfioRegionInfo(needed, flags, request.index(), sparse ? VfioRegionInfo.SIZE : 0, region.size(), region.fileOffset()).write(to);
        if (sparse) {
            SparseMmap.write(to.asSlice(VfioRegionInfo.SIZE), region.areas());
        }
        return mappable && fits ? Body.of(reply).with(region.fd()) : Body.of(reply);
    }

    private Body regionIoFds(final MemorySegment payload) {
        final RegionIoFds request = RegionIoFds.read(payload);
        requireArgsz(Command.DEVICE_GET_REGION_IO_FDS, request.argsz(), RegionIoFds.SIZE);
        final List<Notification> list = region(Command.DEVICE_GET_REGION_IO_FDS, request.index()).notifications();
        if (request.flags() != 0 || request.count() != 0) {
            throw refused(Command.DEVICE_GET_REGION_IO_FDS, Errno.EINVAL, "flags and count must be 0");
        }
        final int needed = RegionIoFds.SIZE + list.size() * IoEventFd.SIZE;
        final boolean fits = needed <= Integer.toUnsignedLong(request.argsz());
        final byte[] reply = new byte[fits ? needed : RegionIoFds.SIZE];
        final MemorySegment to = MemorySegment.ofArray(reply);
        new RegionIoFds(needed, 0, request.index(), list.size()).write(to);
        return fits ? Body.of(reply).with(notifications(list, to.asSlice(RegionIoFds.SIZE))) : Body.of(reply);
    }

    private int[] notifications(final List<Notification> list, final MemorySegment to) {
        final List<Integer> fds = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            final Notification notification = list.get(i);
            if (!fds.contains(notification.eventFd())) {
                fds.add(notification.eventFd());
            }
            new IoEventFd(notification.offset(), notification.size(), fds.indexOf(notification.eventFd()), IoEventFd.TYPE_IOEVENTFD,
                notification.flags(), 0, notification.dataMatch()).write(to.asSlice((long) i * IoEventFd.SIZE, IoEventFd.SIZE));
        }
        if (fds.size() > Math.min(peer.maxMessageFds(), Channel.MAX_FDS)) {
            throw refused(Command.DEVICE_GET_REGION_IO_FDS, Errno.EMFILE, "the client takes " + peer.maxMessageFds() + " descriptors");
        }
        return fds.stream().mapToInt(Integer::intValue).toArray();
    }

    private Body irqInfo(final MemorySegment payload) {
        final VfioIrqInfo request = VfioIrqInfo.read(payload);
        requireArgsz(Command.DEVICE_GET_IRQ_INFO, request.argsz(), VfioIrqInfo.SIZE);
        if (request.index() < 0 || request.index() >= irqs.size()) {
            throw refused(Command.DEVICE_GET_IRQ_INFO, Errno.EINVAL, "no index " + Integer.toUnsignedString(request.index()));
        }
        final DeviceIrq irq = irqs.get(request.index());
        final byte[] reply = new byte[VfioIrqInfo.SIZE];
        new VfioIrqInfo(VfioIrqInfo.SIZE, irq.flags(), request.index(), irq.count()).write(MemorySegment.ofArray(reply));
        return Body.of(reply);
    }

    private Body setIrqs(final MemorySegment payload, final ReceivedFds fds) {
        final VfioIrqSet request = VfioIrqSet.read(payload);
        requireArgsz(Command.DEVICE_SET_IRQS, request.argsz(), VfioIrqSet.SIZE);
        interrupts.set(request, payload.asSlice(VfioIrqSet.SIZE), fds);
        return Body.EMPTY;
    }

    private Body readRegion(final MemorySegment payload) {
        final RegionAccess access = RegionAccess.read(payload);
        check(Command.REGION_READ, access, Vfio.REGION_READ);
        final byte[] data = new byte[access.count()];
        if (data.length > 0) {
            device.read(access.region(), access.offset(), MemorySegment.ofArray(data));
        }
        return Body.of(access.toBytes(), MemorySegment.ofArray(data));
    }

    private Body writeRegion(final MemorySegment payload) {
        final RegionAccess access = RegionAccess.read(payload);
        check(Command.REGION_WRITE, access, Vfio.REGION_WRITE);
        if (payload.byteSize() - RegionAccess.SIZE != access.count()) {
            throw refused(Command.REGION_WRITE, Errno.EINVAL, "count " + access.count() + " with "
                + (payload.byteSize() - RegionAccess.SIZE) + " bytes of data");
        }
        if (access.count() > 0) {
            device.write(access.region(), access.offset(), payload.asSlice(RegionAccess.SIZE));
        }
        return Body.of(access.toBytes());
    }

    // Writes are done one after the other; the first that is refused ends the list, and the reply says how many were done.
    private Body writeRegions(final MemorySegment payload) {
        if (payload.byteSize() < Long.BYTES) {
            throw refused(Command.REGION_WRITE_MULTI, Errno.EINVAL, "no count");
        }
        final long count = payload.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        if (count < 0 || count > MAX_LIST || payload.byteSize() != Long.BYTES + count * RegionAccess.MULTI_SIZE) {
            throw refused(Command.REGION_WRITE_MULTI, Errno.EINVAL, count + " writes in " + payload.byteSize() + " bytes");
        }
        for (long i = 0; i < count; i++) {
            final MemorySegment element = payload.asSlice(Long.BYTES + i * RegionAccess.MULTI_SIZE, RegionAccess.MULTI_SIZE);
            final RegionAccess access = RegionAccess.read(element);
            check(Command.REGION_WRITE_MULTI, access, Vfio.REGION_WRITE);
            if (access.count() == 0 || access.count() > RegionAccess.MULTI_DATA) {
                throw refused(Command.REGION_WRITE_MULTI, Errno.EINVAL, "a write of " + access.count() + " bytes");
            }
            device.write(access.region(), access.offset(), element.asSlice(RegionAccess.SIZE, access.count()));
        }
        return Body.of(payload.asSlice(0, Long.BYTES).toArray(ValueLayout.JAVA_BYTE));
    }

    private void check(final int command, final RegionAccess access, final int flag) {
        final DeviceRegion region = region(command, access.region());
        if (access.count() < 0 || access.count() > Capabilities.OURS_TRANSFER) {
            throw refused(command, Errno.EINVAL, "count " + Integer.toUnsignedString(access.count()) + " is above "
                + Capabilities.OURS_TRANSFER);
        }
        if (!SparseMmap.inside(access.offset(), access.count(), region.size())) {
            throw refused(command, Errno.EINVAL, "0x" + Long.toHexString(access.offset()) + "+" + access.count() + " is not inside "
                + Vfio.regionName(access.region()));
        }
        if ((region.flags() & flag) == 0) {
            throw refused(command, Errno.EPERM, Vfio.regionName(access.region()) + " does not allow it");
        }
    }

    private Body reset() {
        device.reset();
        return Body.EMPTY;
    }

    private DeviceRegion region(final int command, final int index) {
        if (index < 0 || index >= regions.size()) {
            throw refused(command, Errno.EINVAL, "no region " + Integer.toUnsignedString(index));
        }
        return regions.get(index);
    }

    private static void requireArgsz(final int command, final int argsz, final int least) {
        if (Integer.compareUnsigned(argsz, least) < 0) {
            throw refused(command, Errno.EINVAL, "argsz " + argsz + " is below " + least);
        }
    }

    private static VfioUserException refused(final int command, final int errno, final String why) {
        return new VfioUserException(Command.name(command), errno, why);
    }
}
