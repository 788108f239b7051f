package dev.pollmode.mlx5.prm;

/// What QUERY_ADAPTER tells of the board.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x18 | 23:0 | `ieee_vendor_id` | e.g. 0x0002c9 |
/// | 0x1c | 15:0 | `vsd_vendor_id` | e.g. 0x15b3 |
/// | 0xf0 | 16 bytes | `vsd_contd_psid` | e.g. "MT_2430110027" |
public final class AdapterParameters {
    public static final Layout LAYOUT = Layout.struct("query_adapter_param_block", 0x100);
    public static final Field IEEE_VENDOR_ID = LAYOUT.bits("ieee_vendor_id", 0x18, 23, 0);
    public static final Field VSD_VENDOR_ID = LAYOUT.bits("vsd_vendor_id", 0x1c, 15, 0);
    public static final Block VSD_CONTD_PSID = LAYOUT.bytes("vsd_contd_psid", 0xf0, 16);

    private AdapterParameters() {
    }
}
