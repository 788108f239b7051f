package dev.pollmode.mlx5.prm;

/// HOST_ENDIANNESS (0x7004): the byte order of the host.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:24 | `he` | 0 little-endian, 0x80 big-endian |
public final class HostEndiannessReg {
    public static final Layout LAYOUT = Layout.struct("host_endianness_reg", 0x10);
    public static final Field HE = LAYOUT.bits("he", 0x00, 31, 24);

    private HostEndiannessReg() {
    }
}
