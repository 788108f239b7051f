package dev.pollmode.ethdev;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one queue counts: written by the thread that polls the queue, read by any.
///
/// The counters of a queue outlive it: when a port is configured anew they go on, so that totals never fall.
public final class QueueCounters {
    private static final VarHandle PACKETS;
    private static final VarHandle BYTES;
    private static final VarHandle ERRORS;
    private static final VarHandle NO_MBUF;
    private static final VarHandle MISSED;

    static {
        try {
            final var lookup = MethodHandles.lookup();
            PACKETS = lookup.findVarHandle(QueueCounters.class, "packets", long.class);
            BYTES = lookup.findVarHandle(QueueCounters.class, "bytes", long.class);
            ERRORS = lookup.findVarHandle(QueueCounters.class, "errors", long.class);
            NO_MBUF = lookup.findVarHandle(QueueCounters.class, "noMbuf", long.class);
            MISSED = lookup.findVarHandle(QueueCounters.class, "missed", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long packets;
    private long bytes;
    private long errors;
    private long noMbuf;
    private long missed;

    /// Makes counters at zero.
    public QueueCounters() {
    }

    /// Counts a burst.
    ///
    /// @param burstPackets how many packets
    /// @param burstBytes their bytes, without the frame check sequence
    public void add(final int burstPackets, final long burstBytes) {
        // Opaque: one writer; a reader sees each value whole and sooner or later.
        PACKETS.setOpaque(this, packets + burstPackets);
        BYTES.setOpaque(this, bytes + burstBytes);
    }

    /// Counts a burst whose bytes nobody looked at.
    ///
    /// @param burstPackets how many packets
    public void addPackets(final int burstPackets) {
        PACKETS.setOpaque(this, packets + burstPackets);
    }

    /// Counts packets that could not be received or sent.
    ///
    /// @param count how many
    public void addErrors(final long count) {
        ERRORS.setOpaque(this, errors + count);
    }

    /// Counts receptions that failed because the pool was empty.
    ///
    /// @param count how many
    public void addNoMbuf(final long count) {
        NO_MBUF.setOpaque(this, noMbuf + count);
    }

    /// Counts packets that the device dropped because nobody took them in time.
    ///
    /// @param count how many
    public void addMissed(final long count) {
        MISSED.setOpaque(this, missed + count);
    }

    /// {@return packets received or sent}
    public long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    /// {@return bytes received or sent}
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /// {@return packets that could not be received or sent}
    public long errors() {
        return (long) ERRORS.getOpaque(this);
    }

    /// {@return receptions that failed because the pool was empty}
    public long noMbuf() {
        return (long) NO_MBUF.getOpaque(this);
    }

    /// {@return packets that the device dropped because nobody took them in time}
    public long missed() {
        return (long) MISSED.getOpaque(this);
    }
}
