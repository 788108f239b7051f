package dev.pollmode.mlx5.prm;

import java.util.Set;

/// PCI numbers of the devices this module describes.
public final class PciIds {
    public static final int VENDOR = 0x15b3;
    public static final int CLASS = 0x020000;
    public static final int CONNECTX4_VF = 0x1014;
    public static final int CONNECTX4_LX_VF = 0x1016;
    public static final int CONNECTX5_VF = 0x1018;
    public static final int CONNECTX5_EX_VF = 0x101a;
    public static final int CONNECTX6_VF = 0x101c;
    /// ConnectX-6 Dx and everything later.
    public static final int CONNECTX_VF = 0x101e;
    public static final int BLUEFIELD_VF = 0xa2d3;
    /// The virtual functions.
    public static final Set<Integer> VIRTUAL_FUNCTIONS = Set.of(CONNECTX4_VF, CONNECTX4_LX_VF, CONNECTX5_VF, CONNECTX5_EX_VF,
        CONNECTX6_VF, CONNECTX_VF, BLUEFIELD_VF);
    /// The physical functions.
    public static final Set<Integer> PHYSICAL_FUNCTIONS = Set.of(0x1013, 0x1015, 0x1017, 0x1019, 0x101b, 0x101d, 0x101f, 0x1021, 0x1023,
        0x1025, 0xa2d2, 0xa2d6, 0xa2dc, 0xa2df);

    private PciIds() {
    }
}
