package dev.pollmode.eal;

/// The time that alarms go by: the monotonic clock of the system, or a [TestClock] that stands until a test moves it.
public sealed interface Clock permits SystemClock, TestClock {
    /// {@return nanoseconds since a fixed but arbitrary moment; never goes back}
    long nowNs();

    /// {@return the monotonic clock of the system, not moved by changes of the wall clock}
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
