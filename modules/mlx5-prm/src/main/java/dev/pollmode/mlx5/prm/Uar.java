package dev.pollmode.mlx5.prm;

/// A page of doorbell registers, 4 KiB at `index * 4096` of BAR0. All values are big-endian.
///
/// | offset        | write | meaning                                                        |
/// |--------------:|------:|----------------------------------------------------------------|
/// | 0x020         |     8 | arm a completion queue: {[#cqArm], cqn}                        |
/// | 0x040         |     4 | consumer index of an event queue, and arm it: [#eqDoorbell]    |
/// | 0x048         |     4 | consumer index of an event queue                               |
/// | 0x800, 0x900  |     8 | send queue doorbell, or a whole work request of up to 256 bytes |
/// | 0xa00 - 0xf00 |     8 | three more pairs of the same                                   |
public final class Uar {
    public static final int PAGE_SIZE = 4096;
    public static final int CQ_ARM = 0x020;
    public static final int EQ_ARM = 0x040;
    public static final int EQ_UPDATE = 0x048;
    public static final int BLUEFLAME = 0x800;
    /// Distance of the two halves of a BlueFlame register, and the most a half holds.
    public static final int BLUEFLAME_HALF = 0x100;
    /// In the arm word of a completion queue: only for a solicited completion.
    public static final int ARM_SOLICITED = 1 << 24;

    private Uar() {
    }

    /// {@return where a page begins in BAR0}
    public static long offset(final int index) {
        return (long) index * PAGE_SIZE;
    }

    /// {@return the value of [#EQ_ARM] and [#EQ_UPDATE]}
    public static int eqDoorbell(final int eqn, final int consumerIndex) {
        return eqn << 24 | consumerIndex & 0xffffff;
    }

    /// {@return the arm word of a completion queue: for its doorbell record and for the first half of [#CQ_ARM]}
    ///
    /// @param sequence counts the events of this queue that were consumed
    /// @param consumerIndex of the queue
    public static int cqArm(final int sequence, final int consumerIndex) {
        return (sequence & 3) << 28 | consumerIndex & 0xffffff;
    }
}
