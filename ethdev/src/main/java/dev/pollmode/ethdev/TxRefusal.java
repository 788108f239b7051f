package dev.pollmode.ethdev;

/// Why a port can't send a packet as it asks for it.
public enum TxRefusal {
    /// It can.
    NONE,
    /// It asks for an offload that the port doesn't have or that wasn't configured.
    UNSUPPORTED_OFFLOAD,
    /// It is longer than the port sends.
    TOO_LONG,
    /// It has more segments than the port takes.
    TOO_MANY_SEGMENTS,
    /// Its header lengths or its segment size don't fit the packet.
    BAD_LENGTHS
}
