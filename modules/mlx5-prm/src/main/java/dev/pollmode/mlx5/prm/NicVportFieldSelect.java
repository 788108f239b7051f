package dev.pollmode.mlx5.prm;

/// Which parts of the virtual port's context a modify command changes.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 11:11 | `disable_uc_local_lb` |  |
/// | 0x00 | 10:10 | `disable_mc_local_lb` |  |
/// | 0x00 | 9:9 | `node_guid` |  |
/// | 0x00 | 8:8 | `port_guid` |  |
/// | 0x00 | 7:7 | `min_inline` |  |
/// | 0x00 | 6:6 | `mtu` |  |
/// | 0x00 | 5:5 | `change_event` |  |
/// | 0x00 | 4:4 | `promisc` |  |
/// | 0x00 | 3:3 | `permanent_address` |  |
/// | 0x00 | 2:2 | `addresses_list` |  |
/// | 0x00 | 1:1 | `roce_en` |  |
public final class NicVportFieldSelect {
    public static final Layout LAYOUT = Layout.struct("modify_nic_vport_field_select", 0x4);
    public static final Field DISABLE_UC_LOCAL_LB = LAYOUT.bits("disable_uc_local_lb", 0x00, 11, 11);
    public static final Field DISABLE_MC_LOCAL_LB = LAYOUT.bits("disable_mc_local_lb", 0x00, 10, 10);
    public static final Field NODE_GUID = LAYOUT.bits("node_guid", 0x00, 9, 9);
    public static final Field PORT_GUID = LAYOUT.bits("port_guid", 0x00, 8, 8);
    public static final Field MIN_INLINE = LAYOUT.bits("min_inline", 0x00, 7, 7);
    public static final Field MTU = LAYOUT.bits("mtu", 0x00, 6, 6);
    public static final Field CHANGE_EVENT = LAYOUT.bits("change_event", 0x00, 5, 5);
    public static final Field PROMISC = LAYOUT.bits("promisc", 0x00, 4, 4);
    public static final Field PERMANENT_ADDRESS = LAYOUT.bits("permanent_address", 0x00, 3, 3);
    public static final Field ADDRESSES_LIST = LAYOUT.bits("addresses_list", 0x00, 2, 2);
    public static final Field ROCE_EN = LAYOUT.bits("roce_en", 0x00, 1, 1);

    private NicVportFieldSelect() {
    }
}
