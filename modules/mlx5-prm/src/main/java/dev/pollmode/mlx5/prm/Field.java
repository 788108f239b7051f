package dev.pollmode.mlx5.prm;

/// A bit field: bits `high` to `low` of the big-endian 32-bit word at `offset` of a struct.
///
/// Bit 31 is the most significant bit of the first byte.
///
/// @param name the name the public headers give it
/// @param offset of the word, in bytes, a multiple of four
/// @param high the most significant bit
/// @param low the least significant bit
public record Field(String name, int offset, int high, int low) {
    /// Checks that the field lies in its word.
    public Field {
        if (offset < 0 || (offset & 3) != 0 || low < 0 || high < low || high > 31) {
            throw new IllegalArgumentException(name + ": no field is 0x" + Integer.toHexString(offset) + "[" + high + ":" + low + "]");
        }
    }

    /// {@return the bits of this field in its word}
    public int mask() {
        return maximum() << low;
    }

    /// {@return the greatest value, as an unsigned number}
    public int maximum() {
        return high - low == 31 ? -1 : (1 << high - low + 1) - 1;
    }

    int extract(final int word) {
        return word >>> low & maximum();
    }

    int insert(final int word, final int value) {
        if ((value & ~maximum()) != 0) {
            throw new IllegalArgumentException(name + ": 0x" + Integer.toHexString(value) + " does not fit into " + (high - low + 1) + " bits");
        }
        return word & ~mask() | value << low;
    }
}
