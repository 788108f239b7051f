package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Mem;

/// Works on send queues: fetches work requests, gathers frames, sends them, completes. Device thread only.
///
/// A work request is copied before it is looked at, so that the driver cannot change it in between.
final class SendEngine {
    /// Longest segment of [SendWqe#OPCODE_LSO], as the capabilities say.
    private static final int MAX_GATHER = 1 << 18;
    private static final int INLINE_L2 = 1;
    private static final int INLINE_IP = 2;

    private final Hca hca;
    private final Egress egress;
    private final KeyAccess keys;
    private final Segmentation segmentation;
    private final KeyUpdates updates;
    private final PacketHeaders headers = new PacketHeaders();
    private final long wqe;
    private final long gathered;
    private int length;

    SendEngine(final Hca hca, final Egress egress, final KeyAccess keys) {
        this.hca = hca;
        this.egress = egress;
        this.keys = keys;
        this.segmentation = new Segmentation(hca, egress);
        this.updates = new KeyUpdates(hca, keys);
        this.wqe = hca.arena.allocate(SendWqe.MAX_SEGMENTS * SendWqe.SEGMENT_SIZE + (long) SendWqe.BLOCK_SIZE, 64).address();
        this.gathered = hca.arena.allocate(MAX_GATHER, 64).address();
    }

    /// Works on a queue.
    ///
    /// @param budget most work requests
    /// @return how many were done
    int poll(final SendQueue queue, final int budget) {
        if (!queue.hasWork() || queue.state == QueueState.RST) {
            return 0;
        }
        if (queue.rung) {
            queue.rung = false;
            final long read = hca.dma.readWord(queue.work.record() + DoorbellRecord.SEND);
            if (read != Dma.FAULT) {
                queue.producer = (int) read & 0xffff;
            }
        }
        int done = 0;
        while (done < budget && queue.consumer != queue.producer && egress.drain()) {
            if (queue.state == QueueState.ERR) {
                done += flush(queue);
                break;
            }
            execute(queue);
            done++;
        }
        return done;
    }

    private int outstanding(final SendQueue queue) {
        return queue.producer - queue.consumer & 0xffff;
    }

    private long blockAddress(final SendQueue queue, final int block) {
        return queue.work.ring().iova((long) (block & queue.work.entries() - 1) << SendWqe.LOG_BLOCK_SIZE);
    }

    /// Fetches the next work request.
    ///
    /// @return the number of its segments, or 0 if it makes no sense
    private int fetch(final SendQueue queue) {
        final int available = outstanding(queue);
        if (available > queue.work.entries() || !hca.dma.memory().read(blockAddress(queue, queue.consumer), wqe, SendWqe.BLOCK_SIZE)) {
            return 0;
        }
        final int segments = Mem.getIntBe(wqe + SendWqe.SQN_SEGMENTS) & 0x3f;
        final int blocks = SendWqe.blocks(segments);
        if (segments == 0 || blocks > available) {
            return 0;
        }
        for (int i = 1; i < blocks; i++) {
            if (!hca.dma.memory().read(blockAddress(queue, queue.consumer + i), wqe + (long) i * SendWqe.BLOCK_SIZE, SendWqe.BLOCK_SIZE)) {
                return 0;
            }
        }
        return segments;
    }

    private void execute(final SendQueue queue) {
        final int segments = fetch(queue);
        final int index = queue.consumer;
        if (segments == 0 || Mem.getIntBe(wqe + SendWqe.SQN_SEGMENTS) >>> 8 != queue.number()
            || (Mem.getIntBe(wqe) >>> 8 & 0xffff) != index) {
            fail(queue, index, Cqe.SYNDROME_LOCAL_QUEUE_OPERATION);
            return;
        }
        final int syndrome = perform(queue, segments * SendWqe.SEGMENT_SIZE);
        if (syndrome != KeyAccess.OK) {
            fail(queue, index, syndrome);
            return;
        }
        queue.consumer = queue.consumer + SendWqe.blocks(segments) & 0xffff;
        final int mode = Mem.getByte(wqe + SendWqe.COMPLETION_MODE) & SendWqe.COMPLETE_AND_EVENT;
        if (mode >= SendWqe.COMPLETE_ALWAYS) {
            complete(queue, index, Cqe.OPCODE_REQUESTER, 0);
        }
    }

