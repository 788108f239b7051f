package dev.pollmode.mlx5.prm;

/// PAOS (0x5006), the register of the port's state.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:24 | `swid` |  |
/// | 0x00 | 23:16 | `local_port` |  |
/// | 0x00 | 11:8 | `admin_status` |  |
/// | 0x00 | 3:0 | `oper_status` | 1 up, 2 down |
/// | 0x04 | 31:31 | `ase` |  |
/// | 0x04 | 30:30 | `ee` |  |
/// | 0x04 | 1:0 | `e` |  |
public final class PaosReg {
    public static final Layout LAYOUT = Layout.struct("paos_reg", 0x10);
    public static final Field SWID = LAYOUT.bits("swid", 0x00, 31, 24);
    public static final Field LOCAL_PORT = LAYOUT.bits("local_port", 0x00, 23, 16);
    public static final Field ADMIN_STATUS = LAYOUT.bits("admin_status", 0x00, 11, 8);
    public static final Field OPER_STATUS = LAYOUT.bits("oper_status", 0x00, 3, 0);
    public static final Field ASE = LAYOUT.bits("ase", 0x04, 31, 31);
    public static final Field EE = LAYOUT.bits("ee", 0x04, 30, 30);
    public static final Field E = LAYOUT.bits("e", 0x04, 1, 0);

    private PaosReg() {
    }
}
