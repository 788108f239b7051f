package dev.pollmode.ethdev;

/// Pause frames.
public interface FlowControl extends Capability {
    /// Which directions stop when asked by a pause frame.
    enum Mode {
        /// None.
        NONE,
        /// The port sends pause frames.
        RX_PAUSE,
        /// The port heeds pause frames.
        TX_PAUSE,
        /// Both.
        FULL
    }

    /// {@return the mode}
    Mode flowControl();

    /// Sets the mode.
    ///
    /// @param mode the mode
    void flowControl(Mode mode);
}
