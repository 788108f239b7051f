package dev.pollmode.mlx5.prm;

/// One destination of a flow table entry.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:24 | `destination_type` | 0 vport, 1 flow table, 2 TIR |
/// | 0x00 | 23:0 | `destination_id` |  |
public final class FlowDestination {
    public static final Layout LAYOUT = Layout.struct("dest_format_struct", 0x8);
    public static final Field DESTINATION_TYPE = LAYOUT.bits("destination_type", 0x00, 31, 24);
    public static final Field DESTINATION_ID = LAYOUT.bits("destination_id", 0x00, 23, 0);

    private FlowDestination() {
    }
}
