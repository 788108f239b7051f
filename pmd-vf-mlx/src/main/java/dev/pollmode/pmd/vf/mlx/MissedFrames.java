package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.AllocQCounter;
import dev.pollmode.mlx5.prm.DeallocQCounter;
import dev.pollmode.mlx5.prm.QueryQCounter;

/// Frames that the device dropped because a receive queue had no buffer, counted by the device for all queues of the port.
///
/// The control plane calls, one thread at a time.
final class MissedFrames {
    /// Where a function counts that has no counters to give.
    private static final int NOWHERE = 0;

    private final CommandChannel channel;
    private final int number;
    private long total;
    private int last;

    MissedFrames(final Hca hca) {
        channel = hca.channel();
        number = allocate();
        if (number != NOWHERE) {
            hca.onClose(() -> channel.execute(DeallocQCounter.In.LAYOUT.allocate().set(DeallocQCounter.In.COUNTER_SET_ID, number),
                DeallocQCounter.Out.LAYOUT));
        }
    }

    private int allocate() {
        try {
            return channel.execute(AllocQCounter.In.LAYOUT.allocate(), AllocQCounter.Out.LAYOUT).get(AllocQCounter.Out.COUNTER_SET_ID);
        } catch (final EthDevException e) {
            if (channel.isGone()) {
                throw e;
            }
            // Frames are received all the same; those that are missed are not counted.
            return NOWHERE;
        }
    }

    /// {@return the number of the counters, 0 when there are none}
    int number() {
        return number;
    }

    /// {@return how many there were; once the device is gone, as many as were known before}
    long total() {
        if (number == NOWHERE || channel.isGone()) {
            return total;
        }
        try {
            final int now = channel.execute(QueryQCounter.In.LAYOUT.allocate().set(QueryQCounter.In.COUNTER_SET_ID, number),
                QueryQCounter.Out.LAYOUT).get(QueryQCounter.Out.OUT_OF_BUFFER);
            // The device counts with 32 bits.
            total += Integer.toUnsignedLong(now - last);
            last = now;
        } catch (final EthDevException e) {
            if (!channel.isGone()) {
                throw e;
            }
        }
        return total;
    }
}
