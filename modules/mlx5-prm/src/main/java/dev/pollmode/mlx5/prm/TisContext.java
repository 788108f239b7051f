package dev.pollmode.mlx5.prm;

/// The context of a send target.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `strict_lag_tx_port_affinity` |  |
/// | 0x00 | 27:24 | `lag_tx_port_affinity` |  |
/// | 0x00 | 19:16 | `prio` |  |
/// | 0x24 | 23:0 | `transport_domain` |  |
/// | 0x28 | 23:0 | `underlay_qpn` |  |
public final class TisContext {
    public static final Layout LAYOUT = Layout.struct("tisc", 0xa0);
    public static final Field STRICT_LAG_TX_PORT_AFFINITY = LAYOUT.bits("strict_lag_tx_port_affinity", 0x00, 31, 31);
    public static final Field LAG_TX_PORT_AFFINITY = LAYOUT.bits("lag_tx_port_affinity", 0x00, 27, 24);
    public static final Field PRIO = LAYOUT.bits("prio", 0x00, 19, 16);
    public static final Field TRANSPORT_DOMAIN = LAYOUT.bits("transport_domain", 0x24, 23, 0);
    public static final Field UNDERLAY_QPN = LAYOUT.bits("underlay_qpn", 0x28, 23, 0);

    private TisContext() {
    }
}
