package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.DoorbellRecord;

/// Receive work requests and how far they are used: of one receive queue, or of a pool that queues share. Device thread only.
final class ReceiveBuffers extends Resource {
    final WorkRing work;
    /// Work requests used so far, 16 bits.
    int consumer;
    /// Work requests the driver has posted, as last read, 16 bits.
    int producer;
    /// Slot of the next work request in the ring.
    int head;
    /// Next free stride of the work request at [#head].
    int stride;

    ReceiveBuffers(final int number, final WorkRing work) {
        super(number);
        this.work = work;
    }

    void reset() {
        consumer = 0;
        producer = 0;
        head = 0;
        stride = 0;
    }

    /// {@return how many work requests are posted, at most `enough` of them by what was read before}
    int available(final Dma dma, final int enough) {
        int count = producer - consumer & 0xffff;
        if (count < enough) {
            final long read = dma.readWord(work.record() + DoorbellRecord.RECEIVE);
            if (read != Dma.FAULT) {
                producer = (int) read & 0xffff;
            }
            count = producer - consumer & 0xffff;
        }
        return count > work.entries() ? 0 : count;
    }

    /// The work request at [#head] is used up.
    ///
    /// @param next slot of the next one, if the ring is linked
    void advance(final int next) {
        consumer = consumer + 1 & 0xffff;
        head = (work.linked() ? next : head + 1) & work.entries() - 1;
        stride = 0;
    }

    /// {@return the DMA address of the work request at [#head]}
    long entry() {
        return work.ring().iova((long) head << work.logStride());
    }
}
