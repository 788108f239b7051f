package dev.pollmode.mlx5.prm;

/// The context of the virtual port: MTU, permanent address, receive modes; a list of addresses or VLANs follows it.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 26:24 | `min_wqe_inline_mode` |  |
/// | 0x00 | 2:2 | `disable_mc_local_lb` |  |
/// | 0x00 | 1:1 | `disable_uc_local_lb` |  |
/// | 0x00 | 0:0 | `roce_en` |  |
/// | 0x04 | 31:31 | `arm_change_event` |  |
/// | 0x04 | 4:4 | `event_on_mtu` |  |
/// | 0x04 | 3:3 | `event_on_promisc_change` |  |
/// | 0x04 | 2:2 | `event_on_vlan_change` |  |
/// | 0x04 | 1:1 | `event_on_mc_address_change` |  |
/// | 0x04 | 0:0 | `event_on_uc_address_change` |  |
/// | 0x24 | 15:0 | `mtu` | hardware MTU: L3 MTU + 22 (14 Ethernet, 4 VLAN, 4 FCS) |
/// | 0x28 | 64 bits | `system_image_guid` |  |
/// | 0x30 | 64 bits | `port_guid` |  |
/// | 0x38 | 64 bits | `node_guid` |  |
/// | 0x68 | 31:16 | `qkey_violation_counter` |  |
/// | 0xf0 | 31:31 | `promisc_uc` |  |
/// | 0xf0 | 30:30 | `promisc_mc` |  |
/// | 0xf0 | 29:29 | `promisc_all` |  |
/// | 0xf0 | 26:24 | `allowed_list_type` | 0 UC, 1 MC, 2 VLAN |
/// | 0xf0 | 11:0 | `allowed_list_size` |  |
/// | 0xf4 | 64 bits | `permanent_address` | 6 MAC bytes at 0xf6..0xfb |
/// | 0x100 | 64 bits | `current_uc_mac_address` | list, MAC in bytes 2..7 of each 8 |
public final class NicVportContext {
    public static final Layout LAYOUT = Layout.struct("nic_vport_context", 0x100);
    public static final Field MIN_WQE_INLINE_MODE = LAYOUT.bits("min_wqe_inline_mode", 0x00, 26, 24);
    public static final Field DISABLE_MC_LOCAL_LB = LAYOUT.bits("disable_mc_local_lb", 0x00, 2, 2);
    public static final Field DISABLE_UC_LOCAL_LB = LAYOUT.bits("disable_uc_local_lb", 0x00, 1, 1);
    public static final Field ROCE_EN = LAYOUT.bits("roce_en", 0x00, 0, 0);
    public static final Field ARM_CHANGE_EVENT = LAYOUT.bits("arm_change_event", 0x04, 31, 31);
    public static final Field EVENT_ON_MTU = LAYOUT.bits("event_on_mtu", 0x04, 4, 4);
    public static final Field EVENT_ON_PROMISC_CHANGE = LAYOUT.bits("event_on_promisc_change", 0x04, 3, 3);
    public static final Field EVENT_ON_VLAN_CHANGE = LAYOUT.bits("event_on_vlan_change", 0x04, 2, 2);
    public static final Field EVENT_ON_MC_ADDRESS_CHANGE = LAYOUT.bits("event_on_mc_address_change", 0x04, 1, 1);
    public static final Field EVENT_ON_UC_ADDRESS_CHANGE = LAYOUT.bits("event_on_uc_address_change", 0x04, 0, 0);
    public static final Field MTU = LAYOUT.bits("mtu", 0x24, 15, 0);
    public static final LongField SYSTEM_IMAGE_GUID = LAYOUT.quad("system_image_guid", 0x28);
    public static final LongField PORT_GUID = LAYOUT.quad("port_guid", 0x30);
    public static final LongField NODE_GUID = LAYOUT.quad("node_guid", 0x38);
    public static final Field QKEY_VIOLATION_COUNTER = LAYOUT.bits("qkey_violation_counter", 0x68, 31, 16);
    public static final Field PROMISC_UC = LAYOUT.bits("promisc_uc", 0xf0, 31, 31);
    public static final Field PROMISC_MC = LAYOUT.bits("promisc_mc", 0xf0, 30, 30);
    public static final Field PROMISC_ALL = LAYOUT.bits("promisc_all", 0xf0, 29, 29);
    public static final Field ALLOWED_LIST_TYPE = LAYOUT.bits("allowed_list_type", 0xf0, 26, 24);
    public static final Field ALLOWED_LIST_SIZE = LAYOUT.bits("allowed_list_size", 0xf0, 11, 0);
    public static final LongField PERMANENT_ADDRESS = LAYOUT.quad("permanent_address", 0xf4);
    public static final Block CURRENT_UC_MAC_ADDRESS = LAYOUT.list("current_uc_mac_address", 0x100, 8);

    private NicVportContext() {
    }
}
