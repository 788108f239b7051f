package dev.pollmode.pmd.nul;

/// The arguments of a device.
///
/// @param size length of the packets that are received, in bytes
/// @param copy whether the bytes of packets are really copied in and out
/// @param noRx whether nothing is received at all
record NullConf(int size, boolean copy, boolean noRx) {
}
