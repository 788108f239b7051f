package dev.pollmode.eal;

/// What an lcore runs: usually a loop that polls queues until [Lcore#stopRequested()] or a flag of the application says
/// so.
@FunctionalInterface
public interface LcoreTask {
    /// Runs on the thread of the lcore.
    ///
    /// @param lcore the lcore that runs it
    /// @return what [Lcore#await()] hands to the thread that waits
    /// @throws Exception when it fails; the lcore logs and keeps it, and takes the next task
    int run(Lcore lcore) throws Exception;
}
