package dev.pollmode.bus.pci;

import dev.pollmode.eal.DmaMap;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.SparseMmap;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioDeviceInfo;
import dev.pollmode.vfio.user.VfioIrqInfo;
import dev.pollmode.vfio.user.VfioIrqSet;
import dev.pollmode.vfio.user.VfioRegionInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// A device of this machine through the kernel's VFIO, with an IOMMU or, if its [VfioContainer] says so, without.
///
/// Memory is mapped for all devices of the container at once. Closing goes: interrupts off, DMA off by a reset, memory
/// unmapped if this is the last device, BARs unmapped, device closed, group left.
public final class VfioAccess implements PciAccess {
    private static final int BARS = 6;
    private static final int FIRST_INFO = 4096;

    private final VfioKernel kernel;
    private final VfioContainer container;
    private final PciAddress address;
    private final int group;
    private final Logger log;
    private final Fd device;
    private final VfioDeviceInfo info;
    private final VfioRegionInfo config;
    private final VfioBar[] bars = new VfioBar[BARS];
    private final int[] set = new int[Vfio.PCI_IRQS];
    private boolean closed;

    private VfioAccess(final VfioKernel kernel, final VfioContainer container, final PciAddress address, final int group, final Fd device,
            final Logger log) {
        this.kernel = kernel;
        this.container = container;
        this.address = address;
        this.group = group;
        this.log = log;
        this.device = device;
        this.info = deviceInfo();
        this.config = region(Vfio.REGION_CONFIG).info;
    }

    /// Opens a device that is bound to `vfio-pci`.
    ///
    /// @param token text after the address, as ` vf_token=…`, may be empty
    static VfioAccess open(final VfioKernel kernel, final VfioContainer container, final PciFunction function, final String token,
            final Logger log) {
        final int group = function.iommuGroup().orElseThrow(() -> new EalException(Errno.ENODEV, "VFIO of "
            + function.address() + ": it has no group of an IOMMU; turn the IOMMU on, or ask for access=noiommu"));
        final Fd device = container.open(function.address(), group, token);
        try {
            final VfioAccess access = new VfioAccess(kernel, container, function.address(), group, device, log);
            access.reset();
            return access;
        } catch (final RuntimeException e) {
            container.prepareToLeave();
            device.close();
            container.leave(group);
            throw e;
        }
    }

    private record Region(VfioRegionInfo info, List<SparseMmap.Area> areas) {
    }

