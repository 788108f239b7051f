package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Errno;
import dev.pollmode.vfio.user.DeviceIrq;
import dev.pollmode.vfio.user.DeviceRegion;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioUserDevice;
import dev.pollmode.vfio.user.VfioUserException;
import dev.pollmode.vfio.user.VfioUserSession;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// A [Mlx5Device] as clients of vfio-user see it: BAR0, configuration space, MSI-X.
///
/// Every write of a register is a message of its own, so that none is lost. The function is reset when a client leaves, as a kernel does
/// when the descriptor of a device is closed.
public final class ServedFunction implements VfioUserDevice, AutoCloseable {
    private static final ValueLayout.OfInt INT_BE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_BE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final ModelConfig config;
    private final ServedMemory memory = new ServedMemory();
    private final PciConfig space;
    private final Mlx5Device device;
    private final MappedDoorbells doorbells;
    private volatile VfioUserSession session;

    /// Creates a function.
    ///
    /// @param config what kind of function
    /// @param wire of its port; closed with it
    public ServedFunction(final ModelConfig config, final Wire wire) {
        this(config, wire, null);
    }

    private ServedFunction(final ModelConfig config, final Wire wire, final MappedDoorbells doorbells) {
        this.doorbells = doorbells;
        this.config = config;
        this.space = new PciConfig(config);
        this.device = new Mlx5Device(config, memory, this::raise, wire);
    }

    /// Creates a function whose data path is played by hand, and whose doorbells are memory: a driver's burst touches nothing but memory then.
    /// As nobody sees doorbells, the device is never told that its events were read, and takes some two hundred commands at most.
    ///
    /// @param config what kind of function
    /// @return the function, which executes commands
    public static ServedFunction playedByHand(final ModelConfig config) {
        final ServedFunction function = new ServedFunction(config, new LoopWire(), new MappedDoorbells());
        function.device.playByHand();
        return function;
    }

    /// {@return the device's side of the send queues there are, by number, for who plays it; see [Mlx5Device#playByHand()]}
    public List<PlayedSendQueue> sendQueues() {
        return device.sendQueues(doorbells == null ? 0 : doorbells.address());
    }

    private void raise(final int vector) {
        final VfioUserSession client = session;
        if (client != null) {
            client.trigger(Vfio.IRQ_MSIX, vector);
        }
    }

    /// {@return the device, for faults}
    public Mlx5Device device() {
        return device;
    }

    /// Asks the client to release the device, as a kernel does that wants it back.
    ///
    /// @return whether the client was told
    public boolean requestRelease() {
        final VfioUserSession client = session;
        return client != null && client.trigger(Vfio.IRQ_REQUEST, 0);
    }

    /// Ends the link to the client.
    public void disconnect() {
        final VfioUserSession client = session;
        if (client != null) {
            client.disconnect();
        }
    }

    @Override
    public List<DeviceRegion> regions() {
        final DeviceRegion[] regions = new DeviceRegion[Vfio.PCI_REGIONS];
        Arrays.fill(regions, DeviceRegion.ABSENT);
        regions[Vfio.REGION_BAR0] = doorbells == null ? DeviceRegion.trapped(Mlx5Device.BAR0_LENGTH) : doorbells.region();
        regions[Vfio.REGION_CONFIG] = DeviceRegion.trapped(PciConfig.LENGTH);
        return List.of(regions);
    }

    @Override
    public List<DeviceIrq> irqs() {
        return List.of(DeviceIrq.NONE, DeviceIrq.NONE, DeviceIrq.msix(config.vectors()), DeviceIrq.single(), DeviceIrq.single());
    }

    @Override
    public void attach(final VfioUserSession client) {
        reset();
        memory.use(client.memory());
        session = client;
    }

    @Override
    public void detach() {
        session = null;
        memory.use(null);
        reset();
    }

    @Override
    public void reset() {
        device.reset();
        space.reset();
    }

    @Override
    public void read(final int region, final long offset, final MemorySegment to) {
        if (region == Vfio.REGION_CONFIG) {
            for (long i = 0; i < to.byteSize(); i++) {
                to.set(ValueLayout.JAVA_BYTE, i, (byte) space.read((int) (offset + i)));
            }
            return;
        }
        requireBar0(region);
        long done = 0;
        while (done < to.byteSize()) {
            final int part = (int) Math.min(to.byteSize() - done, Long.BYTES - (offset + done & 7));
            final long value = device.readBar0(offset + done, part);
            for (int i = 0; i < part; i++) {
                to.set(ValueLayout.JAVA_BYTE, done + i, (byte) (value >>> 8 * (part - 1 - i)));
            }
            done += part;
        }
    }

    @Override
    public void write(final int region, final long offset, final MemorySegment from) {
        if (region == Vfio.REGION_CONFIG) {
            writeConfig((int) offset, from);
            return;
        }
        requireBar0(region);
        long done = 0;
        while (done < from.byteSize()) {
            final long at = offset + done;
            final long left = from.byteSize() - done;
            if ((at & 7) == 0 && left >= Long.BYTES) {
                device.writeBar0(at, Long.BYTES, from.get(LONG_BE, done));
                done += Long.BYTES;
            } else if ((at & 3) == 0 && left >= Integer.BYTES) {
                device.writeBar0(at, Integer.BYTES, from.get(INT_BE, done) & 0xffffffffL);
                done += Integer.BYTES;
            } else {
                // Registers take whole words only.
                done += Math.min(left, Integer.BYTES - (at & 3));
            }
        }
    }

    private void writeConfig(final int offset, final MemorySegment from) {
        boolean resets = false;
        for (int i = 0; i < from.byteSize(); i++) {
            resets |= space.write(offset + i, from.get(ValueLayout.JAVA_BYTE, i));
        }
        if (resets) {
            reset();
        }
    }

    private static void requireBar0(final int region) {
        if (region != Vfio.REGION_BAR0) {
            throw new VfioUserException("access " + Vfio.regionName(region), Errno.EINVAL, "the device has BAR 0 and config space only");
        }
    }

    /// Ends the device. The server must have been closed before.
    @Override
    public void close() {
        device.close();
        if (doorbells != null) {
            doorbells.close();
        }
    }
}
