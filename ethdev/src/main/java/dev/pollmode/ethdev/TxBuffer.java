package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// Collects packets for a queue and sends them in bursts, for applications that come by them one at a time. Used by the thread
/// that fills the queue; allocates nothing once it was made.
public final class TxBuffer {
    /// Gets the packets that the queue had no room for.
    @FunctionalInterface
    public interface Unsent {
        /// Takes over packets: frees them, or keeps them to try again. Must not block or throw.
        ///
        /// @param packets the packets; they are the receiver's now, the array stays the buffer's
        /// @param offset where they begin
        /// @param count how many
        void onUnsent(Mbuf[] packets, int offset, int count);
    }

    private final TxQueue queue;
    private final Mbuf[] packets;
    private Unsent unsent = this::drop;
    private int count;
    private long dropped;

    /// Makes an empty buffer that drops and counts what the queue has no room for.
    ///
    /// @param queue where the packets go
    /// @param size how many packets make a burst, at least 1
    public TxBuffer(final TxQueue queue, final int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size " + size + " of a TxBuffer: at least 1");
        }
        this.queue = queue;
        packets = new Mbuf[size];
    }

    /// Sets what happens to packets that the queue has no room for.
    ///
    /// @param receiver takes them over
    /// @return this
    public TxBuffer onUnsent(final Unsent receiver) {
        unsent = receiver;
        return this;
    }

    private void drop(final Mbuf[] burst, final int offset, final int number) {
        Mbuf.freeBulk(burst, offset, number);
        dropped += number;
    }

    /// Adds a packet, and sends all when the buffer is full.
    ///
    /// @param packet the packet; it is the buffer's now
    /// @return how many packets were sent: 0 unless the buffer was full
    public int add(final Mbuf packet) {
        packets[count++] = packet;
        return count == packets.length ? flush() : 0;
    }

    /// Sends all packets that wait.
    ///
    /// @return how many were sent; the others went to the receiver of [#onUnsent]
    public int flush() {
        final int waiting = count;
        count = 0;
        if (waiting == 0) {
            return 0;
        }
        final int sent = queue.txBurst(packets, 0, waiting);
        if (sent < waiting) {
            unsent.onUnsent(packets, sent, waiting - sent);
        }
        return sent;
    }

    /// {@return how many packets wait}
    public int waiting() {
        return count;
    }

    /// {@return how many packets were dropped because the queue had no room; a receiver of one's own counts for itself}
    public long dropped() {
        return dropped;
    }
}