    private VfioDeviceInfo deviceInfo() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(VfioDeviceInfo.SIZE, Long.BYTES);
            new VfioDeviceInfo(VfioDeviceInfo.SIZE, 0, 0, 0).write(struct);
            check(VfioIoctl.DEVICE_GET_INFO, struct.address(), "");
            return VfioDeviceInfo.read(struct);
        }
    }

    private Region region(final int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = askRegion(arena, index, FIRST_INFO);
            final int needed = VfioRegionInfo.read(struct).argsz();
            if (needed > FIRST_INFO) {
                struct = askRegion(arena, index, needed);
            }
            return new Region(VfioRegionInfo.read(struct), SparseMmap.areas(struct));
        }
    }

    private MemorySegment askRegion(final Arena arena, final int index, final int room) {
        final MemorySegment struct = arena.allocate(room, Long.BYTES);
        new VfioRegionInfo(room, 0, index, 0, 0, 0).write(struct);
        check(VfioIoctl.DEVICE_GET_REGION_INFO, struct.address(), ", " + Vfio.regionName(index));
        return struct;
    }

    private void check(final int request, final long argument, final String what) {
        SysException.check(kernel.ioctl(device.number(), request, argument), "ioctl(" + VfioIoctl.name(request) + ", " + address + what + ")");
    }

    @Override
    public String description() {
        return container.noIommu() ? "vfio without IOMMU" : "vfio";
    }

    // ---- registers

    @Override
    public void readConfig(final int offset, final MemorySegment to) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(to.byteSize(), Long.BYTES);
            final long count = kernel.read(device.number(), bytes.address(), to.byteSize(), configOffset(offset, to.byteSize()));
            checkWhole("read", offset, to.byteSize(), count);
            to.copyFrom(bytes);
        }
    }

    @Override
    public void writeConfig(final int offset, final MemorySegment from) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(from.byteSize(), Long.BYTES).copyFrom(from);
            final long count = kernel.write(device.number(), bytes.address(), from.byteSize(), configOffset(offset, from.byteSize()));
            checkWhole("write", offset, from.byteSize(), count);
        }
    }

    private long configOffset(final int offset, final long length) {
        if (offset < 0 || length > config.size() - offset) {
            throw new IndexOutOfBoundsException("config space of " + address + " has " + config.size() + " bytes: " + offset + "+" + length);
        }
        return config.offset() + offset;
    }

    private void checkWhole(final String operation, final int offset, final long length, final long count) {
        final String what = operation + "(config space of " + address + ", 0x" + Integer.toHexString(offset) + ")";
        if (SysException.check(count, what) != length) {
            throw new SysException(what, Errno.EIO, count + " of " + length + " bytes");
        }
    }

    @Override
    public synchronized PciBar bar(final int index) {
        if (bars[index] == null) {
            final Region region = region(index);
            bars[index] = VfioBar.map(kernel, device, region.info, region.areas);
        }
        return bars[index];
    }

    // ---- interrupts

    @Override
    public int irqs(final int index) {
        if (index >= info.irqs()) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(VfioIrqInfo.SIZE, Long.BYTES);
            new VfioIrqInfo(VfioIrqInfo.SIZE, 0, index, 0).write(struct);
            // The kernel answers EINVAL for the error interrupt of a device that is not PCI Express.
            final int result = kernel.ioctl(device.number(), VfioIoctl.DEVICE_GET_IRQ_INFO, struct.address());
            return result < 0 ? 0 : VfioIrqInfo.read(struct).count();
        }
    }

    @Override
    public synchronized void setIrqs(final int index, final int... eventFds) {
        // The kernel does not grow a set of message interrupts: it is made anew.
        disableIrqs(index);
        if (eventFds.length == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final int size = VfioIrqSet.SIZE + eventFds.length * Integer.BYTES;
            final MemorySegment struct = arena.allocate(size, Long.BYTES);
            new VfioIrqSet(size, Vfio.IRQ_SET_DATA_EVENTFD | Vfio.IRQ_SET_ACTION_TRIGGER, index, 0, eventFds.length).write(struct);
            MemorySegment.copy(eventFds, 0, struct, ValueLayout.JAVA_INT, VfioIrqSet.SIZE, eventFds.length);
            check(VfioIoctl.DEVICE_SET_IRQS, struct.address(), ", " + Vfio.irqName(index) + ", " + eventFds.length);
            set[index] = eventFds.length;
        }
    }

    @Override
    public synchronized void disableIrqs(final int index) {
        if (set[index] == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(VfioIrqSet.SIZE, Long.BYTES);
            new VfioIrqSet(VfioIrqSet.SIZE, Vfio.IRQ_SET_DATA_NONE | Vfio.IRQ_SET_ACTION_TRIGGER, index, 0, 0).write(struct);
            set[index] = 0;
            check(VfioIoctl.DEVICE_SET_IRQS, struct.address(), ", " + Vfio.irqName(index) + ", off");
        }
    }

    // ---- the device as a whole

    @Override
    public boolean reset() {
        if (!info.resettable()) {
            return false;
        }
        final int result = kernel.ioctl(device.number(), VfioIoctl.DEVICE_RESET, 0);
        // EAGAIN: the device is being removed.
        if (result == -Errno.EAGAIN) {
            return false;
        }
        SysException.check(result, "ioctl(VFIO_DEVICE_RESET, " + address + ")");
        return true;
    }

    @Override
    public Optional<DmaMap> dmaMap() {
        return Optional.empty();
    }

    @Override
    public void onGone(final Runnable action) {
        // The kernel asks first, by the request interrupt: a device of VFIO does not go on its own.
    }

    @Override
    public boolean isPresent() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (int index = 0; index < Vfio.PCI_IRQS; index++) {
            quietly(index);
        }
        try {
            reset();
        } catch (final SysException e) {
            log.log(Level.DEBUG, () -> "closing " + address + ": " + e.getMessage());
        }
        container.prepareToLeave();
        for (final VfioBar bar : bars) {
            if (bar != null) {
                bar.close();
            }
        }
        device.close();
        container.leave(group);
    }

    private void quietly(final int index) {
        try {
            disableIrqs(index);
        } catch (final SysException e) {
            log.log(Level.DEBUG, () -> "closing " + address + ": " + e.getMessage());
        }
    }
}
