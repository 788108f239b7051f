package dev.pollmode.mlx5.prm;

/// The NIC flow table capabilities, type 7 of QUERY_HCA_CAP.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x40 | struct | `flow_table_properties_nic_receive` |  |
/// | 0x100 | struct | `flow_table_properties_nic_transmit` |  |
public final class NicFlowTableCap {
    public static final Layout LAYOUT = Layout.struct("flow_table_nic_cap", 0x1000);
    public static final Block FLOW_TABLE_PROPERTIES_NIC_RECEIVE = LAYOUT.struct("flow_table_properties_nic_receive", 0x40, FlowTableProperties.LAYOUT);
    public static final Block FLOW_TABLE_PROPERTIES_NIC_TRANSMIT = LAYOUT.struct("flow_table_properties_nic_transmit", 0x100, FlowTableProperties.LAYOUT);

    private NicFlowTableCap() {
    }
}
