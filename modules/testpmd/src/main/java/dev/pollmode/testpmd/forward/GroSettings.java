package dev.pollmode.testpmd.forward;

/// Whether `csum` forwarding merges TCP segments that a port received.
///
/// @param on whether it does
/// @param flushCycles after how many rounds of its stream a packet that waits for more goes on, 1 to [#MAX_CYCLES]
/// @param portCuts whether the port that sends cuts what was merged; else it goes whole
public record GroSettings(boolean on, int flushCycles, boolean portCuts) {
    /// Nothing is merged.
    public static final GroSettings OFF = new GroSettings(false, 1, false);
    /// How long a packet waits at the most.
    public static final int MAX_CYCLES = 4;

    /// {@return these with merging on or off}
    ///
    /// @param enabled which
    public GroSettings with(final boolean enabled) {
        return new GroSettings(enabled, flushCycles, portCuts);
    }

    /// {@return these with another wait}
    ///
    /// @param cycles rounds
    public GroSettings withFlushCycles(final int cycles) {
        return new GroSettings(on, cycles, portCuts);
    }

    /// {@return these for a port that sends}
    ///
    /// @param cuts whether it cuts large packets
    public GroSettings sentBy(final boolean cuts) {
        return new GroSettings(on, flushCycles, cuts);
    }
}
