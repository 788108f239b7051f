package dev.pollmode.bus.pci;

import dev.pollmode.eal.DmaMap;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.ClientRegion;
import dev.pollmode.vfio.user.GuestMemory;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioUserClient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/// A device of another process, over vfio-user.
///
/// Memory that has a descriptor is shared, other memory is reached by the server through messages, which is slow but works.
/// When the server is gone, registers that trap read as all ones and take writes without effect; those that are mapped keep
/// their last values.
public final class VfioUserAccess implements PciAccess {
    private static final int BARS = 6;

    private final VfioUserClient client;
    private final Path socket;
    private final Bar[] bars = new Bar[BARS];
    private final boolean[] set = new boolean[Vfio.PCI_IRQS];
    private final Memory memory = new Memory();
    private volatile boolean closing;

    private VfioUserAccess(final VfioUserClient client, final Path socket) {
        this.client = client;
        this.socket = socket;
    }

    /// Connects to the server of a device.
    ///
    /// @param socket where it listens
    /// @return the device, to be closed by the caller
    /// @throws SysException when nobody listens there, or the server does not speak the protocol
    public static VfioUserAccess connect(final Path socket) {
        return new VfioUserAccess(VfioUserClient.connect(socket), socket);
    }

    @Override
    public String description() {
        return "vfio-user " + socket;
    }

    @Override
    public void readConfig(final int offset, final MemorySegment to) {
        client.read(Vfio.REGION_CONFIG, offset, to);
    }

    @Override
    public void writeConfig(final int offset, final MemorySegment from) {
        client.write(Vfio.REGION_CONFIG, offset, from);
    }

    @Override
    public synchronized PciBar bar(final int index) {
        if (bars[index] == null) {
            bars[index] = new Bar(index, client.region(index));
        }
        return bars[index];
    }

    private final class Bar extends PciBar {
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        private final ClientRegion region;

        private Bar(final int index, final ClientRegion region) {
            super(index, region.size());
            this.region = region;
        }

        @Override
        public long address(final long offset, final long length) {
            return region.address(offset, length);
        }

        @Override
        protected long trappedRead(final long offset, final int width) {
            final MemorySegment value = MemorySegment.ofArray(new byte[Long.BYTES]);
            try {
                client.read(index(), offset, value.asSlice(0, width));
                return value.get(LONG, 0);
            } catch (final SysException e) {
                return -1;
            }
        }

        @Override
        protected void trappedWrite(final long offset, final long value, final int width) {
            client.post(index(), offset, value, width);
        }
    }

    @Override
    public int irqs(final int index) {
        return index < client.info().irqs() ? client.irq(index).count() : 0;
    }

    @Override
    public synchronized void setIrqs(final int index, final int... eventFds) {
        disableIrqs(index);
        client.setIrqs(index, 0, eventFds);
        set[index] = eventFds.length > 0;
    }

    @Override
    public synchronized void disableIrqs(final int index) {
        if (set[index]) {
            set[index] = false;
            client.disableIrqs(index);
        }
    }

    @Override
    public boolean reset() {
        if (!client.info().resettable()) {
            return false;
        }
        client.reset();
        return true;
    }

    @Override
    public Optional<DmaMap> dmaMap() {
        return Optional.of(memory);
    }

    private final class Memory implements DmaMap {
        private static final int ACCESS = GuestMemory.READ | GuestMemory.WRITE;

        @Override
        public void map(final MemoryRegion region, final long address, final long iova, final long length) {
            if (region.fd().isEmpty()) {
                map(address, iova, length);
            } else {
                final long offset = region.fdOffset() + (address - region.address());
                client.mapMemory(iova, address, length, ACCESS, region.fd().getAsInt(), offset);
            }
        }

        @Override
        public void map(final long address, final long iova, final long length) {
            client.mapMemory(iova, address, length, ACCESS);
        }

        @Override
        public void unmap(final long address, final long iova, final long length) {
            try {
                client.unmapMemory(iova, length);
            } catch (final SysException e) {
                // A server that is gone has no memory of ours.
                if (e.errno() != Errno.ENOTCONN) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void onGone(final Runnable action) {
        client.onDisconnect(() -> {
            if (!closing) {
                action.run();
            }
        });
    }

    @Override
    public boolean isPresent() {
        return client.isConnected();
    }

    @Override
    public void close() {
        closing = true;
        // The server closes the eventfds of a client that leaves.
        client.close();
    }
}
