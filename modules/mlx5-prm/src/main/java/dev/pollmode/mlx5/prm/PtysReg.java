package dev.pollmode.mlx5.prm;

/// PTYS (0x5004), the register of the port's type and speed.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 23:16 | `local_port` |  |
/// | 0x00 | 2:0 | `proto_mask` | 4 = Ethernet |
/// | 0x0c | 31:0 | `eth_proto_capability` |  |
/// | 0x18 | 31:0 | `eth_proto_admin` |  |
/// | 0x24 | 31:0 | `eth_proto_oper` |  |
public final class PtysReg {
    public static final Layout LAYOUT = Layout.struct("ptys_reg", 0x40);
    public static final Field LOCAL_PORT = LAYOUT.bits("local_port", 0x00, 23, 16);
    public static final Field PROTO_MASK = LAYOUT.bits("proto_mask", 0x00, 2, 0);
    public static final Field ETH_PROTO_CAPABILITY = LAYOUT.bits("eth_proto_capability", 0x0c, 31, 0);
    public static final Field ETH_PROTO_ADMIN = LAYOUT.bits("eth_proto_admin", 0x18, 31, 0);
    public static final Field ETH_PROTO_OPER = LAYOUT.bits("eth_proto_oper", 0x24, 31, 0);

    private PtysReg() {
    }
}
