package dev.pollmode.lab;

/// A stream of numbered frames.
enum Stream {
    /// From outside to the guest, to its address.
    IN,
    /// From the guest to outside.
    OUT,
    /// From outside to a group; these come by the NetVSC always.
    GROUP
}
