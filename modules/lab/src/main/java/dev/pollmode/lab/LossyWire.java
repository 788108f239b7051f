package dev.pollmode.lab;

import dev.pollmode.mlx5.model.Wire;

/// A wire that loses some of the frames that come to the device. For rehearsing a lab that fails.
final class LossyWire implements Wire {
    private final Wire wire;
    private final int every;
    private int count;

    /// @param wire closed with this one
    /// @param every which frames are lost: every so manyth
    LossyWire(final Wire wire, final int every) {
        this.wire = wire;
        this.every = every;
    }

    @Override
    public boolean send(final long address, final int length) {
        return wire.send(address, length);
    }

    @Override
    public int receive(final long address, final int capacity) {
        final int length = wire.receive(address, capacity);
        if (length > 0 && ++count == every) {
            count = 0;
            return wire.receive(address, capacity);
        }
        return length;
    }

    @Override
    public boolean isUp() {
        return wire.isUp();
    }

    @Override
    public void close() {
        wire.close();
    }
}
