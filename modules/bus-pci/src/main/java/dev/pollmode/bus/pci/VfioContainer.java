package dev.pollmode.bus.pci;

import dev.pollmode.eal.DmaMap;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.EalMemory;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.MemlockLimitException;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The address space that all VFIO devices of an [dev.pollmode.eal.Eal] share, and the groups in it.
///
/// | from  | to    | when                                                                                       |
/// |-------|-------|--------------------------------------------------------------------------------------------|
/// | EMPTY | IN_USE | the first group was put in: the kind of IOMMU is chosen, all memory is mapped, present and future |
/// | IN_USE | EMPTY | the last group is taken out: memory was unmapped before its last device was closed           |
///
/// The lock of the Eal guards it; the memory calls [#map] and [#unmap] under its own. See the kernel's
/// `Documentation/driver-api/vfio.rst`.
final class VfioContainer implements DmaMap {
    private static final Path CONTROL = Path.of("vfio/vfio");

    private final VfioKernel kernel;
    private final Path dev;
    private final EalMemory memory;
    private final Logger log;
    private final boolean noIommu;
    private final Map<String, Group> groups = new HashMap<>();
    private Fd control;
    private VfioIommuInfo info;

    private static final class Group {
        private final Fd fd;
        private int devices;

        private Group(final Fd fd) {
            this.fd = fd;
        }
    }

    /// @param kernel  that is called
    /// @param dev     where device files are, `/dev`
    /// @param memory  that devices reach
    /// @param log     of the bus
    /// @param noIommu whether devices are used without an IOMMU, which is unsafe
    VfioContainer(final VfioKernel kernel, final Path dev, final EalMemory memory, final Logger log, final boolean noIommu) {
        this.kernel = kernel;
        this.dev = dev;
        this.memory = memory;
        this.log = log;
        this.noIommu = noIommu;
    }

    boolean noIommu() {
        return noIommu;
    }

    // ---- devices

    /// Opens a device.
    ///
    /// @param address of the device
    /// @param group   of the IOMMU
    /// @param token   the text after the address, as ` vf_token=…`, may be empty
    /// @return its descriptor; [#leave] comes after it was closed
    /// @throws EalException or SysException saying what to do
    Fd open(final PciAddress address, final int group, final String token) {
        final String name = (noIommu ? "noiommu-" : "") + group;
        final Group joined = join(name, address);
        try (Arena arena = Arena.ofConfined()) {
            final int fd = kernel.ioctl(joined.fd.number(), VfioIoctl.GROUP_GET_DEVICE_FD, arena.allocateFrom(address + token).address());
            final Fd device = Fd.check(fd, "ioctl(VFIO_GROUP_GET_DEVICE_FD, " + address + ")");
            joined.devices++;
            return device;
        } catch (final RuntimeException e) {
            leaveIfUnused(name, joined);
            throw e;
        }
    }

    /// Says that a device is about to be closed: its memory is unmapped when it is the last.
    void prepareToLeave() {
        if (groups.values().stream().mapToInt(group -> group.devices).sum() == 1) {
            memory.removeDmaMap(this);
        }
    }

    /// A device of a group was closed.
    void leave(final int group) {
        final String name = (noIommu ? "noiommu-" : "") + group;
        final Group left = groups.get(name);
        left.devices--;
        leaveIfUnused(name, left);
    }

    private void leaveIfUnused(final String name, final Group group) {
        if (group.devices > 0) {
            return;
        }
        groups.remove(name);
        if (groups.isEmpty()) {
            memory.removeDmaMap(this);
        }
        final int result = kernel.ioctl(group.fd.number(), VfioIoctl.GROUP_UNSET_CONTAINER, 0);
        if (result < 0) {
            log.log(Level.DEBUG, () -> "VFIO group " + name + " leaves its container: " + Errno.name(-result));
        }
        group.fd.close();
        if (groups.isEmpty()) {
            control.close();
            control = null;
        }
    }

    // ---- groups

    private Group join(final String name, final PciAddress address) {
        final Group known = groups.get(name);
        if (known != null) {
            return known;
        }
        final Group group = new Group(openGroup(name, address));
        try {
            requireViable(group.fd, name);
            final boolean first = groups.isEmpty();
            if (first) {
                control = openControl();
            }
            setContainer(group.fd, name);
            groups.put(name, group);
            if (first) {
                chooseIommu();
                memory.addDmaMap(this);
            }
            return group;
        } catch (final RuntimeException e) {
            abandon(name, group);
            throw e;
        }
    }

    private void abandon(final String name, final Group group) {
        groups.remove(name);
        kernel.ioctl(group.fd.number(), VfioIoctl.GROUP_UNSET_CONTAINER, 0);
        group.fd.close();
        if (groups.isEmpty() && control != null) {
            control.close();
            control = null;
        }
    }

    private Fd openGroup(final String name, final PciAddress address) {
        final Path path = dev.resolve("vfio").resolve(name);
        if (!kernel.exists(path)) {
            throw new EalException(Errno.ENOENT, "VFIO of " + address + ": there is no " + path + "; " + (noIommu
                ? "set enable_unsafe_noiommu_mode of the module vfio to 1 before the device is bound to vfio-pci"
                : "is it bound to vfio-pci, and is the IOMMU on?"));
        }
        return open(path, "every device of this group must be bound to vfio-pci, and nobody else may have it open");
    }

