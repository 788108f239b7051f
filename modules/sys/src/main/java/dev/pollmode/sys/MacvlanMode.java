package dev.pollmode.sys;

/// How macvlan and macvtap devices on one device talk to each other (`MACVLAN_MODE_...`).
public enum MacvlanMode {
    /// Not at all.
    PRIVATE(1),
    /// Through the switch outside.
    VEPA(2),
    /// Directly.
    BRIDGE(4),
    /// There is one, and it takes over the address of the device below.
    PASSTHRU(8);

    final int value;

    MacvlanMode(final int value) {
        this.value = value;
    }
}
