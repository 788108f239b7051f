package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.sys.Mem;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Puts received frames into buffers that the driver posted. Device thread only.
///
/// After [#put] the accessors tell where the frame went, for its completion.
final class Scatter {
    /// What [#put] returns when no buffer is posted.
    static final int NO_BUFFER = -1;

    private static final int TAG_LENGTH = 4;
    private static final int NEXT_SEGMENT = 16;
    private static final int NEXT_INDEX = 0x02;

    private final Hca hca;
    private final KeyAccess keys;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer crcBytes;
    private final long wqe;
    private final long copy;
    private long data;
    private int length;
    private boolean stripped;
    private int wqeCounter;
    private int wqeId;
    private int stride;
    private int strides;
    private int fillerStrides;
    private int fillerStride;
    private int fillerWqe;

    Scatter(final Hca hca, final KeyAccess keys) {
        this.hca = hca;
        this.keys = keys;
        this.wqe = hca.arena.allocate(1L << Capabilities.MAX_LOG_STRIDE_RQ, 64).address();
        final var memory = hca.arena.allocate(Wire.MAX_FRAME + 64L, 64);
        this.copy = memory.address();
        this.crcBytes = memory.asByteBuffer();
    }

    boolean wasStripped() {
        return stripped;
    }

    /// {@return bytes that were written}
    int length() {
        return length;
    }

    /// {@return the counter of the work request}
    int wqeCounter() {
        return wqeCounter;
    }

    /// {@return the slot of the work request}
    int wqeId() {
        return wqeId;
    }

    /// {@return the stride at which the frame begins}
    int stride() {
        return stride;
    }

    /// {@return strides that the frame takes, 0 if the queue has none}
    int strides() {
        return strides;
    }

    /// {@return strides at the end of a work request that were passed over}
    int fillerStrides() {
        return fillerStrides;
    }

    int fillerStride() {
        return fillerStride;
    }

    int fillerWqe() {
        return fillerWqe;
    }

    /// {@return whether a frame finds a buffer}
    boolean hasRoom(final ReceiveQueue queue, final int frameLength) {
        final ReceiveBuffers buffers = queue.buffers;
        final WorkRing work = buffers.work;
        final int bytes = frameLength + Vport.FCS_LENGTH + work.shift();
        final boolean next = work.striding() && buffers.stride + stridesFor(work, bytes) > work.strides();
        return buffers.available(hca.dma, next ? 2 : 1) >= (next ? 2 : 1);
    }

    int counterOf(final ReceiveBuffers buffers) {
        return buffers.work.linked() ? buffers.head : buffers.consumer;
    }

    private static int stridesFor(final WorkRing work, final int bytes) {
        return bytes + (1 << work.logStrideBytes()) - 1 >> work.logStrideBytes();
    }

    /// Puts a frame into the next buffer.
    ///
    /// @return [KeyAccess#OK], [#NO_BUFFER], or the syndrome of a failure that ends the queue's work
    int put(final ReceiveQueue queue, final PacketHeaders headers, final long frame) {
        fillerStrides = 0;
        prepare(queue, headers, frame);
        return queue.buffers.work.striding() ? putStrides(queue) : putSegments(queue);
    }

    /// Takes off the tag, adds the FCS, as the queue wants it. The frame itself stays as it is.
    private void prepare(final ReceiveQueue queue, final PacketHeaders headers, final long frame) {
        data = frame;
        length = headers.length;
        stripped = headers.customerTag && !queue.keepVlan;
        if (!stripped && !queue.keepFcs) {
            return;
        }
        Mem.copy(frame, copy, length);
        if (queue.keepFcs) {
            crc.reset();
            crc.update(crcBytes.clear().limit(length));
            Mem.putIntLe(copy + length, (int) crc.getValue());
            length += Vport.FCS_LENGTH;
        }
        data = copy;
        if (stripped) {
            // The addresses move up over the tag.
            Mem.putLong(copy + 8, Mem.getInt(frame + 4) & 0xffffffffL | (long) Mem.getInt(frame + 8) << 32);
            Mem.putInt(copy + 4, Mem.getInt(frame));
            data = copy + TAG_LENGTH;
            length -= TAG_LENGTH;
        }
    }

