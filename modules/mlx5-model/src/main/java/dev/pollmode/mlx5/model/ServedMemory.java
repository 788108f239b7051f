package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;
import dev.pollmode.vfio.user.GuestMemory;

/// The memory of the client that is served now; none between clients.
///
/// [#use] is called by the server's thread, everything else by the device's.
final class ServedMemory implements DeviceMemory {
    private volatile GuestMemory current;
    private volatile boolean inside;
    private GuestMemory entered;

    /// Changes to the memory of another client, or of none, and waits until the device has let go of the former.
    void use(final GuestMemory memory) {
        current = memory;
        while (inside) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void enter() {
        // Volatile: either use() sees that we are inside, or we see what it set.
        inside = true;
        entered = current;
        if (entered != null) {
            entered.enter();
        }
    }

    @Override
    public void exit() {
        if (entered != null) {
            entered.exit();
            entered = null;
        }
        inside = false;
    }

    @Override
    public long find(final long iova, final long length, final int access) {
        if (entered == null || iova < 0 || length <= 0) {
            return 0;
        }
        return entered.find(iova, length, toGuest(access));
    }

    private static int toGuest(final int access) {
        return ((access & READ) != 0 ? GuestMemory.READ : 0) | ((access & WRITE) != 0 ? GuestMemory.WRITE : 0);
    }

    @Override
    public boolean read(final long iova, final long address, final long length) {
        if (length == 0) {
            return true;
        }
        final long source = find(iova, length, READ);
        if (source != 0) {
            Mem.copy(source, address, length);
            return true;
        }
        return isPossible(iova, length) && entered.read(iova, Mem.segment(address, length));
    }

    @Override
    public boolean write(final long iova, final long address, final long length) {
        if (length == 0) {
            return true;
        }
        final long destination = find(iova, length, WRITE);
        if (destination != 0) {
            Mem.copy(address, destination, length);
            return true;
        }
        return isPossible(iova, length) && entered.write(iova, Mem.segment(address, length));
    }

    private boolean isPossible(final long iova, final long length) {
        return entered != null && iova >= 0 && iova + length > iova;
    }
}
