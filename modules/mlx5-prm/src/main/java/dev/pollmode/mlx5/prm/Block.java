package dev.pollmode.mlx5.prm;

/// Bytes inside a struct: another struct, plain bytes, or a list at its end.
///
/// @param name the name the public headers give it
/// @param offset in bytes
/// @param length in bytes; of a list, the length of one element; 0 when the length is not fixed
/// @param layout of the struct that lies here, or null
/// @param list whether elements follow each other from here to the end
public record Block(String name, int offset, int length, Layout layout, boolean list) {
}
