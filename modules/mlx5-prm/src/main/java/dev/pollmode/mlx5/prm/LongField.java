package dev.pollmode.mlx5.prm;

/// A big-endian 64-bit field of a struct.
///
/// @param name the name the public headers give it
/// @param offset in bytes
public record LongField(String name, int offset) {
}
