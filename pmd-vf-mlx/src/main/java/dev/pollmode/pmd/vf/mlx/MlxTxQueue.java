package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxCheck;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.TxRefusal;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Mem;

/// Sends frames: work requests of one packet or several, one doorbell and one completion per burst.
///
/// A packet stays the queue's until a completion covers it. A completion that tells of an error, or that is not the one that is due, stops the queue
/// until the port is started again, as an error stops the device's side; packets under way then count as errors and come home when it stops.
final class MlxTxQueue extends TxQueue {
    private static final int QUEUE_NUMBER = 0xffffff;

    private final TxRing ring;
    private final CompletionRing completions;
    private final TxFlights flights;
    private final TxWriter writer;
    private final TxSession session;
    private final Presence presence;
    private final QueueCounters counters;
    private final TxCheck check;
    private final int blocks;
    private int number;
    // Blocks written, free running.
    private int producer;
    private boolean failed;

    MlxTxQueue(final TxRing ring, final TxLayout layout, final int lkey, final Presence presence, final TxQueueSetup setup, final TxCheck check) {
        this.ring = ring;
        this.presence = presence;
        this.counters = setup.counters();
        this.check = check;
        completions = ring.completions();
        blocks = ring.blocks();
        flights = new TxFlights(blocks);
        writer = new TxWriter(ring, layout, lkey, setup.offloads());
        session = layout.multiPacket() ? new TxSession(ring, layout, writer, flights, lkey) : null;
    }

    /// {@return the device's side}
    TxRing ring() {
        return ring;
    }

    /// Makes the device's side.
    void start() {
        failed = false;
        producer = 0;
        flights.clear();
        ring.create();
        number = ring.number();
        writer.start();
        if (session != null) {
            session.start();
        }
    }

    /// Takes the packets back that were not completed; the device's side was destroyed, or is gone. They were not sent, as far as anybody
    /// knows, and count as errors.
    void takeBack() {
        if (flights.count() > 0) {
            reclaim();
            // A queue that failed has counted them.
            counters.addErrors(failed ? 0 : flights.count());
            flights.takeBack();
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
        final int end = offset + Math.min(count, flights.room());
        int next = offset;
        int packets = 0;
        long bytes = 0;
        int block = producer;
        int last = block;
        while (next < end) {
            final Mbuf packet = burst[next];
            final long flags = writer.flags(packet);
            final int room = blocks - (block - flights.blocksDone());
            if (session != null && TxSession.takes(packet, flags)) {
                final int sent = session.write(block, room, flags, burst, next, end - next);
                if (sent == 0) {
                    break;
                }
                last = block;
                block += session.blocks();
                bytes += session.bytes();
                packets += sent;
                next += sent;
                continue;
            }
            final int used = writer.write(block, room, packet, flags);
            if (used == TxWriter.NO_ROOM) {
                break;
            }
            next++;
            if (used == TxWriter.REFUSED) {
                packet.free();
                counters.addErrors(1);
                continue;
            }
            flights.add(packet);
            bytes += packet.packetLength();
            packets++;
            last = block;
            block += used;
        }
        if (packets > 0) {
            show(last, block);
            counters.add(packets, bytes);
        }
        return next - offset;
    }

    /// Shows the device what was written, and asks for a completion of the last work request, and so of all before it.
    private void show(final int last, final int end) {
        Mem.putByte(ring.at(last, 0) + SendWqe.COMPLETION_MODE, (byte) SendWqe.COMPLETE_ALWAYS);
        flights.ask(last, end);
        producer = end;
        ring.ring(end, last);
    }

    private int reclaim() {
        int freed = 0;
        boolean any = false;
        for (long cqe = completions.peek(); cqe != 0 && !failed; cqe = completions.peek()) {
            any = true;
            completions.advance();
            final int done = isGood(cqe) ? flights.complete(Mem.getShortBe(cqe + Cqe.WQE_COUNTER)) : -1;
            if (done < 0) {
                fail();
            } else {
                freed += done;
            }
        }
        if (any) {
            completions.release();
        }
        return freed;
    }

    /// The completion is the device's word, which may be nonsense.
    private boolean isGood(final long cqe) {
        return Cqe.opcode(Mem.getByte(cqe + Cqe.OP_OWN)) == Cqe.OPCODE_REQUESTER && (Mem.getIntBe(cqe + Cqe.FLOW_TAG) & QUEUE_NUMBER) == number;
    }

    private void fail() {
        failed = true;
        counters.addErrors(Math.max(1, flights.count()));
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
