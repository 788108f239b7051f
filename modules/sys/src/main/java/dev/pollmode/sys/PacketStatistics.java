package dev.pollmode.sys;

/// What a packet socket counted since it was last asked; numbers wrap at 2^32.
///
/// @param packets frames that passed the filter, dropped ones included
/// @param drops   frames for which there was no room
public record PacketStatistics(long packets, long drops) {
}
