package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;

/// Receives many frames into one buffer: a work request is a buffer of strides, a frame takes as many as it needs, and a completion may tell of
/// strides that were passed over.
///
/// Short frames are copied, longer ones are shown where they lie. When no buffer is left to replace the one that frames are shown in, frames are copied
/// so that it comes home; one that fits no mbuf is shown all the same, and the device has a buffer less until it is freed. Of its last buffers the
/// device loses none: then such a frame is dropped, and counted as one that found no mbuf.
final class StridingRxQueue extends MlxRxQueue {
    private static final int LENGTH = 0xffff;
    private static final int STRIDES = 0x7fff;
    /// Work requests of which the device is not deprived.
    private static final int LAST = 2;

    private final StrideMemory memory;
    private final MbufStock stock;
    private final int room;
    private final int segments;
    private final int maxCopy;
    private final int strides;
    private final int logStrideBytes;
    private final StrideBuffer[] posted;
    // Replaces the next one that is used up while it is shown; null when there is none.
    private StrideBuffer spare;
    // Strides that were used of the request at the consumer.
    private int used;
    // Whether the last frame reaches into the headroom of the next.
    private boolean reaches;

    /// @param scatters whether a frame may be copied into several mbufs
    /// @param maxCopy up to which length frames are copied
    StridingRxQueue(final RxRing ring, final StrideMemory memory, final Presence presence, final RxQueueSetup setup, final int port,
                    final boolean scatters, final int maxCopy) {
        super(ring, presence, setup, port);
        final RxShape shape = ring.shape();
        this.memory = memory;
        this.maxCopy = maxCopy;
        room = setup.pool().bufferLength() - Mbuf.HEADROOM;
        strides = 1 << shape.logStrides();
        logStrideBytes = shape.logStrideBytes();
        segments = scatters ? Math.ceilDiv(Math.min(shape.segmentBytes(), MlxPort.MAX_FRAME), room) : 1;
        stock = new MbufStock(setup.pool(), setup.counters(), segments);
        posted = new StrideBuffer[mask + 1];
    }

    @Override
    int longestFrame() {
        return Math.min(strides << logStrideBytes, LENGTH);
    }

    @Override
    void reset() {
        super.reset();
        used = 0;
        reaches = false;
    }

    @Override
    boolean isReady() {
        return stock.has(segments);
    }

    @Override
    Mbuf take(final RxCompletions completion) {
        final int word = completion.word();
        final int length = word & LENGTH;
        final int count = completion.isTagged() ? length + (1 << logStrideBytes) - 1 >> logStrideBytes : word >>> 16 & STRIDES;
        final int first = used;
        if (consumer == producer || (completion.request() - consumer & mask) != 0 || count == 0 || count > strides - first) {
            fail();
            return null;
        }
        final boolean filler = word < 0 && !completion.isTagged();
        if (!filler && (completion.counter() != first || length == 0 || length > count << logStrideBytes)) {
            fail();
            return null;
        }
        final StrideBuffer buffer = posted[consumer & mask];
        used += count;
        final Mbuf packet = filler ? null : packet(buffer, first, count, length);
        if (used == strides) {
            used = 0;
            reaches = false;
            consumer++;
            buffer.finish();
        }
        return packet;
    }

    private Mbuf packet(final StrideBuffer buffer, final int first, final int count, final int length) {
        final boolean headroom = !reaches;
        reaches = length + Mbuf.HEADROOM > count << logStrideBytes;
        final boolean copies = length <= maxCopy || spare == null || reaches;
        final Mbuf packet = stock.take();
        if (copies && length <= room) {
            packet.received(length, port());
            Mem.copy(buffer.stride(first), packet.dataAddress(), length);
            reaches = false;
        } else if (copies && length <= room * segments) {
            copy(buffer.stride(first), length, packet);
            reaches = false;
        } else if (spare == null && producer - consumer <= LAST) {
            stock.putBack(packet);
            counters().addNoMbuf(1);
            reaches = false;
            return null;
        } else {
            packet.received(0, port());
            buffer.show(packet, first, count, length, headroom);
        }
        return packet;
    }

    /// Copies a frame into as many mbufs as it needs.
    private void copy(final long frame, final int length, final Mbuf head) {
        head.received(room, port());
        Mem.copy(frame, head.dataAddress(), room);
        Mbuf last = head;
        for (int at = room; at < length; at += room) {
            final int part = Math.min(room, length - at);
            final Mbuf next = stock.take();
            next.received(part, port());
            Mem.copy(frame + at, next.dataAddress(), part);
            last.chainNext(head, next);
            last = next;
        }
    }

    @Override
    void refill() {
        int written = producer;
        while (written - consumer <= mask) {
            final StrideBuffer buffer = replacement();
            if (buffer == null) {
                break;
            }
            posted[written & mask] = buffer;
            ring().putStrides(written & mask, buffer.iova());
            written++;
        }
        post(written);
        if (spare == null) {
            spare = memory.take();
        }
    }

    private StrideBuffer replacement() {
        final StrideBuffer buffer = memory.take();
        if (buffer != null) {
            return buffer;
        }
        final StrideBuffer last = spare;
        spare = null;
        return last;
    }

    @Override
    void takeBack() {
        while (consumer != producer) {
            posted[consumer++ & mask].finish();
        }
        if (spare != null) {
            spare.finish();
            spare = null;
        }
        stock.giveBack();
    }

    @Override
    protected void release() {
        super.release();
        memory.close();
    }
}
