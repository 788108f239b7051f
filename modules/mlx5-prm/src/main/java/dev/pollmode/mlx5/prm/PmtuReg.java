package dev.pollmode.mlx5.prm;

/// PMTU (0x5003), the register of the port's MTU.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 23:16 | `local_port` |  |
/// | 0x04 | 31:16 | `max_mtu` |  |
/// | 0x08 | 31:16 | `admin_mtu` |  |
/// | 0x0c | 31:16 | `oper_mtu` |  |
public final class PmtuReg {
    public static final Layout LAYOUT = Layout.struct("pmtu_reg", 0x10);
    public static final Field LOCAL_PORT = LAYOUT.bits("local_port", 0x00, 23, 16);
    public static final Field MAX_MTU = LAYOUT.bits("max_mtu", 0x04, 31, 16);
    public static final Field ADMIN_MTU = LAYOUT.bits("admin_mtu", 0x08, 31, 16);
    public static final Field OPER_MTU = LAYOUT.bits("oper_mtu", 0x0c, 31, 16);

    private PmtuReg() {
    }
}
