package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxCheck;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.TxRefusal;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.sys.Mem;

/// Sends frames: a work request each, one doorbell and one completion per burst.
///
/// A packet stays the queue's until a completion covers it. A completion with an error stops the queue until the port is started again, as
/// it stops the device's side; packets that were not sent then count as errors.
final class MlxTxQueue extends TxQueue {
    private final TxRing ring;
    private final CompletionRing completions;
    private final TxWriter writer;
    private final Presence presence;
    private final QueueCounters counters;
    private final TxCheck check;
    private final int maxSegments;
    private final int mask;
    // By the first block of each packet; the other blocks have none.
    private final Mbuf[] inFlight;
    private final int[] blocks;
    // Blocks written and completed, free running.
    private int producer;
    private int consumer;
    private boolean failed;

    MlxTxQueue(final TxRing ring, final TxWriter writer, final Presence presence, final QueueCounters counters, final TxCheck check,
               final int maxSegments) {
        this.ring = ring;
        this.writer = writer;
        this.presence = presence;
        this.counters = counters;
        this.check = check;
        this.maxSegments = maxSegments;
        completions = ring.completions();
        mask = ring.blocks() - 1;
        inFlight = new Mbuf[ring.blocks()];
        blocks = new int[ring.blocks()];
    }

    /// {@return the device's side}
    TxRing ring() {
        return ring;
    }

    /// Makes the device's side.
    void start() {
        failed = false;
        producer = 0;
        consumer = 0;
        ring.create();
    }

    /// Takes the packets back that were not completed; the device's side was destroyed, or is gone.
    void takeBack() {
        for (int i = 0; i <= mask; i++) {
            if (inFlight[i] != null) {
                inFlight[i].free();
                inFlight[i] = null;
            }
        }
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        if (presence.isGone()) {
            return 0;
        }
        reclaim();
        if (failed) {
            return 0;
        }
        int taken = 0;
        int packets = 0;
        long bytes = 0;
        int last = 0;
        final int first = producer;
        while (taken < count) {
            final Mbuf packet = burst[offset + taken];
            if (packet.segments() > maxSegments || writer.isTooShort(packet)) {
                packet.free();
                counters.addErrors(1);
                taken++;
                continue;
            }
            if (mask + 1 - (producer - consumer) < writer.blocks(packet)) {
                break;
            }
            last = producer;
            inFlight[last & mask] = packet;
            final int used = writer.write(last, packet);
            blocks[last & mask] = used;
            producer = last + used;
            bytes += packet.packetLength();
            packets++;
            taken++;
        }
        if (producer != first) {
            writer.requestCompletion(last);
            ring.ring(producer, last);
            counters.add(packets, bytes);
        }
        return taken;
    }

    private int reclaim() {
        int freed = 0;
        boolean any = false;
        for (long cqe = completions.peek(); cqe != 0; cqe = completions.peek()) {
            any = true;
            final int opcode = (Mem.getByte(cqe + Cqe.OP_OWN) & 0xff) >>> 4;
            final int through = Mem.getShortBe(cqe + Cqe.WQE_COUNTER);
            completions.advance();
            if (opcode != Cqe.OPCODE_REQUESTER) {
                failed = true;
                counters.addErrors(1);
            }
            freed += freeThrough(through);
        }
        if (any) {
            completions.release();
        }
        return freed;
    }

    /// Frees all packets up to the one whose work request has this index.
    private int freeThrough(final int index) {
        int freed = 0;
        int at = consumer;
        final int open = producer - at;
        final int distance = index - at & 0xffff;
        if (distance >= open) {
            // No request of ours: the device talks nonsense.
            failed = true;
            return 0;
        }
        final int end = at + distance;
        while (end - at >= 0) {
            final int slot = at & mask;
            inFlight[slot].free();
            inFlight[slot] = null;
            at += blocks[slot];
            freed++;
        }
        consumer = at;
        return freed;
    }

    @Override
    public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
        return check.prepare(burst, offset, count);
    }

    @Override
    public TxRefusal refusal() {
        return check.refusal();
    }

    @Override
    public int cleanUp(final int limit) {
        return presence.isGone() ? 0 : reclaim();
    }

    @Override
    protected void release() {
        takeBack();
        ring.close();
    }
}
