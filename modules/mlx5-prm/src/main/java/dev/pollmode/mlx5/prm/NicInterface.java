package dev.pollmode.mlx5.prm;

/// Values of the NIC interface state: three bits of word 0x14 of the [InitSegment].
public final class NicInterface {
    public static final int FULL_DRIVER = 0;
    public static final int DISABLED = 1;
    public static final int NO_DRAM = 2;
    public static final int INVALID = 3;
    public static final int SOFTWARE_RESET = 7;
    /// The field as drivers use it: three bits, although headers name two.
    public static final Field STATE = new Field("nic_interface", 0x14, 10, 8);

    private NicInterface() {
    }
}
