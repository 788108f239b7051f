package dev.pollmode.eal;

/// One turn of a [Service]: a bounded piece of work that neither blocks nor waits.
@FunctionalInterface
public interface ServiceTask {
    /// Does what there is to do now.
    ///
    /// @return how much was done; 0 is idle
    /// @throws Exception when it fails; that is logged, and the service stops
    int run() throws Exception;
}
