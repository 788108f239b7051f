package dev.pollmode.ethdev;

import java.util.HexFormat;
import java.util.Random;

/// A 48-bit Ethernet address.
///
/// @param value the six bytes, the first in bits 40-47
public record MacAddress(long value) implements Comparable<MacAddress> {
    /// All zero: no address.
    public static final MacAddress ZERO = new MacAddress(0);
    /// The broadcast address.
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
    /// How many bytes an address has.
    public static final int LENGTH = 6;

    private static final long MULTICAST_BIT = 1L << 40;
    private static final long LOCAL_BIT = 1L << 41;

    /// Checks that the value has 48 bits.
    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException("MAC address 0x" + Long.toHexString(value) + ": more than 48 bits");
        }
    }

    /// Reads an address as DPDK does: six groups of one or two digits, or three groups of four, with `:`, `-` or `.`
    /// between them, the same everywhere.
    ///
    /// @param text the address
    /// @return it
    /// @throws IllegalArgumentException when the text is no address
    public static MacAddress parse(final String text) {
        final int groups = text.length() - text.replaceAll("[:.-]", "").length() + 1;
        if (groups != 6 && groups != 3) {
            throw invalid(text);
        }
        final int most = groups == 6 ? 2 : 4;
        final char separator = separator(text);
        long value = 0;
        int digits = 0;
        int group = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == separator) {
                if (digits == 0 || groups == 3 && digits != 4) {
                    throw invalid(text);
                }
                value = value << most * 4 | group;
                digits = 0;
                group = 0;
            } else {
                final int digit = Character.digit(text.charAt(i), 16);
                if (digit < 0 || text.charAt(i) > 'f' || ++digits > most) {
                    throw invalid(text);
                }
                group = group << 4 | digit;
            }
        }
        return new MacAddress(value);
    }

    private static char separator(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (":-.".indexOf(text.charAt(i)) >= 0) {
                return text.charAt(i);
            }
        }
        throw invalid(text);
    }

    private static IllegalArgumentException invalid(final String text) {
        return new IllegalArgumentException("invalid MAC address format \"" + text + "\", expected 01:23:45:67:89:ab");
    }

    /// {@return the address in six bytes of an array}
    ///
    /// @param bytes the array
    /// @param offset where the address begins
    public static MacAddress of(final byte[] bytes, final int offset) {
        long value = 0;
        for (int i = 0; i < LENGTH; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return new MacAddress(value);
    }

    /// {@return a random address that is unicast and locally administered}
    ///
    /// @param random where the bits come from
    public static MacAddress random(final Random random) {
        return new MacAddress(random.nextLong() >>> 16 & ~MULTICAST_BIT | LOCAL_BIT);
    }

    /// {@return the six bytes}
    public byte[] bytes() {
        final byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (value >>> 40 - 8 * i);
        }
        return bytes;
    }

    /// {@return whether it addresses a group (broadcast included)}
    public boolean isMulticast() {
        return (value & MULTICAST_BIT) != 0;
    }

    /// {@return whether it is all zero}
    public boolean isZero() {
        return value == 0;
    }

    /// {@return whether a port can have it: not zero, not a group}
    public boolean isUnicast() {
        return !isZero() && !isMulticast();
    }

    @Override
    public int compareTo(final MacAddress other) {
        return Long.compare(value, other.value);
    }

    /// {@return the address as DPDK prints it: `02:00:00:AB:CD:EF`}
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes());
    }
}
