package dev.pollmode.mlx5.prm;

/// The init segment at the beginning of BAR0: versions, the address of the command queue, doorbell, health.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:16 | `fw_rev_minor` |  |
/// | 0x00 | 15:0 | `fw_rev_major` |  |
/// | 0x04 | 31:16 | `cmd_interface_rev` | must be 5 |
/// | 0x04 | 15:0 | `fw_rev_subminor` |  |
/// | 0x10 | 31:0 | `cmdq_phy_addr_63_32` |  |
/// | 0x14 | 31:12 | `cmdq_phy_addr_31_12` |  |
/// | 0x14 | 9:8 | `nic_interface` |  |
/// | 0x14 | 7:4 | `log_cmdq_size` |  |
/// | 0x14 | 3:0 | `log_cmdq_stride` |  |
/// | 0x18 | 31:0 | `command_doorbell_vector` |  |
/// | 0x1fc | 31:31 | `initializing` |  |
/// | 0x1fc | 26:24 | `nic_interface_supported` |  |
/// | 0x200 | struct | `health_buffer` |  |
/// | 0x240 | 31:0 | `no_dram_nic_offset` |  |
/// | 0x1000 | 31:0 | `internal_timer_h` |  |
/// | 0x1004 | 31:0 | `internal_timer_l` |  |
/// | 0x100c | 0:0 | `clear_int` |  |
/// | 0x1010 | 31:24 | `health_syndrome` |  |
/// | 0x1010 | 23:0 | `health_counter` |  |
public final class InitSegment {
    public static final Layout LAYOUT = Layout.struct("initial_seg", 0x2000);
    public static final Field FW_REV_MINOR = LAYOUT.bits("fw_rev_minor", 0x00, 31, 16);
    public static final Field FW_REV_MAJOR = LAYOUT.bits("fw_rev_major", 0x00, 15, 0);
    public static final Field CMD_INTERFACE_REV = LAYOUT.bits("cmd_interface_rev", 0x04, 31, 16);
    public static final Field FW_REV_SUBMINOR = LAYOUT.bits("fw_rev_subminor", 0x04, 15, 0);
    public static final Field CMDQ_PHY_ADDR_63_32 = LAYOUT.bits("cmdq_phy_addr_63_32", 0x10, 31, 0);
    public static final Field CMDQ_PHY_ADDR_31_12 = LAYOUT.bits("cmdq_phy_addr_31_12", 0x14, 31, 12);
    public static final Field NIC_INTERFACE = LAYOUT.bits("nic_interface", 0x14, 9, 8);
    public static final Field LOG_CMDQ_SIZE = LAYOUT.bits("log_cmdq_size", 0x14, 7, 4);
    public static final Field LOG_CMDQ_STRIDE = LAYOUT.bits("log_cmdq_stride", 0x14, 3, 0);
    public static final Field COMMAND_DOORBELL_VECTOR = LAYOUT.bits("command_doorbell_vector", 0x18, 31, 0);
    public static final Field INITIALIZING = LAYOUT.bits("initializing", 0x1fc, 31, 31);
    public static final Field NIC_INTERFACE_SUPPORTED = LAYOUT.bits("nic_interface_supported", 0x1fc, 26, 24);
    public static final Block HEALTH_BUFFER = LAYOUT.struct("health_buffer", 0x200, HealthBuffer.LAYOUT);
    public static final Field NO_DRAM_NIC_OFFSET = LAYOUT.bits("no_dram_nic_offset", 0x240, 31, 0);
    public static final Field INTERNAL_TIMER_H = LAYOUT.bits("internal_timer_h", 0x1000, 31, 0);
    public static final Field INTERNAL_TIMER_L = LAYOUT.bits("internal_timer_l", 0x1004, 31, 0);
    public static final Field CLEAR_INT = LAYOUT.bits("clear_int", 0x100c, 0, 0);
    public static final Field HEALTH_SYNDROME = LAYOUT.bits("health_syndrome", 0x1010, 31, 24);
    public static final Field HEALTH_COUNTER = LAYOUT.bits("health_counter", 0x1010, 23, 0);

    private InitSegment() {
    }
}