    private int putSegments(final ReceiveQueue queue) {
        final ReceiveBuffers buffers = queue.buffers;
        strides = 0;
        if (buffers.available(hca.dma, 1) == 0) {
            return NO_BUFFER;
        }
        wqeCounter = counterOf(buffers);
        wqeId = buffers.head;
        final int size = buffers.work.stride();
        if (!hca.dma.memory().read(buffers.entry(), wqe, size)) {
            buffers.advance(buffers.head + 1);
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        final int next = Mem.getShortBe(wqe + NEXT_INDEX) & 0xffff;
        int done = 0;
        int syndrome = KeyAccess.OK;
        for (int at = buffers.work.linked() ? NEXT_SEGMENT : 0; at < size && done < length && syndrome == KeyAccess.OK; at += DataSegment.SIZE) {
            final int count = Mem.getIntBe(wqe + at + DataSegment.BYTE_COUNT) & DataSegment.COUNT;
            final int lkey = Mem.getIntBe(wqe + at + DataSegment.LKEY);
            if (count == 0 && lkey == DataSegment.INVALID_LKEY) {
                break;
            }
            // A count of zero means 2 GiB to the device.
            final int part = count == 0 ? length - done : Math.min(count, length - done);
            syndrome = keys.write(lkey, queue.reservedKey, buffers.work.pd(), Mem.getLongBe(wqe + at + DataSegment.ADDRESS), part, data + done);
            done += part;
        }
        buffers.advance(next);
        return syndrome == KeyAccess.OK && done < length ? Cqe.SYNDROME_LOCAL_LENGTH : syndrome;
    }

    private int putStrides(final ReceiveQueue queue) {
        final ReceiveBuffers buffers = queue.buffers;
        final WorkRing work = buffers.work;
        final int bytes = length + work.shift();
        strides = stridesFor(work, bytes);
        final boolean moves = buffers.stride > 0 && buffers.stride + strides > work.strides();
        if (buffers.available(hca.dma, moves ? 2 : 1) < (moves ? 2 : 1)) {
            return NO_BUFFER;
        }
        if (moves && !pass(buffers)) {
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        wqeCounter = counterOf(buffers);
        wqeId = buffers.head;
        if (strides > work.strides()) {
            buffers.advance(buffers.head + 1);
            return Cqe.SYNDROME_LOCAL_LENGTH;
        }
        if (!hca.dma.memory().read(buffers.entry(), wqe, work.stride())) {
            buffers.advance(buffers.head + 1);
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        stride = buffers.stride;
        final long segment = wqe + NEXT_SEGMENT;
        final long offset = ((long) stride << work.logStrideBytes()) + work.shift();
        final long room = Mem.getIntBe(segment + DataSegment.BYTE_COUNT) & DataSegment.COUNT;
        final int syndrome = offset + length > room ? Cqe.SYNDROME_LOCAL_LENGTH
            : keys.write(Mem.getIntBe(segment + DataSegment.LKEY), queue.reservedKey, work.pd(),
                Mem.getLongBe(segment + DataSegment.ADDRESS) + offset, length, data);
        buffers.stride += strides;
        if (buffers.stride >= work.strides()) {
            buffers.advance(Mem.getShortBe(wqe + NEXT_INDEX) & 0xffff);
        }
        return syndrome;
    }

    /// Passes over the strides left in a work request, which are too few for the frame.
    private boolean pass(final ReceiveBuffers buffers) {
        fillerStride = buffers.stride;
        fillerStrides = buffers.work.strides() - buffers.stride;
        fillerWqe = buffers.head;
        if (!hca.dma.memory().read(buffers.entry(), wqe, buffers.work.stride())) {
            return false;
        }
        buffers.advance(Mem.getShortBe(wqe + NEXT_INDEX) & 0xffff);
        return true;
    }
}
