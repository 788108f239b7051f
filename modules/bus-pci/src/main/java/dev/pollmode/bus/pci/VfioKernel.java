package dev.pollmode.bus.pci;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;

/// The calls that VFIO takes; tests answer them in place of the kernel.
interface VfioKernel {
    /// Opens a device file.
    ///
    /// @throws dev.pollmode.sys.SysException when the kernel refuses
    Fd open(Path path);

    /// {@return whether a device file is there}
    boolean exists(Path path);

    /// {@return what ioctl(2) returned, or `-errno`}
    ///
    /// @param argument a value or an address, as the request wants it
    int ioctl(int fd, int request, long argument);

    /// Maps a part of a device.
    ///
    /// @throws dev.pollmode.sys.SysException when the kernel refuses
    Mapping map(int fd, long offset, long length, int protection, String what);

    /// {@return what pread(2) returned, or `-errno`}
    long read(int fd, long address, long length, long offset);

    /// {@return what pwrite(2) returned, or `-errno`}
    long write(int fd, long address, long length, long offset);

    /// The kernel itself.
    VfioKernel LINUX = new VfioKernel() {
        @Override
        public Fd open(final Path path) {
            return Fd.open(path.toString(), Fd.O_RDWR);
        }

        @Override
        public boolean exists(final Path path) {
            return Files.exists(path);
        }

        @Override
        public int ioctl(final int fd, final int request, final long argument) {
            return FileCalls.ioctl(CallState.current(), fd, request, argument);
        }

        @Override
        public Mapping map(final int fd, final long offset, final long length, final int protection, final String what) {
            return Mapping.map(fd, offset, length, protection, Mapping.MAP_SHARED, what);
        }

        @Override
        public long read(final int fd, final long address, final long length, final long offset) {
            return FileCalls.pread(CallState.current(), fd, address, length, offset);
        }

        @Override
        public long write(final int fd, final long address, final long length, final long offset) {
            return FileCalls.pwrite(CallState.current(), fd, address, length, offset);
        }
    };
}
