package dev.pollmode.ethdev;

/// A device that can be set back to how it was when it was attached.
public interface Resettable extends Capability {
    /// Sets the device back. The port is stopped.
    void reset();
}
