package dev.pollmode.eal;

/// The monotonic clock of the system.
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nowNs() {
        return System.nanoTime();
    }
}
