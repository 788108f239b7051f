package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;
import java.util.function.LongSupplier;

/// Writes completions and sends their events. Device thread only.
final class Completions {
    private final Dma dma;
    private final Events events;
    private final LongSupplier nanoTime;
    private final long slot;
    private final long scratch;

    Completions(final Dma dma, final Events events, final LongSupplier nanoTime, final Arena arena) {
        this.dma = dma;
        this.events = events;
        this.nanoTime = nanoTime;
        this.slot = arena.allocate(Cqe.SIZE, 64).address();
        this.scratch = arena.allocate(Cqe.SIZE, 64).address();
    }

    /// {@return 64 bytes in which a completion can be built}
    long scratch() {
        return scratch;
    }

    /// Tells of one piece of work.
    ///
    /// @param cqe the entry, without owner
    /// @param strides strides of a striding receive queue it took, else 0
    /// @param compressible whether it may wait for others
    /// @param solicited whether an event for solicited completions is due
    void post(final CompletionQueue queue, final long cqe, final int strides, final boolean compressible, final boolean solicited) {
        if (queue.status != 0) {
            return;
        }
        final CqeSession session = queue.session;
        if (session == null) {
            write(queue, cqe, solicited);
        } else if (!compressible) {
            flush(queue);
            write(queue, cqe, solicited);
        } else if (isAtWrap(queue, session) || !session.offer(cqe, strides)) {
            flush(queue);
            session.offer(cqe, strides);
        }
    }

    /// {@return whether another entry would take a session across the end of the ring, beyond which vectorized drivers do not look}
    private static boolean isAtWrap(final CompletionQueue queue, final CqeSession session) {
        return session.count() == queue.untilWrap();
    }

    /// Tells of what has been waiting.
    void flush(final CompletionQueue queue) {
        final CqeSession session = queue.session;
        if (session == null || session.count() == 0) {
            return;
        }
        if (session.count() == 1) {
            write(queue, session.title(), true);
        } else if (queue.status == 0) {
            writeSession(queue, session);
        }
        session.clear();
    }

    private void write(final CompletionQueue queue, final long cqe, final boolean solicited) {
        if (!hasRoom(queue, 1)) {
            fail(queue, CompletionQueue.STATUS_OVERFLOW, Eqe.CQ_OVERRUN);
            return;
        }
        final int opOwn = Mem.getByte(cqe + Cqe.OP_OWN) & 0xfe | queue.owner(queue.producer);
        Mem.putByte(cqe + Cqe.OP_OWN, (byte) opOwn);
        if (!dma.writeEntry(queue.entry(queue.producer), cqe, Cqe.SIZE)) {
            fail(queue, CompletionQueue.STATUS_WRITE_ERROR, Eqe.CQ_ACCESS_VIOLATION);
            return;
        }
        queue.producer++;
        written(queue, 1, solicited);
    }

    private void writeSession(final CompletionQueue queue, final CqeSession session) {
        final int count = session.count();
        if (!hasRoom(queue, count)) {
            fail(queue, CompletionQueue.STATUS_OVERFLOW, Eqe.CQ_OVERRUN);
            return;
        }
        boolean good = true;
        for (int first = 0; first < count; first += MiniCqe.PER_SLOT) {
            final long entry = queue.entry(queue.producer + MiniCqe.slot(first));
            good &= dma.memory().write(entry, session.mini(first), (long) Math.min(MiniCqe.PER_SLOT, count - first) * MiniCqe.SIZE);
        }
        Mem.copy(session.title(), slot, Cqe.SIZE);
        Mem.putIntBe(slot + Cqe.BYTE_COUNT, count);
        Mem.putByte(slot + Cqe.OP_OWN, (byte) Cqe.opOwn(Cqe.OPCODE_RESPONDER, Cqe.FORMAT_COMPRESSED, queue.owner(queue.producer)));
        good &= dma.writeEntry(queue.entry(queue.producer), slot, Cqe.SIZE);
        if (!good) {
            fail(queue, CompletionQueue.STATUS_WRITE_ERROR, Eqe.CQ_ACCESS_VIOLATION);
            return;
        }
        queue.producer += count;
        written(queue, count, true);
    }

    private boolean hasRoom(final CompletionQueue queue, final int count) {
        if (queue.overrunIgnored) {
            return true;
        }
        final int free = (1 << queue.logSize) - count;
        if ((queue.producer - queue.consumer & 0xffffff) <= free) {
            return true;
        }
        final long consumer = dma.readWord(queue.record + DoorbellRecord.CONSUMER);
        queue.consumer = (int) consumer & 0xffffff;
        return consumer != Dma.FAULT && (queue.producer - queue.consumer & 0xffffff) <= free;
    }

    private void fail(final CompletionQueue queue, final int status, final int syndrome) {
        queue.status = status;
        events.cqError(queue.number(), syndrome);
    }

    private void written(final CompletionQueue queue, final int count, final boolean solicited) {
        if (!queue.armed && !(queue.armedSolicited && solicited)) {
            return;
        }
        queue.held += count;
        if (queue.isModerated() && queue.held < queue.maxCount) {
            if (queue.heldUntil == 0) {
                queue.heldUntil = nanoTime.getAsLong() + queue.periodUs * 1000L | 1;
            }
            return;
        }
        fire(queue);
    }

    private void fire(final CompletionQueue queue) {
        queue.armed = false;
        queue.armedSolicited = false;
        queue.held = 0;
        queue.heldUntil = 0;
        queue.lastNotified = queue.producer;
        events.completion(queue.events, queue.number());
    }

    /// The driver asks for an event.
    ///
    /// @param word arm word: sequence, kind, consumer index
    void arm(final CompletionQueue queue, final int word) {
        flush(queue);
        if ((word & 1 << 24) != 0) {
            queue.armedSolicited = true;
        } else {
            queue.armed = true;
        }
        final int unseen = queue.producer - word & 0xffffff;
        if (queue.armed && unseen != 0) {
            written(queue, unseen, true);
        }
    }

    /// Sends a held event whose time has come.
    ///
    /// @return whether it did
    boolean expire(final CompletionQueue queue) {
        if (queue.heldUntil == 0 || nanoTime.getAsLong() - queue.heldUntil < 0) {
            return false;
        }
        fire(queue);
        return true;
    }
}
