package dev.pollmode.mlx5.model;

/// An event queue. Device thread only.
///
/// | from  | to    | when                                                             |
/// |-------|-------|------------------------------------------------------------------|
/// | armed | fired | an event is written: one interrupt                               |
/// | fired | armed | the driver arms it and has seen everything                       |
/// | fired | fired | the driver arms it and has not: one interrupt                    |
final class EventQueue extends Resource {
    static final int STATE_ARMED = 0x9;
    static final int STATE_FIRED = 0xa;
    static final int STATE_ALWAYS_ARMED = 0xb;

    final Ring ring;
    final int logSize;
    final int vector;
    final int uar;
    final long[] mask;
    final boolean overrunIgnored;
    final boolean alwaysArmed;
    int producer;
    int consumer;
    boolean armed = true;
    boolean overrun;

    EventQueue(final int number, final Ring ring, final int logSize, final int vector, final int uar, final long[] mask,
               final boolean overrunIgnored, final boolean alwaysArmed) {
        super(number);
        this.ring = ring;
        this.logSize = logSize;
        this.vector = vector;
        this.uar = uar;
        this.mask = mask;
        this.overrunIgnored = overrunIgnored;
        this.alwaysArmed = alwaysArmed;
    }

    boolean wants(final int event) {
        return (mask[event >>> 6] >>> event & 1) != 0;
    }

    boolean isFull() {
        return !overrunIgnored && (producer - consumer & 0xffffff) >= 1 << logSize;
    }

    boolean hasUnseen() {
        return (producer - consumer & 0xffffff) != 0;
    }

    int state() {
        return alwaysArmed ? STATE_ALWAYS_ARMED : armed ? STATE_ARMED : STATE_FIRED;
    }
}
