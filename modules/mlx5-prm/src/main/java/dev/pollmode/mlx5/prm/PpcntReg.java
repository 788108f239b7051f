package dev.pollmode.mlx5.prm;

/// PPCNT (0x5008), the register of the port's counters.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:24 | `swid` |  |
/// | 0x00 | 23:16 | `local_port` |  |
/// | 0x00 | 5:0 | `grp` | 0 802.3, 1 RFC2863 |
/// | 0x04 | 31:31 | `clr` |  |
/// | 0x08 | struct | `counter_set` |  |
public final class PpcntReg {
    public static final Layout LAYOUT = Layout.struct("ppcnt_reg", 0x100);
    public static final Field SWID = LAYOUT.bits("swid", 0x00, 31, 24);
    public static final Field LOCAL_PORT = LAYOUT.bits("local_port", 0x00, 23, 16);
    public static final Field GRP = LAYOUT.bits("grp", 0x00, 5, 0);
    public static final Field CLR = LAYOUT.bits("clr", 0x04, 31, 31);
    public static final Block COUNTER_SET = LAYOUT.bytes("counter_set", 0x08, 0xf8);

    private PpcntReg() {
    }
}
