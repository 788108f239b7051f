package dev.pollmode.ethdev;

/// Telling the types of received packets.
public interface PacketTypes extends Capability {
    /// {@return the types a received packet may be given, each one value of [dev.pollmode.mbuf.PacketType]}
    int[] packetTypes();
}