    private int perform(final SendQueue queue, final int end) {
        final int opcode = Mem.getByte(wqe + 3) & 0xff;
        final int modifier = Mem.getByte(wqe) & 0xff;
        return switch (opcode) {
            case SendWqe.OPCODE_NOP -> KeyAccess.OK;
            case SendWqe.OPCODE_SEND -> send(queue, end, false);
            case SendWqe.OPCODE_LSO -> modifier == SendWqe.MODIFIER_MPW ? sendMany(queue, end, true) : send(queue, end, true);
            case SendWqe.OPCODE_ENHANCED_MPW -> sendMany(queue, end, false);
            case SendWqe.OPCODE_UMR -> updates.perform(queue, wqe, end);
            default -> Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        };
    }

    private int tag() {
        final int inline = Mem.getShortBe(wqe + SendWqe.INLINE_LENGTH) & 0xffff;
        return (inline & SendWqe.INSERT_VLAN) != 0 ? Mem.getShortBe(wqe + SendWqe.VLAN_TCI) & 0xffff : -1;
    }

    /// One frame, or one large segment: an inlined header and data segments.
    private int send(final SendQueue queue, final int end, final boolean large) {
        if (queue.tis == null || end < SendWqe.DATA) {
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        final int tag = tag();
        final int inline = tag >= 0 ? 0 : Mem.getShortBe(wqe + SendWqe.INLINE_LENGTH) & 0xffff;
        final int data = SendWqe.DATA + SendWqe.inlineSegments(inline) * SendWqe.SEGMENT_SIZE;
        if (data > end) {
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        Mem.copy(wqe + SendWqe.INLINE_HEADER, gathered, inline);
        length = inline;
        final int syndrome = gather(queue, data, end);
        if (syndrome != KeyAccess.OK) {
            return syndrome;
        }
        if (length < PacketHeaders.ETHERNET_LENGTH) {
            return Cqe.SYNDROME_LOCAL_LENGTH;
        }
        if (inline < neededInline(queue)) {
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        final int checksums = Mem.getByte(wqe + SendWqe.CHECKSUMS) & 0xff;
        if (!large) {
            egress.send(gathered, length, tag, checksums);
            return KeyAccess.OK;
        }
        final int mss = Mem.getShortBe(wqe + SendWqe.MSS) & 0xffff;
        return segmentation.send(gathered, inline, length, mss, tag, checksums) ? KeyAccess.OK : Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
    }

    private int neededInline(final SendQueue queue) {
        final int mode = Math.max(queue.inlineMode, hca.vport.inlineMode);
        if (mode < INLINE_L2) {
            return 0;
        }
        headers.parse(gathered, Math.min(length, Wire.MAX_FRAME));
        if (mode == INLINE_L2 || headers.ipVersion == 0) {
            return Math.min(length, PacketHeaders.ETHERNET_LENGTH);
        }
        final int network = headers.l3Offset + headers.ipHeaderLength;
        return mode == INLINE_IP || headers.l4Protocol == 0 ? network : network + headers.l4HeaderLength;
    }

    /// Gathers all data segments after what has been gathered.
    private int gather(final SendQueue queue, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int word = Mem.getIntBe(wqe + at + DataSegment.BYTE_COUNT);
            final int syndrome = gatherSegment(queue, at, word, end);
            if (syndrome != KeyAccess.OK) {
                return syndrome;
            }
            at += segmentLength(word);
        }
        return KeyAccess.OK;
    }

    private static int segmentLength(final int word) {
        return (word & DataSegment.INLINE) != 0 ? DataSegment.inlineSegments(Math.min(word & ~DataSegment.INLINE, MAX_GATHER)) * DataSegment.SIZE
            : DataSegment.SIZE;
    }

    private int gatherSegment(final SendQueue queue, final int at, final int word, final int end) {
        final int count = word & ~DataSegment.INLINE;
        if ((word & DataSegment.INLINE) != 0) {
            if (count > end - at - DataSegment.INLINE_DATA || length + count > MAX_GATHER) {
                return Cqe.SYNDROME_LOCAL_LENGTH;
            }
            Mem.copy(wqe + at + DataSegment.INLINE_DATA, gathered + length, count);
            length += count;
            return KeyAccess.OK;
        }
        // A count of zero means 2 GiB to the device, which no frame has.
        if (count == 0 || count > MAX_GATHER - length) {
            return Cqe.SYNDROME_LOCAL_LENGTH;
        }
        final int syndrome = keys.read(Mem.getIntBe(wqe + at + DataSegment.LKEY), queue.reservedKey, queue.work.pd(),
            Mem.getLongBe(wqe + at + DataSegment.ADDRESS), count, gathered + length);
        length += count;
        return syndrome;
    }

    /// A frame per segment; with `legacy` all of the length that stands in the place of the mss, and several in an inlined segment.
    private int sendMany(final SendQueue queue, final int end, final boolean legacy) {
        // Linux sends enhanced sessions on queues that do not ask for multi-packet requests, so that permission is for the legacy form.
        if (queue.tis == null || legacy && !queue.multiPacket || end < SendWqe.DATA) {
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        final int tag = tag();
        final int checksums = Mem.getByte(wqe + SendWqe.CHECKSUMS) & 0xff;
        final int size = Mem.getShortBe(wqe + SendWqe.MSS) & 0xffff;
        int at = SendWqe.DATA;
        while (at < end) {
            final int word = Mem.getIntBe(wqe + at + DataSegment.BYTE_COUNT);
            length = 0;
            final int syndrome = gatherSegment(queue, at, word, end);
            if (syndrome != KeyAccess.OK) {
                return syndrome;
            }
            final int frame = legacy ? size : length;
            if (frame < PacketHeaders.ETHERNET_LENGTH || length % frame != 0) {
                return Cqe.SYNDROME_LOCAL_LENGTH;
            }
            for (int i = 0; i < length; i += frame) {
                egress.send(gathered + i, frame, tag, checksums);
            }
            at += segmentLength(word);
        }
        return KeyAccess.OK;
    }

    private void fail(final SendQueue queue, final int index, final int syndrome) {
        queue.state = QueueState.ERR;
        final int segments = Math.max(1, Mem.getIntBe(wqe + SendWqe.SQN_SEGMENTS) & 0x3f);
        queue.consumer = queue.consumer + Math.min(SendWqe.blocks(segments), outstanding(queue)) & 0xffff;
        complete(queue, index, Cqe.OPCODE_REQUESTER_ERROR, syndrome);
    }

    /// Completes what is left of a queue in error as flushed, if it wants that.
    private int flush(final SendQueue queue) {
        if (!queue.flushInError) {
            queue.consumer = queue.producer;
            return 0;
        }
        int done = 0;
        while (queue.consumer != queue.producer && done++ < queue.work.entries()) {
            final int index = queue.consumer;
            final int segments = fetch(queue);
            queue.consumer = queue.consumer + Math.min(Math.max(1, SendWqe.blocks(segments)), outstanding(queue)) & 0xffff;
            complete(queue, index, Cqe.OPCODE_REQUESTER_ERROR, Cqe.SYNDROME_FLUSHED);
        }
        queue.consumer = queue.producer;
        return done;
    }

    private void complete(final SendQueue queue, final int index, final int opcode, final int syndrome) {
        final long cqe = hca.completions.scratch();
        Mem.fill(cqe, Cqe.SIZE, (byte) 0);
        Mem.putIntBe(cqe + Cqe.USER_INDEX, queue.userIndex);
        Mem.putLongBe(cqe + Cqe.TIMESTAMP, hca.ticks());
        if (syndrome != 0) {
            Mem.putLongBe(cqe + Cqe.TIMESTAMP, 0);
            Mem.putByte(cqe + Cqe.SYNDROME, (byte) syndrome);
        }
        Mem.putIntBe(cqe + Cqe.FLOW_TAG, (Mem.getByte(wqe + 3) & 0xff) << 24 | queue.number());
        Mem.putShortBe(cqe + Cqe.WQE_COUNTER, (short) index);
        Mem.putByte(cqe + Cqe.OP_OWN, (byte) Cqe.opOwn(opcode, Cqe.FORMAT_NONE, 0));
        final boolean solicited = (Mem.getByte(wqe + SendWqe.COMPLETION_MODE) & SendWqe.SOLICITED) != 0 || syndrome != 0;
        hca.completions.post(queue.completions, cqe, 0, false, solicited);
    }
}
