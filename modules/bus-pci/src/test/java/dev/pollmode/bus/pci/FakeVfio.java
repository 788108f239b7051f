package dev.pollmode.bus.pci;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MemFd;
import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.SparseMmap;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioDeviceInfo;
import dev.pollmode.vfio.user.VfioIrqInfo;
import dev.pollmode.vfio.user.VfioIrqSet;
import dev.pollmode.vfio.user.VfioRegionInfo;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The kernel's VFIO in memory: one group with one device, an IOMMU with a hole, and a record of what was asked in which
/// order. It answers as `drivers/vfio` of the kernel does, errors of wrong order included.
final class FakeVfio implements VfioKernel {
    static final int VENDOR = 0x15b3;
    static final int DEVICE = 0x1014;
    static final long BAR_SIZE = 0x4000;

    final List<String> calls = new ArrayList<>();
    final Map<Long, Long> dma = new TreeMap<>();
    final byte[] config = new byte[256];
    boolean viable = true;
    boolean type1v2 = true;
    boolean removing;
    int failMap;
    int failOpen;
    String groupName = "12";

    private final MemFd bar = MemFd.create("fake BAR", BAR_SIZE);
    private final Map<Integer, String> fds = new HashMap<>();
    private final Map<Integer, int[]> irqs = new HashMap<>();
    private String token;
    private boolean inContainer;

