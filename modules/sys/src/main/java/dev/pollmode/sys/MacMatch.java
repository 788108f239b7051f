package dev.pollmode.sys;

import java.util.Arrays;
import java.util.HexFormat;

/// Which frames a filter matches, by their destination address: those whose bits under the mask are these.
///
/// @param value the address; bits outside of the mask are 0. Copied in and out
/// @param mask  which bits count. Copied in and out
public record MacMatch(byte[] value, byte[] mask) implements FilterMatch {
    /// Bytes of an Ethernet address.
    private static final int LENGTH = 6;
    // The bit of the first byte that makes an address one of a group (IEEE 802).
    private static final byte GROUP = 1;
    private static final HexFormat HEX = HexFormat.ofDelimiter(":");

    /// Copies and checks both.
    public MacMatch {
        if (value.length != LENGTH || mask.length != LENGTH) {
            throw new IllegalArgumentException("not an address and a mask of 6 bytes: " + HEX.formatHex(value) + "/" + HEX.formatHex(mask));
        }
        value = value.clone();
        mask = mask.clone();
        for (int i = 0; i < LENGTH; i++) {
            value[i] &= mask[i];
        }
    }

    /// {@return what matches every frame}
    public static MacMatch all() {
        return new MacMatch(new byte[LENGTH], new byte[LENGTH]);
    }

    /// {@return what matches the frames to one address}
    ///
    /// @param address the address
    public static MacMatch to(final byte[] address) {
        final byte[] mask = new byte[LENGTH];
        Arrays.fill(mask, (byte) 0xff);
        return new MacMatch(address, mask);
    }

    /// {@return what matches the frames to several hosts, broadcasts among them, or those to one host}
    ///
    /// @param several which
    public static MacMatch groups(final boolean several) {
        final byte[] bit = {GROUP, 0, 0, 0, 0, 0};
        return new MacMatch(several ? bit : new byte[LENGTH], bit);
    }

    /// {@return whether it matches every frame}
    public boolean isAll() {
        return Arrays.equals(mask, new byte[LENGTH]);
    }

    /// {@return a copy of the address}
    @Override
    public byte[] value() {
        return value.clone();
    }

    /// {@return a copy of the mask}
    @Override
    public byte[] mask() {
        return mask.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof MacMatch that && Arrays.equals(value, that.value) && Arrays.equals(mask, that.mask);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(value) + Arrays.hashCode(mask);
    }

    @Override
    public String toString() {
        return HEX.formatHex(value) + "/" + HEX.formatHex(mask);
    }
}