    private Fd open(final Path path, final String busyRemedy) {
        try {
            return kernel.open(path);
        } catch (final SysException e) {
            throw new SysException("open(" + path + ")", e.errno(), switch (e.errno()) {
                case Errno.EACCES, Errno.EPERM -> noIommu ? "VFIO without IOMMU needs CAP_SYS_RAWIO, and the right to read and write it"
                    : "give this user the right to read and write it";
                case Errno.EBUSY -> busyRemedy;
                default -> null;
            });
        }
    }

    private void requireViable(final Fd group, final String name) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment status = arena.allocate(VfioGroupStatus.LAYOUT);
            VfioGroupStatus.prepare(status);
            check(group, VfioIoctl.GROUP_GET_STATUS, status.address(), "group " + name, null);
            if ((VfioGroupStatus.flags(status) & VfioGroupStatus.VIABLE) == 0) {
                throw new EalException(Errno.EPERM, "VFIO group " + name + " is not viable: every device of the group must be bound "
                    + "to vfio-pci or to no driver");
            }
        }
    }

    private Fd openControl() {
        final Fd opened = open(dev.resolve(CONTROL), null);
        final int version = kernel.ioctl(opened.number(), VfioIoctl.GET_API_VERSION, 0);
        if (version != VfioIoctl.API_VERSION) {
            opened.close();
            throw new EalException(Errno.ENOTSUP, "VFIO has API version " + version + " where " + VfioIoctl.API_VERSION + " is known");
        }
        return opened;
    }

    private void setContainer(final Fd group, final String name) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment number = arena.allocateFrom(ValueLayout.JAVA_INT, control.number());
            check(group, VfioIoctl.GROUP_SET_CONTAINER, number.address(), "group " + name, null);
        }
    }

    private void chooseIommu() {
        if (noIommu) {
            requirePhysical();
            check(control, VfioIoctl.SET_IOMMU, VfioIoctl.NOIOMMU_IOMMU, "no IOMMU", null);
            info = new VfioIommuInfo(0, List.of(), -1);
            log.log(Level.WARNING, "VFIO without IOMMU: a device can write to all memory of this machine");
            return;
        }
        final int kind = kernel.ioctl(control.number(), VfioIoctl.CHECK_EXTENSION, VfioIoctl.TYPE1V2_IOMMU) > 0
            ? VfioIoctl.TYPE1V2_IOMMU : VfioIoctl.TYPE1_IOMMU;
        check(control, VfioIoctl.SET_IOMMU, kind, "type 1",
            "if the platform has no interrupt remapping, the module vfio_iommu_type1 has allow_unsafe_interrupts");
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = arena.allocate(VfioIommuInfo.ROOM, Long.BYTES);
            VfioIommuInfo.prepare(answer);
            check(control, VfioIoctl.IOMMU_GET_INFO, answer.address(), "type 1", null);
            info = VfioIommuInfo.read(answer);
            log.log(Level.DEBUG, () -> "IOMMU: " + info);
        }
    }

    private void requirePhysical() {
        if (!memory.isIovaPhysical()) {
            throw new EalException(Errno.EINVAL, "VFIO without IOMMU needs physical addresses: start with --iova-mode pa");
        }
    }

    private void check(final Fd fd, final int request, final long argument, final String what, final String remedy) {
        SysException.check(kernel.ioctl(fd.number(), request, argument), "ioctl(" + VfioIoctl.name(request) + ", " + what + ")", remedy);
    }

    // ---- memory

    @Override
    public void map(final long address, final long iova, final long length) {
        if (noIommu) {
            return;
        }
        final String what = "0x" + Long.toHexString(length) + " bytes at 0x" + Long.toHexString(iova);
        if (!info.allows(iova, length)) {
            throw new EalException(Errno.EINVAL, "DMA of " + what + ": the IOMMU takes " + info.ranges()
                + "; addresses beyond them need --iova-mode pa or other memory");
        }
        final long page = info.smallestPage();
        if (page != 0 && ((address | iova | length) & page - 1) != 0) {
            throw new EalException(Errno.EINVAL, "DMA of " + what + ": the smallest page of the IOMMU has " + page + " bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment range = arena.allocate(VfioDmaRange.MAP);
            VfioDmaRange.map(range, address, iova, length);
            final int result = kernel.ioctl(control.number(), VfioIoctl.IOMMU_MAP_DMA, range.address());
            final String operation = "ioctl(VFIO_IOMMU_MAP_DMA, " + what + ")";
            if (result == -Errno.ENOMEM) {
                throw new MemlockLimitException(operation);
            }
            SysException.check(result, operation, mapRemedy(-result));
        }
    }

    private static String mapRemedy(final int errno) {
        return switch (errno) {
            case Errno.ENOSPC -> "raise dma_entry_limit of the module vfio_iommu_type1, or use larger pages";
            case Errno.EEXIST -> "part of the range is mapped already";
            default -> null;
        };
    }

    @Override
    public void unmap(final long address, final long iova, final long length) {
        if (noIommu) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment range = arena.allocate(VfioDmaRange.UNMAP);
            VfioDmaRange.unmap(range, iova, length);
            final String operation = "ioctl(VFIO_IOMMU_UNMAP_DMA, 0x" + Long.toHexString(length) + " bytes at 0x" + Long.toHexString(iova) + ")";
            SysException.check(kernel.ioctl(control.number(), VfioIoctl.IOMMU_UNMAP_DMA, range.address()), operation);
            if (VfioDmaRange.unmapped(range) != length) {
                throw new SysException(operation, Errno.EIO, "the kernel unmapped 0x" + Long.toHexString(VfioDmaRange.unmapped(range)));
            }
        }
    }
}
