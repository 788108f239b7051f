package dev.pollmode.mlx5.prm;

/// Numbers of flow steering.
public final class FlowConstants {
    public static final int TABLE_NIC_RX = 0;
    public static final int TABLE_NIC_TX = 1;
    public static final int MISS_DEFAULT = 0;
    public static final int MISS_TABLE = 1;
    public static final int CRITERIA_OUTER = 1;
    public static final int CRITERIA_MISC = 2;
    public static final int CRITERIA_INNER = 4;
    public static final int ACTION_ALLOW = 0x1;
    public static final int ACTION_DROP = 0x2;
    public static final int ACTION_FORWARD = 0x4;
    public static final int ACTION_COUNT = 0x8;
    public static final int DESTINATION_VPORT = 0;
    public static final int DESTINATION_TABLE = 1;
    public static final int DESTINATION_TIR = 2;

    private FlowConstants() {
    }
}