    FakeVfio() {
        final MemorySegment space = MemorySegment.ofArray(config);
        space.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) VENDOR);
        space.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2, (short) DEVICE);
        // A list of capabilities with MSI-X: 8 vectors, table in BAR 0 at 0x2000, pending bits at 0x3000.
        space.set(ValueLayout.JAVA_SHORT_UNALIGNED, 6, (short) 0x10);
        config[0x34] = 0x40;
        config[0x40] = 0x05;
        config[0x41] = 0x60;
        config[0x60] = 0x11;
        space.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0x62, (short) 7);
        space.set(ValueLayout.JAVA_INT_UNALIGNED, 0x64, 0x2000);
        space.set(ValueLayout.JAVA_INT_UNALIGNED, 0x68, 0x3000);
    }

    String token() {
        return token;
    }

    int[] eventFds(final int index) {
        return irqs.get(index);
    }

    /// Fires an interrupt as a device does.
    void fire(final int index, final int vector) {
        final Mapping one = Mapping.anonymous(8);
        Mem.putLong(one.address(), 1);
        FileCalls.write(CallState.current(), irqs.get(index)[vector], one.address(), 8);
        one.close();
    }

    @Override
    public Fd open(final Path path) {
        final String name = path.getFileName().toString();
        if (failOpen != 0 && name.equals(groupName)) {
            throw new SysException("open(" + path + ")", failOpen, null);
        }
        if (name.equals(groupName) && isOpen("group")) {
            throw new SysException("open(" + path + ")", Errno.EBUSY, null);
        }
        return handOut(name.equals("vfio") ? "container" : "group");
    }

    private Fd handOut(final String what) {
        final Fd fd = Fd.of(MemFd.create("fake " + what, 1).fd().release());
        fds.values().remove(what);
        fds.put(fd.number(), what);
        calls.add("open " + what);
        return fd;
    }

    /// {@return whether a descriptor that was handed out is still open}
    boolean isOpen(final String what) {
        return fds.entrySet().stream().anyMatch(entry -> entry.getValue().equals(what) && isStill(entry.getKey(), what));
    }

    private static boolean isStill(final int fd, final String what) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString().contains("fake " + what);
        } catch (final IOException e) {
            return false;
        }
    }

    @Override
    public boolean exists(final Path path) {
        return path.getFileName().toString().equals("vfio") || path.getFileName().toString().equals(groupName);
    }

    @Override
    public Mapping map(final int fd, final long offset, final long length, final int protection, final String what) {
        calls.add("mmap " + what + " 0x" + Long.toHexString(offset & 0xffff_ffffL) + "+0x" + Long.toHexString(length));
        return Mapping.shared(bar.fd().number(), offset & 0xffff_ffffL, length);
    }

    @Override
    public long read(final int fd, final long address, final long length, final long offset) {
        if ((int) (offset >>> 40) != Vfio.REGION_CONFIG) {
            return -Errno.EIO;
        }
        Mem.copy(config, (int) offset, address, (int) length);
        return length;
    }

    @Override
    public long write(final int fd, final long address, final long length, final long offset) {
        if ((int) (offset >>> 40) != Vfio.REGION_CONFIG) {
            return -Errno.EIO;
        }
        Mem.copy(address, config, (int) offset, (int) length);
        calls.add("config write 0x" + Long.toHexString(offset & 0xfff));
        return length;
    }

    @Override
    public int ioctl(final int fd, final int request, final long argument) {
        final String to = fds.get(fd);
        if (to == null) {
            return -Errno.EBADF;
        }
        return switch (request) {
            case VfioIoctl.GET_API_VERSION -> 0;
            case VfioIoctl.CHECK_EXTENSION -> argument == VfioIoctl.TYPE1V2_IOMMU && type1v2 ? 1 : 0;
            case VfioIoctl.SET_IOMMU -> record("set iommu " + argument, inContainer ? 0 : -Errno.EINVAL);
            case VfioIoctl.GROUP_GET_STATUS -> {
                VfioGroupStatus.flags(Mem.segment(argument, 8), viable ? VfioGroupStatus.VIABLE : 0);
                yield 0;
            }
            case VfioIoctl.GROUP_SET_CONTAINER -> {
                inContainer = "container".equals(fds.get(Mem.getInt(argument)));
                yield record("set container", inContainer ? 0 : -Errno.EINVAL);
            }
            case VfioIoctl.GROUP_UNSET_CONTAINER -> {
                inContainer = false;
                yield record("unset container", 0);
            }
            case VfioIoctl.GROUP_GET_DEVICE_FD -> {
                token = Mem.getString(argument, 256);
                yield handOut("device").release();
            }
            case VfioIoctl.DEVICE_GET_INFO -> {
                new VfioDeviceInfo(16, Vfio.DEVICE_RESET | Vfio.DEVICE_PCI, 9, 5).write(Mem.segment(argument, 16));
                yield 0;
            }
            case VfioIoctl.DEVICE_GET_REGION_INFO -> region(argument);
            case VfioIoctl.DEVICE_GET_IRQ_INFO -> irqInfo(argument);
            case VfioIoctl.DEVICE_SET_IRQS -> setIrqs(argument);
            case VfioIoctl.DEVICE_RESET -> record("reset", removing ? -Errno.EAGAIN : 0);
            case VfioIoctl.IOMMU_GET_INFO -> {
                iommuInfo(Mem.segment(argument, VfioIommuInfo.ROOM), 0x1000,
                    List.of(new VfioIommuInfo.Range(0, 0xfedfffffL), new VfioIommuInfo.Range(0xfef00000L, (1L << 48) - 1)), 65_535);
                yield 0;
            }
            case VfioIoctl.IOMMU_MAP_DMA -> mapDma(argument);
            case VfioIoctl.IOMMU_UNMAP_DMA -> unmapDma(argument);
            default -> -Errno.ENOTTY;
        };
    }

    private int record(final String call, final int result) {
        calls.add(call);
        return result;
    }

    private int region(final long argument) {
        final VfioRegionInfo asked = VfioRegionInfo.read(Mem.segment(argument, VfioRegionInfo.SIZE));
        final MemorySegment to = Mem.segment(argument, asked.argsz());
        final long offset = (long) asked.index() << 40;
        final int both = Vfio.REGION_READ | Vfio.REGION_WRITE;
        switch (asked.index()) {
            case 0 -> {
                // The page of the MSI-X table is left out of what may be mapped.
                new VfioRegionInfo(VfioRegionInfo.SIZE + 48, both | Vfio.REGION_MMAP | Vfio.REGION_CAPS, 0, VfioRegionInfo.SIZE, BAR_SIZE,
                    offset).write(to);
                final MemorySegment capability = to.asSlice(VfioRegionInfo.SIZE);
                capability.set(ValueLayout.JAVA_SHORT, 0, (short) SparseMmap.ID);
                capability.set(ValueLayout.JAVA_INT, 8, 2);
                capability.set(ValueLayout.JAVA_LONG, 16, 0);
                capability.set(ValueLayout.JAVA_LONG, 24, 0x2000);
                capability.set(ValueLayout.JAVA_LONG, 32, 0x3000);
                capability.set(ValueLayout.JAVA_LONG, 40, 0x1000);
            }
            case Vfio.REGION_CONFIG -> new VfioRegionInfo(VfioRegionInfo.SIZE, both, asked.index(), 0, 256, offset).write(to);
            default -> new VfioRegionInfo(VfioRegionInfo.SIZE, 0, asked.index(), 0, 0, offset).write(to);
        }
        return 0;
    }

    private int irqInfo(final long argument) {
        final MemorySegment at = Mem.segment(argument, VfioIrqInfo.SIZE);
        final int index = VfioIrqInfo.read(at).index();
        if (index == Vfio.IRQ_ERROR) {
            return -Errno.EINVAL;
        }
        new VfioIrqInfo(VfioIrqInfo.SIZE, Vfio.IRQ_INFO_EVENTFD, index, index == Vfio.IRQ_MSIX ? 8 : 1).write(at);
        return 0;
    }

    private int setIrqs(final long argument) {
        final VfioIrqSet asked = VfioIrqSet.read(Mem.segment(argument, VfioIrqSet.SIZE));
        if (asked.count() == 0) {
            irqs.remove(asked.index());
            return record("irqs off " + Vfio.irqName(asked.index()), 0);
        }
        if (irqs.containsKey(asked.index()) || asked.argsz() != VfioIrqSet.SIZE + 4 * asked.count()) {
            return -Errno.EINVAL;
        }
        final int[] set = new int[asked.count()];
        for (int i = 0; i < set.length; i++) {
            set[i] = Mem.getInt(argument + VfioIrqSet.SIZE + 4L * i);
        }
        irqs.put(asked.index(), set);
        return record("irqs " + Vfio.irqName(asked.index()) + " " + set.length, 0);
    }

    private int mapDma(final long argument) {
        if (failMap != 0) {
            return -failMap;
        }
        final long iova = Mem.getLong(argument + 16);
        if (dma.putIfAbsent(iova, Mem.getLong(argument + 24)) != null) {
            return -Errno.EEXIST;
        }
        return record("map", 0);
    }

    private int unmapDma(final long argument) {
        final Long size = dma.remove(Mem.getLong(argument + 8));
        return record("unmap", size != null && size == Mem.getLong(argument + 16) && isOpen("device") ? 0 : -Errno.EINVAL);
    }

    /// Writes what an IOMMU answers, with the limit and the ranges as capabilities.
    static void iommuInfo(final MemorySegment to, final long pageSizes, final List<VfioIommuInfo.Range> ranges, final int available) {
        to.set(ValueLayout.JAVA_INT_UNALIGNED, 4, 3);
        to.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, pageSizes);
        to.set(ValueLayout.JAVA_INT_UNALIGNED, 16, 24);
        to.set(ValueLayout.JAVA_SHORT_UNALIGNED, 24, (short) 3);
        to.set(ValueLayout.JAVA_INT_UNALIGNED, 28, ranges.isEmpty() ? 0 : 40);
        to.set(ValueLayout.JAVA_INT_UNALIGNED, 32, available);
        if (!ranges.isEmpty()) {
            to.set(ValueLayout.JAVA_SHORT_UNALIGNED, 40, (short) 1);
            to.set(ValueLayout.JAVA_INT_UNALIGNED, 48, ranges.size());
            for (int i = 0; i < ranges.size(); i++) {
                to.set(ValueLayout.JAVA_LONG_UNALIGNED, 56 + 16L * i, ranges.get(i).first());
                to.set(ValueLayout.JAVA_LONG_UNALIGNED, 64 + 16L * i, ranges.get(i).last());
            }
        }
    }
}
