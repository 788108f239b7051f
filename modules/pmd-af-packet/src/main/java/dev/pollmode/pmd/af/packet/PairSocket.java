package dev.pollmode.pmd.af.packet;

import dev.pollmode.sys.PacketSocket;

/// The socket behind the receiving and the sending queue of one index.
///
/// It lives as long as the port. The kernel goes on where it was in a ring, so queues that are set up anew must do so, too.
final class PairSocket implements AutoCloseable {
    private final PacketSocket socket;
    private int rxPosition;
    private int txPosition;
    private long drops;
    private boolean closed;

    PairSocket(final PacketSocket socket) {
        this.socket = socket;
    }

    PacketSocket socket() {
        return socket;
    }

    int rxPosition() {
        return rxPosition;
    }

    void rxPosition(final int next) {
        rxPosition = next;
    }

    int txPosition() {
        return txPosition;
    }

    void txPosition(final int next) {
        txPosition = next;
    }

    /// {@return how many frames the kernel dropped because the ring was full; it starts anew each time it is asked}
    synchronized long drops() {
        if (!closed) {
            drops += socket.statistics().drops();
        }
        return drops;
    }

    @Override
    public synchronized void close() {
        try (socket) {
            drops();
        } finally {
            closed = true;
        }
    }
}
