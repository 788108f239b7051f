package dev.pollmode.ethdev;

/// Pause frames (IEEE 802.3, annex 31B).
public interface FlowControl extends Capability {
    /// Which directions stop when asked by a pause frame.
    enum Mode {
        /// None.
        NONE,
        /// The port heeds the pause frames that it receives.
        RX_PAUSE,
        /// The port sends pause frames.
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
