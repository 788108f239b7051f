package dev.pollmode.mlx5.prm;

/// A translation entry that leads to another memory key: 16 bytes, big-endian.
///
/// | offset | size | field   | meaning                                                       |
/// |-------:|-----:|---------|---------------------------------------------------------------|
/// |   0x00 |    4 | count   | bytes (KLM); ignored where all entries have one length (KSM)  |
/// |   0x04 |    4 | key     | key under which the address is to be understood               |
/// |   0x08 |    8 | address |                                                               |
public final class Klm {
    public static final int LENGTH = 16;
    public static final int BYTE_COUNT = 0x00;
    public static final int KEY = 0x04;
    public static final int ADDRESS = 0x08;

    private Klm() {
    }
}
