package dev.pollmode.bus.pci;

import dev.pollmode.vfio.user.DeviceIrq;
import dev.pollmode.vfio.user.DeviceRegion;
import dev.pollmode.vfio.user.DoorbellPages;
import dev.pollmode.vfio.user.SparseMmap;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioUserDevice;
import dev.pollmode.vfio.user.VfioUserSession;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A device for the tests of the bus: registers that trap in BAR 0, doorbells that are mapped in BAR 2.
final class ServedDevice implements VfioUserDevice, AutoCloseable {
    final byte[] registers = new byte[4096];
    final byte[] config = new byte[256];
    final DoorbellPages doorbells = DoorbellPages.create("served doorbells", 4096);
    final BlockingQueue<VfioUserSession> sessions = new LinkedBlockingQueue<>();

    ServedDevice() {
        config[0] = (byte) FakeVfio.VENDOR;
        config[1] = (byte) (FakeVfio.VENDOR >> 8);
        config[2] = (byte) FakeVfio.DEVICE;
        config[3] = (byte) (FakeVfio.DEVICE >> 8);
        config[0x0b] = 2;
    }

    @Override
    public List<DeviceRegion> regions() {
        final List<DeviceRegion> regions = new ArrayList<>(Collections.nCopies(Vfio.PCI_REGIONS, DeviceRegion.ABSENT));
        regions.set(0, DeviceRegion.trapped(registers.length));
        regions.set(2, DeviceRegion.trapped(8192).mappable(doorbells.fd().number(), 0, new SparseMmap.Area(0, 4096)));
        regions.set(Vfio.REGION_CONFIG, DeviceRegion.trapped(config.length));
        return regions;
    }

    @Override
    public List<DeviceIrq> irqs() {
        return List.of(DeviceIrq.NONE, DeviceIrq.NONE, DeviceIrq.msix(4), DeviceIrq.single(), DeviceIrq.single());
    }

    @Override
    public void attach(final VfioUserSession session) {
        sessions.add(session);
    }

    @Override
    public void detach() {
        sessions.clear();
    }

    private byte[] bytes(final int region) {
        return region == Vfio.REGION_CONFIG ? config : registers;
    }

    @Override
    public void read(final int region, final long offset, final MemorySegment to) {
        MemorySegment.copy(MemorySegment.ofArray(bytes(region)), offset, to, 0, to.byteSize());
    }

    @Override
    public void write(final int region, final long offset, final MemorySegment from) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(bytes(region)), offset, from.byteSize());
    }

    @Override
    public void reset() {
        java.util.Arrays.fill(registers, (byte) 0);
    }

    @Override
    public void close() {
        doorbells.close();
    }
}
