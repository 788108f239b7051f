package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.mbuf.Mbuf;
import java.time.Duration;

/// The memory of a striding queue: more [StrideBuffer]s than it has work requests, so that some may be shown while others are posted.
///
/// Closed by the control plane. Memory that packets still show then stays mapped until they are freed, which is looked for now and then.
final class StrideMemory implements AutoCloseable {
    private static final int ALIGNMENT = 4096;
    private static final int MIN_EXTRA = 16;
    private static final int MAX_LOOKS = 64;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Eal eal;
    private final MemoryRegion region;
    private final StrideBuffer[] buffers;
    private int next;

    StrideMemory(final Eal eal, final String name, final RxShape shape) {
        this.eal = eal;
        buffers = new StrideBuffer[shape.requests() + Math.max(MIN_EXTRA, shape.requests())];
        final long step = shape.segmentBytes() + (long) Mbuf.HEADROOM;
        region = eal.memory().allocateShared(name, step * buffers.length, ALIGNMENT);
        for (int i = 0; i < buffers.length; i++) {
            final long address = region.address() + i * step + Mbuf.HEADROOM;
            buffers[i] = new StrideBuffer(address, region.iova(address), shape.logStrides(), shape.logStrideBytes());
        }
    }

    /// {@return one that is home, posted from now on; null when a look at some of them found none}
    StrideBuffer take() {
        for (int looks = Math.min(MAX_LOOKS, buffers.length); looks > 0; looks--) {
            final StrideBuffer buffer = buffers[next];
            if (buffer.isHome()) {
                buffer.post();
                return buffer;
            }
            next = next + 1 == buffers.length ? 0 : next + 1;
        }
        return null;
    }

    private boolean isHome() {
        for (final StrideBuffer buffer : buffers) {
            if (!buffer.isHome()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (isHome()) {
            region.close();
        } else {
            eal.alarms().set(PATIENCE, this::close);
        }
    }
}
