package dev.pollmode.eal;

/// How much of its time a task had something to do.
///
/// @param totalNs how long it has run, in ns
/// @param busyNs how much of that it worked, in ns
public record LcoreUsage(long totalNs, long busyNs) {
    /// {@return the share of work, 0 to 1; 0 for a task that has not run yet}
    public double ratio() {
        return totalNs == 0 ? 0 : (double) busyNs / totalNs;
    }
}
