package dev.pollmode.mlx5.prm;

/// Types of capabilities. QUERY_HCA_CAP takes [#current] or [#maximum] of one as its variant, SET_HCA_CAP [#set].
public final class CapabilityType {
    public static final int GENERAL = 0x00;
    public static final int ETHERNET = 0x01;
    public static final int ON_DEMAND_PAGING = 0x02;
    public static final int ATOMIC = 0x03;
    public static final int ROCE = 0x04;
    public static final int NIC_FLOW_TABLE = 0x07;
    public static final int ESWITCH_FLOW_TABLE = 0x08;
    public static final int ESWITCH = 0x09;
    public static final int QOS = 0x0c;
    public static final int GENERAL_2 = 0x20;

    private CapabilityType() {
    }

    /// {@return the variant of QUERY_HCA_CAP that reads what holds now}
    public static int current(final int type) {
        return type << 1 | 1;
    }

    /// {@return the variant of QUERY_HCA_CAP that reads what could be set}
    public static int maximum(final int type) {
        return type << 1;
    }

    /// {@return the variant of SET_HCA_CAP}
    public static int set(final int type) {
        return type << 1;
    }
}
