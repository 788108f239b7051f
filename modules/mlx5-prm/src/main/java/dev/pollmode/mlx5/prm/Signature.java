package dev.pollmode.mlx5.prm;

/// Signatures of the command interface: a byte that makes the exclusive-or of all bytes 0xff.
///
/// They count only while the capability `cmdif_checksum` is not zero. The signature of a [CommandEntry] is made with the ownership bit set.
public final class Signature {
    private Signature() {
    }

    /// {@return the signature over a range in which the signature's own byte is zero or absent}
    public static int of(final Struct bytes, final int from, final int length) {
        return ~xor(bytes, from, length) & 0xff;
    }

    /// {@return whether a range that includes its signature is intact}
    public static boolean isIntact(final Struct bytes, final int from, final int length) {
        return xor(bytes, from, length) == 0xff;
    }

    private static int xor(final Struct bytes, final int from, final int length) {
        int xor = 0;
        for (int i = from; i < from + length; i++) {
            xor ^= bytes.getByte(i);
        }
        return xor;
    }
}
