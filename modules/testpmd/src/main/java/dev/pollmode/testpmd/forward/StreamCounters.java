package dev.pollmode.testpmd.forward;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one stream counts beside what its queues count: written by the lcore that forwards, read by any thread.
public final class StreamCounters {
    private static final VarHandle RECEIVED;
    private static final VarHandle SENT;
    private static final VarHandle DROPPED;
    private static final VarHandle BAD_IP;
    private static final VarHandle BAD_L4;
    private static final VarHandle BUSY_NS;

    static {
        try {
            final var lookup = MethodHandles.lookup();
            RECEIVED = lookup.findVarHandle(StreamCounters.class, "received", long.class);
            SENT = lookup.findVarHandle(StreamCounters.class, "sent", long.class);
            DROPPED = lookup.findVarHandle(StreamCounters.class, "dropped", long.class);
            BAD_IP = lookup.findVarHandle(StreamCounters.class, "badIp", long.class);
            BAD_L4 = lookup.findVarHandle(StreamCounters.class, "badL4", long.class);
            BUSY_NS = lookup.findVarHandle(StreamCounters.class, "busyNs", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long received;
    private long sent;
    private long dropped;
    private long badIp;
    private long badL4;
    private long busyNs;

    /// Counters at zero.
    public StreamCounters() {
    }

    void addReceived(final int packets) {
        // Opaque: one writer; a reader sees each value whole and sooner or later.
        RECEIVED.setOpaque(this, received + packets);
    }

    void addSent(final int packets) {
        SENT.setOpaque(this, sent + packets);
    }

    void addDropped(final int packets) {
        DROPPED.setOpaque(this, dropped + packets);
    }

    void addBadIpChecksum() {
        BAD_IP.setOpaque(this, badIp + 1);
    }

    void addBadL4Checksum() {
        BAD_L4.setOpaque(this, badL4 + 1);
    }

    void addBusyNs(final long ns) {
        BUSY_NS.setOpaque(this, busyNs + ns);
    }

    /// {@return packets received}
    public long received() {
        return (long) RECEIVED.getOpaque(this);
    }

    /// {@return packets the sending queue took}
    public long sent() {
        return (long) SENT.getOpaque(this);
    }

    /// {@return packets freed because the sending queue did not take them, or because the mode had no use for them}
    public long dropped() {
        return (long) DROPPED.getOpaque(this);
    }

    /// {@return packets whose IPv4 header checksum was wrong}
    public long badIpChecksums() {
        return (long) BAD_IP.getOpaque(this);
    }

    /// {@return packets whose TCP or UDP checksum was wrong}
    public long badL4Checksums() {
        return (long) BAD_L4.getOpaque(this);
    }

    /// {@return time spent in rounds that moved packets, in ns; 0 unless it is recorded}
    public long busyNs() {
        return (long) BUSY_NS.getOpaque(this);
    }

    /// Sets all to zero; while no lcore forwards, or the result is approximate.
    public void reset() {
        RECEIVED.setOpaque(this, 0L);
        SENT.setOpaque(this, 0L);
        DROPPED.setOpaque(this, 0L);
        BAD_IP.setOpaque(this, 0L);
        BAD_L4.setOpaque(this, 0L);
        BUSY_NS.setOpaque(this, 0L);
    }
}
