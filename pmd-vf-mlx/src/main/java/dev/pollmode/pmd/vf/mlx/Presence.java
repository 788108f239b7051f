package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciBar;
import dev.pollmode.mlx5.prm.HealthBuffer;
import dev.pollmode.mlx5.prm.InitSegment;

/// Whether the device is there: once it is gone, it stays gone, and nobody touches it any more.
///
/// Any thread may ask and tell; queues ask before each burst.
final class Presence {
    private static final int ALL_ONES = -1;
    private static final int FIRMWARE_VERSION = InitSegment.HEALTH_BUFFER.offset() + HealthBuffer.FW_VERSION.offset();

    private volatile boolean gone;
    private volatile boolean givenUp;
    private volatile Runnable witness = () -> { };

    /// {@return whether it is gone}
    boolean isGone() {
        return gone;
    }

    /// Says who is told when it is found out that the device is gone, on the thread that did; that one must not wait.
    void witness(final Runnable told) {
        witness = told;
    }

    /// Notes that the device is gone.
    void leave() {
        gone = true;
        witness.run();
    }

    /// Notes that the device is there, but does not do what it should: it may still write to memory until it is reset.
    void giveUp() {
        givenUp = true;
        leave();
    }

    /// {@return whether it was given up, told once}
    boolean takeGivenUp() {
        final boolean was = givenUp;
        givenUp = false;
        return was;
    }

    /// Reads a register that is never all ones while the device answers.
    ///
    /// @return false, and noted, when the device does not answer
    boolean check(final PciBar bar) {
        // Asked twice: a read that a busy server answered too late looks like one that nobody answered.
        if (!gone && bar.read32Be(FIRMWARE_VERSION) == ALL_ONES && bar.read32Be(FIRMWARE_VERSION) == ALL_ONES) {
            leave();
        }
        return !gone;
    }
}
