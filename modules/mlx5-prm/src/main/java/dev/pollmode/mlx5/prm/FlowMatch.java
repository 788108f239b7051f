package dev.pollmode.mlx5.prm;

/// Header fields to match: as a mask in a flow group, as a value in a flow table entry.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | struct | `outer_headers` |  |
/// | 0x40 | struct | `misc_parameters` |  |
/// | 0x80 | struct | `inner_headers` |  |
public final class FlowMatch {
    public static final Layout LAYOUT = Layout.struct("fte_match_param", 0x200);
    public static final Block OUTER_HEADERS = LAYOUT.struct("outer_headers", 0x00, FlowMatchHeaders.LAYOUT);
    public static final Block MISC_PARAMETERS = LAYOUT.bytes("misc_parameters", 0x40, 0x40);
    public static final Block INNER_HEADERS = LAYOUT.struct("inner_headers", 0x80, FlowMatchHeaders.LAYOUT);

    private FlowMatch() {
    }
}
