package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A device with registers in memory (BAR 0), doorbells that may be mapped behind a trapped page (BAR 2), a read-only config
/// space, and MSI-X. Register 0x100 of BAR 0 refuses every access, 0x108 breaks.
final class TestDevice implements VfioUserDevice, AutoCloseable {
    static final int SIZE = 0x2000;
    static final int REFUSING = 0x100;
    static final int BREAKING = 0x108;
    static final int VECTORS = 100;

    final byte[] registers = new byte[SIZE];
    final DoorbellPages doorbells = DoorbellPages.create("test doorbells", 4096);
    final EventFd kick = EventFd.create();
    final List<String> trapped = new ArrayList<>();
    final BlockingQueue<VfioUserSession> attached = new LinkedBlockingQueue<>();
    final AtomicInteger detached = new AtomicInteger();
    final AtomicInteger resets = new AtomicInteger();
    volatile Runnable onWrite = () -> { };
    MemorySegment lastData;

    @Override
    public List<DeviceRegion> regions() {
        return IntStream.range(0, Vfio.PCI_REGIONS).mapToObj(this::region).toList();
    }

    private DeviceRegion region(final int index) {
        return switch (index) {
            case 0 -> DeviceRegion.trapped(SIZE).notified(new DeviceRegion.Notification(0x40, 4, kick.fd().number(), 0, 0));
            case 2 -> DeviceRegion.trapped(8192).mappable(doorbells.fd().number(), 0, new SparseMmap.Area(0, 4096));
            case Vfio.REGION_CONFIG -> new DeviceRegion(256, Vfio.REGION_READ, -1, 0, List.of(), List.of());
            default -> DeviceRegion.ABSENT;
        };
    }

    @Override
    public List<DeviceIrq> irqs() {
        return List.of(DeviceIrq.NONE, DeviceIrq.NONE, DeviceIrq.msix(VECTORS), DeviceIrq.single(), DeviceIrq.single());
    }

    @Override
    public void attach(final VfioUserSession session) {
        attached.add(session);
    }

    @Override
    public void detach() {
        detached.incrementAndGet();
    }

    @Override
    public void read(final int region, final long offset, final MemorySegment to) {
        refuse(offset);
        to.copyFrom(MemorySegment.ofArray(registers).asSlice(offset, to.byteSize()));
    }

    @Override
    public void write(final int region, final long offset, final MemorySegment from) {
        refuse(offset);
        if (region == 0) {
            MemorySegment.copy(from, 0, MemorySegment.ofArray(registers), offset, from.byteSize());
        }
        synchronized (trapped) {
            trapped.add(region + ":" + offset + ":" + from.byteSize() + ":" + from.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
        }
        lastData = from;
        onWrite.run();
    }

    private static void refuse(final long offset) {
        if (offset == REFUSING) {
            throw new VfioUserException("test register", Errno.EACCES, null);
        }
        if (offset == BREAKING) {
            throw new IllegalStateException("this failure is part of the test");
        }
    }

    @Override
    public void reset() {
        resets.incrementAndGet();
    }

    @Override
    public void close() {
        doorbells.close();
        kick.close();
    }
}
