package dev.pollmode.mlx5.prm;

/// One counter of a flow table entry.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:0 | `flow_counter_id` |  |
public final class FlowCounterReference {
    public static final Layout LAYOUT = Layout.struct("flow_counter_list", 0x8);
    public static final Field FLOW_COUNTER_ID = LAYOUT.bits("flow_counter_id", 0x00, 31, 0);

    private FlowCounterReference() {
    }
}
