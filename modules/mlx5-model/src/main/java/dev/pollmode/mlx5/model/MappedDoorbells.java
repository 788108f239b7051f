package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.MemFd;
import dev.pollmode.vfio.user.DeviceRegion;
import dev.pollmode.vfio.user.SparseMmap;

/// Pages of doorbells that a client maps: its writes cost no message, and nobody is told of them.
final class MappedDoorbells implements AutoCloseable {
    private static final int FIRST_PAGE = 0x10;
    private static final int PAGES = 0x40;

    private final MemFd file = MemFd.create("mlx5 doorbells", Mlx5Device.BAR0_LENGTH);
    private final Mapping mapping = Mapping.shared(file.fd().number(), 0, Mlx5Device.BAR0_LENGTH);

    /// {@return BAR0 with these pages}
    DeviceRegion region() {
        return DeviceRegion.trapped(Mlx5Device.BAR0_LENGTH).mappable(file.fd().number(), 0,
            new SparseMmap.Area(Uar.offset(FIRST_PAGE), (long) PAGES * Uar.PAGE_SIZE));
    }

    /// {@return where BAR0 would begin in this process' memory}
    long address() {
        return mapping.address();
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
