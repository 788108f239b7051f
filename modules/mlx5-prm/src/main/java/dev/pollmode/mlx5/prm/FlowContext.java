package dev.pollmode.mlx5.prm;

/// The context of a flow table entry; the lists of its destinations and counters follow it.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x04 | 31:0 | `group_id` |  |
/// | 0x08 | 23:0 | `flow_tag` | appears in CQE 0x38[23:0] |
/// | 0x0c | 15:0 | `action` | 1 allow, 2 drop, 4 forward, 8 count, 0x10 encap, 0x20 decap, 0x40 modify header, 0x80 pop vlan, 0x100 push vlan |
/// | 0x10 | 23:0 | `destination_list_size` |  |
/// | 0x14 | 23:0 | `flow_counter_list_size` |  |
/// | 0x18 | 31:0 | `encap_id` |  |
/// | 0x1c | 31:0 | `modify_header_id` |  |
/// | 0x40 | struct | `match_value` | fte_match_param |
public final class FlowContext {
    public static final Layout LAYOUT = Layout.struct("flow_context", 0x300);
    public static final Field GROUP_ID = LAYOUT.bits("group_id", 0x04, 31, 0);
    public static final Field FLOW_TAG = LAYOUT.bits("flow_tag", 0x08, 23, 0);
    public static final Field ACTION = LAYOUT.bits("action", 0x0c, 15, 0);
    public static final Field DESTINATION_LIST_SIZE = LAYOUT.bits("destination_list_size", 0x10, 23, 0);
    public static final Field FLOW_COUNTER_LIST_SIZE = LAYOUT.bits("flow_counter_list_size", 0x14, 23, 0);
    public static final Field ENCAP_ID = LAYOUT.bits("encap_id", 0x18, 31, 0);
    public static final Field MODIFY_HEADER_ID = LAYOUT.bits("modify_header_id", 0x1c, 31, 0);
    public static final Block MATCH_VALUE = LAYOUT.struct("match_value", 0x40, FlowMatch.LAYOUT);

    private FlowContext() {
    }
}
