package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;

/// Receives frames: what all kinds of receive queues share. The kinds differ in what they post for the device, and in how a packet is made of it.
///
/// The device is not trusted: what it says is held against what was posted. A completion with an error or with nonsense counts as an error and stops
/// the queue until the port is started again, as an error stops the device's side.
abstract class MlxRxQueue extends RxQueue {
    /// Picks the place of a work request out of its free running number.
    final int mask;
    /// Work requests written and completed, free running: those from the consumer to the producer are the device's.
    int producer;
    int consumer;
    private final RxRing ring;
    private final RxCompletions completions;
    private final Presence presence;
    private final RxCompletion offloads;
    private final QueueCounters counters;
    private final int port;
    private boolean failed;

    /// @param port number of the port
    MlxRxQueue(final RxRing ring, final Presence presence, final RxQueueSetup setup, final int port) {
        mask = ring.shape().requests() - 1;
        this.ring = ring;
        this.presence = presence;
        this.counters = setup.counters();
        this.port = port;
        completions = new RxCompletions(ring.completions(), ring.shape().striding());
        offloads = new RxCompletion(setup.offloads());
    }

    /// {@return the device's side}
    final RxRing ring() {
        return ring;
    }

    /// {@return the number of the port}
    final int port() {
        return port;
    }

    @Override
    public final QueueCounters counters() {
        return counters;
    }

    /// {@return the longest frame that it receives}
    abstract int longestFrame();

    /// Forgets all that was posted; the device's side is about to be made.
    void reset() {
        producer = 0;
        consumer = 0;
    }

    /// {@return whether there is what a packet needs beside what was posted}
    boolean isReady() {
        return true;
    }

    /// Makes a packet of what a completion tells of.
    ///
    /// @return null when there is no packet in it, or after [#fail()]
    abstract Mbuf take(RxCompletions completion);

    /// Posts what the device can have, and shows it.
    abstract void refill();

    /// Takes back what the device did not fill; its side was destroyed, or is gone.
    abstract void takeBack();

    /// Makes the device's side, and posts.
    final void start() {
        failed = false;
        completions.reset();
        reset();
        ring.create();
        ring.ready();
        refill();
    }

    /// {@return whether a completion fits the work request at the consumer, of a queue whose requests take a frame each}
    final boolean isNext(final RxCompletions completion, final int length) {
        return consumer != producer && (completion.counter() - consumer & mask) == 0 && length > 0 && length <= longestFrame();
    }

    /// Shows the device what was written from the producer on.
    final void post(final int written) {
        if (written != producer) {
            producer = written;
            ring.publish(written);
        }
    }

    /// Counts an error, and receives no more.
    final void fail() {
        counters.addErrors(1);
        failed = true;
    }

    @Override
    public final int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        if (presence.isGone() || failed) {
            return 0;
        }
        int received = 0;
        long bytes = 0;
        boolean any = false;
        while (received < limit && isReady() && completions.next()) {
            any = true;
            final Mbuf packet = take(completions);
            if (packet != null) {
                offloads.read(completions, packet);
                bytes += packet.packetLength();
                burst[offset + received++] = packet;
            } else if (failed) {
                break;
            }
        }
        if (completions.isBroken()) {
            fail();
        }
        if (any) {
            completions.release();
            counters.add(received, bytes);
        }
        refill();
        return received;
    }

    @Override
    protected void release() {
        takeBack();
        ring.close();
    }
}
