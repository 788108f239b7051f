package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.TirContext;
import dev.pollmode.sys.Mem;
import java.util.ArrayList;
import java.util.List;

/// The way of a frame from the wire to receive queues: the host's switch, flow tables, RSS, buffers. Device thread only.
final class ReceiveEngine {
    /// Bit of the field that headers call `self_lb_block`: drivers set it to receive what they sent.
    private static final int LOOPED_UNICAST = 1;

    private final Hca hca;
    private final Wire wire;
    private final FrameRing looped;
    private final Scatter scatter;
    private final ReceiveCompletions completions;
    private final PacketHeaders headers = new PacketHeaders();
    private final List<CompletionQueue> unflushed = new ArrayList<>();
    private final ReceiveQueue[] chosen = new ReceiveQueue[Steering.MAX_TARGETS];
    private final int[] hashes = new int[Steering.MAX_TARGETS];
    private final long frame;
    private int held;
    /// Whether the frame at hand was sent by this port.
    private boolean fromHere;

    ReceiveEngine(final Hca hca, final Wire wire, final FrameRing looped, final KeyAccess keys) {
        this.hca = hca;
        this.wire = wire;
        this.looped = looped;
        this.scatter = new Scatter(hca, keys);
        this.completions = new ReceiveCompletions(hca);
        this.frame = hca.arena.allocate(Wire.MAX_FRAME + 64L, 64).address();
    }

    void reset() {
        held = 0;
        unflushed.clear();
        looped.clear();
    }

    /// Takes frames from the wire.
    ///
    /// @param budget most frames
    /// @return how many were taken
    int poll(final int budget) {
        int done = 0;
        while (done < budget) {
            final boolean again = held > 0;
            final int length = again ? held : next();
            if (length <= 0) {
                break;
            }
            held = 0;
            if (!receive(length, !again)) {
                held = length;
                break;
            }
            done++;
        }
        for (final CompletionQueue queue : unflushed) {
            hca.completions.flush(queue);
        }
        unflushed.clear();
        return done;
    }

    private int next() {
        fromHere = !looped.isEmpty();
        if (!fromHere) {
            return wire.receive(frame, Wire.MAX_FRAME);
        }
        final int length = looped.length();
        Mem.copy(looped.address(), frame, length);
        looped.remove();
        return length;
    }

    /// {@return whether the frame is done with; if not, it waits for a buffer}
    private boolean receive(final int length, final boolean first) {
        final Vport vport = hca.vport;
        if (hca.phase() != Phase.RUNNING || !vport.isUp()) {
            return true;
        }
        if (length < PacketHeaders.ETHERNET_LENGTH) {
            vport.receivedErrors++;
            return true;
        }
        headers.parse(frame, length);
        if (!vport.accepts(headers)) {
            return true;
        }
        if (!vport.fits(length)) {
            vport.receivedErrors++;
            return true;
        }
        final int targets = hca.steering.steer(headers, first);
        for (int i = 0; i < targets; i++) {
            select(i);
        }
        if (mustWait(targets)) {
            return false;
        }
        vport.countReceived(headers);
        for (int i = 0; i < targets; i++) {
            if (fromHere && (hca.steering.target(i).context.get(TirContext.SELF_LB_BLOCK) & LOOPED_UNICAST) == 0) {
                continue;
            }
            deliver(chosen[i], hca.steering.target(i).hash, hashes[i], hca.steering.tag(i));
        }
        return true;
    }

    private void select(final int index) {
        final Tir target = hca.steering.target(index);
        if (target.table == null) {
            hashes[index] = 0;
            chosen[index] = target.queue;
            return;
        }
        final int hash = target.hash.of(headers);
        final ReceiveQueue[] queues = target.table.queues;
        hashes[index] = hash;
        chosen[index] = queues[hash & queues.length - 1];
    }

    private boolean mustWait(final int targets) {
        for (int i = 0; i < targets; i++) {
            final ReceiveQueue queue = chosen[i];
            final boolean patient = queue.delayDrop || hca.config.flowControl();
            if (patient && queue.state == QueueState.RDY && !scatter.hasRoom(queue, headers.length)) {
                return true;
            }
        }
        return false;
    }

    private void deliver(final ReceiveQueue queue, final RssHash rss, final int value, final int tag) {
        if (queue.state != QueueState.RDY) {
            hca.vport.receiveDropped++;
            return;
        }
        final int result = scatter.put(queue, headers, frame);
        if (scatter.fillerStrides() > 0) {
            completions.filler(queue, scatter);
        }
        if (result == Scatter.NO_BUFFER) {
            hca.vport.receiveDropped++;
            if (queue.counters != null) {
                queue.counters.outOfBuffer++;
            }
            return;
        }
        if (result != KeyAccess.OK) {
            fail(queue, result);
            return;
        }
        completions.packet(queue, headers, scatter, value, rss != null && value != 0 ? rss.type() : 0, tag);
        if (queue.completions.session != null && !unflushed.contains(queue.completions)) {
            unflushed.add(queue.completions);
        }
    }

    private void fail(final ReceiveQueue queue, final int syndrome) {
        queue.state = QueueState.ERR;
        completions.error(queue, scatter.wqeCounter(), syndrome);
        if (!queue.flushInError || queue.pooled) {
            return;
        }
        final ReceiveBuffers buffers = queue.buffers;
        for (int left = buffers.available(hca.dma, buffers.work.entries()); left > 0; left--) {
            completions.error(queue, scatter.counterOf(buffers), Cqe.SYNDROME_FLUSHED);
            buffers.advance(buffers.head + 1);
        }
    }
}
