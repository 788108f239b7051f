package dev.pollmode.mlx5.prm;

/// Which fields of a packet a receive target hashes.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `l3_prot_type` | 0 IPv4, 1 IPv6 |
/// | 0x00 | 30:30 | `l4_prot_type` | 0 TCP, 1 UDP |
/// | 0x00 | 29:0 | `selected_fields` | bit 0 src IP, 1 dst IP, 2 L4 sport, 3 L4 dport, 4 IPsec SPI |
public final class RxHashFields {
    public static final Layout LAYOUT = Layout.struct("rx_hash_field_select", 0x4);
    public static final Field L3_PROT_TYPE = LAYOUT.bits("l3_prot_type", 0x00, 31, 31);
    public static final Field L4_PROT_TYPE = LAYOUT.bits("l4_prot_type", 0x00, 30, 30);
    public static final Field SELECTED_FIELDS = LAYOUT.bits("selected_fields", 0x00, 29, 0);

    private RxHashFields() {
    }
}
