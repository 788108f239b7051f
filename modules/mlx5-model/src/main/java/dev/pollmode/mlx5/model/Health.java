package dev.pollmode.mlx5.model;

import java.util.function.LongSupplier;

/// How well the device is: the health buffer and the counter beside it. Written by the device's thread, read by any.
final class Health {
    private static final long TICK_NS = 1_000_000;

    private final LongSupplier nanoTime;
    private volatile int syndrome;
    private volatile boolean recoveryWanted;
    private volatile long stoppedAt = -1;

    Health(final LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// The device is not well from now on; its counter stands still.
    void fail(final int reason) {
        if (syndrome == 0) {
            stoppedAt = nanoTime.getAsLong();
            recoveryWanted = true;
            syndrome = reason;
        }
    }

    void recover() {
        syndrome = 0;
        recoveryWanted = false;
        stoppedAt = -1;
    }

    boolean isWell() {
        return syndrome == 0;
    }

    int syndrome() {
        return syndrome;
    }

    boolean isRecoveryWanted() {
        return recoveryWanted;
    }

    /// {@return the 24-bit counter that changes as long as the device is well}
    int counter() {
        final long stopped = stoppedAt;
        return (int) ((stopped >= 0 ? stopped : nanoTime.getAsLong()) / TICK_NS) & 0xffffff;
    }
}
