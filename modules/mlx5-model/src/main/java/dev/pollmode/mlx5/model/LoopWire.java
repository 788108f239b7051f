package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;

/// A plug that connects the port with itself: what is sent arrives, in order and whole.
public final class LoopWire implements Wire {
    private static final long CAPACITY = 4 << 20;

    private final FrameRing frames = new FrameRing(CAPACITY);

    /// Creates a plug.
    public LoopWire() {
    }

    @Override
    public boolean send(final long address, final int length) {
        return frames.put(address, length);
    }

    @Override
    public int receive(final long address, final int capacity) {
        if (frames.isEmpty()) {
            return 0;
        }
        final int length = Math.min(frames.length(), capacity);
        Mem.copy(frames.address(), address, length);
        frames.remove();
        return length;
    }

    @Override
    public void close() {
        frames.clear();
    }
}
