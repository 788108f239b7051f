package dev.pollmode.ethdev;

/// A device with firmware.
public interface FirmwareVersion extends Capability {
    /// {@return its version}
    String firmwareVersion();
}
