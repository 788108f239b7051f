package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.sys.Mem;

/// Receives frames: each work request is one buffer, each completion one frame, in the same order.
///
/// Buffers are posted in batches, with one doorbell. A completion with an error stops the queue until the port is started again, as it
/// stops the device's side.
final class MlxRxQueue extends RxQueue {
    private static final int REFILL = 32;

    private final RxRing ring;
    private final CompletionRing completions;
    private final Presence presence;
    private final RxCompletion offloads;
    private final Mempool pool;
    private final QueueCounters counters;
    private final int port;
    private final int mask;
    private final int batch;
    private final Mbuf[] posted;
    private final Mbuf[] fresh;
    // Work requests written and completed, free running.
    private int producer;
    private int consumer;
    private boolean failed;

    MlxRxQueue(final RxRing ring, final Presence presence, final RxQueueSetup setup, final int port) {
        this.ring = ring;
        this.completions = ring.completions();
        this.presence = presence;
        this.pool = setup.pool();
        this.counters = setup.counters();
        this.port = port;
        offloads = new RxCompletion(setup.offloads());
        mask = ring.entries() - 1;
        batch = Math.min(REFILL, ring.entries());
        posted = new Mbuf[ring.entries()];
        fresh = new Mbuf[batch];
    }

    /// {@return the device's side}
    RxRing ring() {
        return ring;
    }

    /// Makes the device's side, and gives it buffers.
    void start() {
        failed = false;
        producer = 0;
        consumer = 0;
        ring.create();
        ring.ready();
        refill();
    }

    /// Takes the buffers back; the device's side was destroyed, or is gone.
    void takeBack() {
        for (int i = 0; i <= mask; i++) {
            if (posted[i] != null) {
                posted[i].free();
                posted[i] = null;
            }
        }
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        if (presence.isGone() || failed) {
            return 0;
        }
        int received = 0;
        int seen = 0;
        long bytes = 0;
        for (long cqe = completions.peek(); received < limit && cqe != 0; cqe = completions.peek()) {
            final Mbuf packet = complete(cqe);
            seen++;
            if (packet == null) {
                break;
            }
            bytes += packet.packetLength();
            burst[offset + received++] = packet;
        }
        if (seen > 0) {
            completions.release();
            counters.add(received, bytes);
        }
        refill();
        return received;
    }

    private Mbuf complete(final long cqe) {
        final int index = consumer & mask;
        final Mbuf packet = posted[index];
        final int length = Mem.getIntBe(cqe + Cqe.BYTE_COUNT);
        final int opOwn = Mem.getByte(cqe + Cqe.OP_OWN) & 0xff;
        final boolean inOrder = (Mem.getShortBe(cqe + Cqe.WQE_COUNTER) & mask) == index;
        completions.advance();
        if (packet == null || !inOrder || opOwn >>> 4 != Cqe.OPCODE_RESPONDER || length <= 0 || length > packet.tailroom()) {
            counters.addErrors(1);
            failed = true;
            return null;
        }
        posted[index] = null;
        consumer++;
        packet.received(length, port);
        offloads.read(cqe, packet);
        return packet;
    }

    private void refill() {
        int written = producer;
        while (mask + 1 - (written - consumer) >= batch) {
            if (!pool.getBulk(fresh, 0, batch)) {
                counters.addNoMbuf(1);
                break;
            }
            for (int i = 0; i < batch; i++) {
                final Mbuf buffer = fresh[i];
                final int index = written++ & mask;
                posted[index] = buffer;
                final long at = ring.entry(index);
                Mem.putIntBe(at + DataSegment.BYTE_COUNT, buffer.tailroom());
                Mem.putLongBe(at + DataSegment.ADDRESS, buffer.dataIova());
            }
        }
        if (written != producer) {
            producer = written;
            ring.publish(written);
        }
    }

    @Override
    public int pending() {
        return -1;
    }

    @Override
    protected void release() {
        takeBack();
        ring.close();
    }
}
