package dev.pollmode.ethdev;

/// Taking the link up and down.
public interface LinkControl extends Capability {
    /// Takes the link up or down.
    ///
    /// @param up which
    void setLink(boolean up);
}
