package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Receives frames of any length, in the way that suits those that came last.
///
/// | state | frames are read into                          | next                                            |
/// |-------|-----------------------------------------------|-------------------------------------------------|
/// | short | one buffer, the rest beside it and copied     | long, when one was longer than the buffer        |
/// | long  | as many buffers as the longest frame takes    | short, when [#SHORT_RUN] in a row fitted into one |
final class MixedRxQueue extends RxQueue {
    private static final int SHORT_RUN = 64;

    private final TapRxQueue shortFrames;
    private final ScatterRxQueue longFrames;
    private boolean longLately;
    private int shortRun;

    /// @param shortFrames a queue with an [Overflow]
    /// @param longFrames a queue of the same file
    MixedRxQueue(final TapRxQueue shortFrames, final ScatterRxQueue longFrames) {
        this.shortFrames = shortFrames;
        this.longFrames = longFrames;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        if (longLately) {
            final int received = longFrames.rxBurst(burst, offset, limit);
            shortRun = longFrames.hadLong() ? 0 : shortRun + received;
            longLately = shortRun < SHORT_RUN;
            return received;
        }
        final int received = shortFrames.rxBurst(burst, offset, limit);
        longLately = shortFrames.hadOverflow();
        shortRun = 0;
        return received;
    }

    @Override
    protected void release() {
        shortFrames.release();
        longFrames.release();
    }
}
