package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;

/// A completion queue. Device thread only; [Completions] works on it.
final class CompletionQueue extends Resource {
    static final int STATUS_OVERFLOW = 0x9;
    static final int STATUS_WRITE_ERROR = 0xa;
    static final int STATE_ARMED_SOLICITED = 0x6;
    static final int STATE_ARMED = 0x9;
    static final int STATE_FIRED = 0xa;

    final Ring ring;
    final int logSize;
    final int logEntry;
    final int uar;
    final long record;
    final boolean collapsed;
    /// Packets that wait to be told of together, or null if this queue does not compress.
    final CqeSession session;
    boolean overrunIgnored;
    EventQueue events;
    int periodUs;
    /// Kept for queries: a period begins with the first completion that is held back, in either mode.
    int periodMode;
    int maxCount;

    int status;
    int producer;
    int consumer;
    boolean armed;
    boolean armedSolicited;
    int lastNotified;
    /// Completions since the queue was armed, while moderation holds its event back.
    int held;
    /// When a held event is sent at the latest, or 0.
    long heldUntil;

    CompletionQueue(final int number, final Ring ring, final int logSize, final int logEntry, final int uar, final long record,
                    final boolean collapsed, final CqeSession session) {
        super(number);
        this.ring = ring;
        this.logSize = logSize;
        this.logEntry = logEntry;
        this.uar = uar;
        this.record = record;
        this.collapsed = collapsed;
        this.session = session;
    }

    /// {@return the DMA address of the entry with an index}
    long entry(final int index) {
        final long slot = collapsed ? 0 : index & (1 << logSize) - 1;
        return ring.iova((slot << logEntry) + (1L << logEntry) - Cqe.SIZE);
    }

    /// {@return how many entries there are from the next one to the end of the ring}
    int untilWrap() {
        return (1 << logSize) - (producer & (1 << logSize) - 1);
    }

    int owner(final int index) {
        return collapsed ? index & 1 : index >>> logSize & 1;
    }

    boolean isModerated() {
        return maxCount > 1 && periodUs > 0;
    }

    int state() {
        return armed ? STATE_ARMED : armedSolicited ? STATE_ARMED_SOLICITED : STATE_FIRED;
    }
}
