package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CapabilityType;
import dev.pollmode.mlx5.prm.EthernetCap;
import dev.pollmode.mlx5.prm.Field;
import dev.pollmode.mlx5.prm.FlowTableProperties;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.NicFlowTableCap;
import dev.pollmode.mlx5.prm.Struct;
import java.util.List;
import java.util.Set;

/// What the device can do: the values of a virtual function, as they are and as they may become.
final class Capabilities {
    static final int LOG_MAX_CQ_SZ = 22;
    static final int LOG_MAX_EQ_SZ = 18;
    static final int LOG_MAX_WQ_SZ = 15;
    static final int LOG_MAX_EQ = 6;
    static final int LOG_MAX_OBJECTS = 16;
    static final int LOG_MAX_XRCD = 8;
    static final int LOG_MAX_RQT_SIZE = 9;
    static final int LOG_MAX_UC_LIST = 7;
    static final int LOG_MAX_MC_LIST = 7;
    static final int LOG_MAX_VLAN_LIST = 12;
    static final int LOG_MAX_FT_SIZE = 16;
    static final int LOG_MAX_FT_NUM = 9;
    static final int MAX_FT_LEVEL = 255;
    static final int LOG_MAX_DESTINATION = 6;
    static final int MAX_COMPRESSED = CqeSession.MAX_PACKETS;
    static final int MIN_LOG_STRIDE_RQ = 4;
    static final int MAX_LOG_STRIDE_RQ = 9;
    static final int FREQUENCY_MHZ = 275;
    static final int LOG_BAR_MIB = 3;
    /// Formats of time stamps up to this one: the default, and the clock that runs free.
    static final int TIME_FREE_RUNNING = 1;

    private static final int LOG_MAX_UAR_PAGE = 4;
    /// Outer MAC addresses, type, version, first tag, addresses, fragment, protocol, ECN, DSCP, ports, TCP flags.
    private static final int MATCHED_FIELDS = 0xff0ffe00;
    private static final Set<Integer> EMPTY_TYPES = Set.of(CapabilityType.ON_DEMAND_PAGING, CapabilityType.ATOMIC, CapabilityType.ROCE,
        CapabilityType.ESWITCH_FLOW_TABLE, CapabilityType.ESWITCH, CapabilityType.QOS, CapabilityType.GENERAL_2, 0x5, 0x6, 0xa, 0xb, 0xd, 0xe, 0xf);
    private static final List<Field> SETTABLE = List.of(HcaCap.CMDIF_CHECKSUM, HcaCap.LOG_UAR_PAGE_SZ, HcaCap.LOG_MAX_QP, HcaCap.MKEY_BY_NAME);

    private final Struct maximum;
    private final Struct ethernet;
    private final Struct flowTables;
    private Struct current;
    private Struct chosen;

    Capabilities(final ModelConfig config) {
        maximum = general();
        maximum.set(HcaCap.CMDIF_CHECKSUM, 3).set(HcaCap.LOG_UAR_PAGE_SZ, LOG_MAX_UAR_PAGE).set(HcaCap.LOG_MAX_QP, 0x18);
        ethernet = ethernet(config);
        flowTables = flowTables();
        reset();
    }

    void reset() {
        current = general();
        chosen = null;
    }

    /// {@return the block of a type, or null if there is no such type}
    Struct block(final int type, final boolean now) {
        return switch (type) {
            case CapabilityType.GENERAL -> now ? current : maximum;
            case CapabilityType.ETHERNET -> ethernet;
            case CapabilityType.NIC_FLOW_TABLE -> flowTables;
            default -> EMPTY_TYPES.contains(type) ? HcaCap.LAYOUT.allocate() : null;
        };
    }

    /// Keeps what the driver chose until [#apply()].
    void choose(final int type, final Struct wanted) throws CommandFailure {
        CommandFailure.require(block(type, true) != null, "no such type of capabilities");
        if (type != CapabilityType.GENERAL) {
            return;
        }
        final Struct next = Struct.of(current.toByteArray());
        for (final Field field : SETTABLE) {
            CommandFailure.require(wanted.get(field) <= maximum.get(field), "above the maximum: " + field.name());
            next.set(field, wanted.get(field));
        }
        chosen = next;
    }

    /// INIT_HCA: what was chosen holds from now on.
    void apply() {
        if (chosen != null) {
            current = chosen;
        }
    }

    boolean isSigned() {
        return current.get(HcaCap.CMDIF_CHECKSUM) != 0;
    }

    int logUarPage() {
        return current.get(HcaCap.LOG_UAR_PAGE_SZ);
    }

    private static Struct general() {
        final Struct cap = HcaCap.LAYOUT.allocate();
        cap.set(HcaCap.LOG_MAX_QP, 0x0e).set(HcaCap.LOG_MAX_QP_SZ, LOG_MAX_WQ_SZ).set(HcaCap.LOG_MAX_SRQ_SZ, LOG_MAX_WQ_SZ);
        cap.set(HcaCap.LOG_MAX_CQ_SZ, LOG_MAX_CQ_SZ).set(HcaCap.LOG_MAX_CQ, LOG_MAX_OBJECTS);
        cap.set(HcaCap.LOG_MAX_EQ_SZ, LOG_MAX_EQ_SZ).set(HcaCap.LOG_MAX_EQ, LOG_MAX_EQ).set(HcaCap.LOG_MAX_MKEY, LOG_MAX_OBJECTS);
        cap.set(HcaCap.MAX_INDIRECTION, KeyAccess.MAX_DEPTH).set(HcaCap.LOG_MAX_KLM_LIST_SIZE, 16).set(HcaCap.UMR_EXTENDED_TRANSLATION_OFFSET, 1)
            .set(HcaCap.UMR_MODIFY_ENTITY_SIZE_DISABLED, 1).set(HcaCap.UMR_PTR_RLKY, 1).set(HcaCap.NULL_MKEY, 1);
        cap.set(HcaCap.LOG_MAX_MRW_SZ, 64).set(HcaCap.FAST_TEARDOWN, 1).set(HcaCap.FAST_TEARDOWN_LINUX, 1).set(HcaCap.FORCE_TEARDOWN, 1);
        cap.set(HcaCap.END_PAD, 1).set(HcaCap.VPORT_COUNTERS, 1).set(HcaCap.MAX_QP_CNT, 64).set(HcaCap.MODIFY_RQ_COUNTER_SET_ID, 1)
            .set(HcaCap.RQ_DELAY_DROP, 1);
        cap.set(HcaCap.NIC_FLOW_TABLE, 1).set(HcaCap.PORT_TYPE, 1).set(HcaCap.NUM_PORTS, 1);
        cap.set(HcaCap.LOG_MAX_MSG, 30).set(HcaCap.MAX_TC, 8).set(HcaCap.CQE_VERSION, 1);
        cap.set(HcaCap.STRIDING_RQ, 1).set(HcaCap.ETH_NET_OFFLOADS, 1);
        cap.set(HcaCap.XRC, 1).set(HcaCap.LOG_MAX_XRCD, LOG_MAX_XRCD).set(HcaCap.ROCE_RW_SUPPORTED, 1);
        cap.set(HcaCap.CQ_OI, 1).set(HcaCap.CQ_MODERATION, 1).set(HcaCap.CQ_PERIOD_MODE_MODIFY, 1)
            .set(HcaCap.CQ_EQ_REMAP, 1).set(HcaCap.CQ_PERIOD_START_FROM_CQE, 1);
        cap.set(HcaCap.UAR_SZ, LOG_BAR_MIB).set(HcaCap.UMEM_UID_0, 1).set(HcaCap.LOG_PG_SZ, 12);
        cap.set(HcaCap.BF, 1).set(HcaCap.DRIVER_VERSION, 1).set(HcaCap.PAD_TX_ETH_PACKET, 1).set(HcaCap.LOG_BF_REG_SIZE, 9);
        cap.set(HcaCap.MAX_WQE_SZ_SQ, 1024).set(HcaCap.MAX_WQE_SZ_RQ, 512);
        cap.set(HcaCap.LOG_MAX_TRANSPORT_DOMAIN, LOG_MAX_OBJECTS).set(HcaCap.LOG_MAX_PD, LOG_MAX_OBJECTS);
        cap.set(HcaCap.MAX_FLOW_COUNTER_15_0, 1 << 12);
        cap.set(HcaCap.LOG_MAX_RQ, LOG_MAX_OBJECTS).set(HcaCap.LOG_MAX_SQ, LOG_MAX_OBJECTS).set(HcaCap.LOG_MAX_TIR, LOG_MAX_OBJECTS)
            .set(HcaCap.LOG_MAX_TIS, LOG_MAX_OBJECTS).set(HcaCap.MODIFY_TIS, 1);
        cap.set(HcaCap.BASIC_CYCLIC_RCV_WQE, 1).set(HcaCap.MEM_RQ_RMP, 1).set(HcaCap.LOG_MAX_RMP, LOG_MAX_OBJECTS)
            .set(HcaCap.LOG_MAX_RQT, 14).set(HcaCap.LOG_MAX_RQT_SIZE, LOG_MAX_RQT_SIZE).set(HcaCap.LOG_MAX_TIS_PER_SQ, 3);
        cap.set(HcaCap.EXT_STRIDE_NUM_RANGE, 1).set(HcaCap.LOG_MAX_STRIDE_SZ_RQ, MAX_LOG_STRIDE_RQ).set(HcaCap.LOG_MIN_STRIDE_SZ_RQ, MIN_LOG_STRIDE_RQ)
            .set(HcaCap.LOG_MAX_STRIDE_SZ_SQ, 6).set(HcaCap.LOG_MIN_STRIDE_SZ_SQ, 6).set(HcaCap.LOG_MAX_WQ_SZ, LOG_MAX_WQ_SZ);
        cap.set(HcaCap.NIC_VPORT_CHANGE_EVENT, 1).set(HcaCap.LOG_MAX_VLAN_LIST, LOG_MAX_VLAN_LIST)
            .set(HcaCap.LOG_MAX_CURRENT_MC_LIST, LOG_MAX_MC_LIST).set(HcaCap.LOG_MAX_CURRENT_UC_LIST, LOG_MAX_UC_LIST)
            .set(HcaCap.DISABLE_LOCAL_LB_UC, 1).set(HcaCap.DISABLE_LOCAL_LB_MC, 1);
        cap.set(HcaCap.DEVICE_FREQUENCY_MHZ, FREQUENCY_MHZ).set(HcaCap.DEVICE_FREQUENCY_KHZ, FREQUENCY_MHZ * 1000).set(HcaCap.NUM_OF_UARS_PER_PAGE, 1);
        cap.set(HcaCap.MINI_CQE_RESP_L3_L4_TAG, 1).set(HcaCap.MINI_CQE_RESP_FLOW_TAG, 1).set(HcaCap.MINI_CQE_RESP_STRIDE_INDEX, 1)
            .set(HcaCap.CQE_COMPRESSION, 1).set(HcaCap.CQE_COMPRESSION_TIMEOUT, 8).set(HcaCap.CQE_COMPRESSION_MAX_NUM, MAX_COMPRESSED);
        return cap;
    }

    private static Struct ethernet(final ModelConfig config) {
        final Struct cap = EthernetCap.LAYOUT.allocate();
        cap.set(EthernetCap.CSUM_CAP, 1).set(EthernetCap.VLAN_CAP, 1).set(EthernetCap.WQE_VLAN_INSERT, 1).set(EthernetCap.SELF_LB_EN_MODIFIABLE, 1);
        cap.set(EthernetCap.MAX_LSO_CAP, 18).set(EthernetCap.MULTI_PKT_SEND_WQE, 1).set(EthernetCap.ENHANCED_MULTI_PKT_SEND_WQE, 1);
        cap.set(EthernetCap.WQE_INLINE_MODE, config.inlineMode() == 0 ? 2 : 1).set(EthernetCap.RSS_IND_TBL_CAP, LOG_MAX_RQT_SIZE)
            .set(EthernetCap.SCATTER_FCS, 1).set(EthernetCap.REG_UMR_SQ, 1);
        return cap;
    }

    private static Struct flowTables() {
        final Struct cap = NicFlowTableCap.LAYOUT.allocate();
        final Struct receive = cap.at(NicFlowTableCap.FLOW_TABLE_PROPERTIES_NIC_RECEIVE);
        receive.set(FlowTableProperties.FT_SUPPORT, 1).set(FlowTableProperties.FLOW_TAG, 1).set(FlowTableProperties.FLOW_COUNTER, 1)
            .set(FlowTableProperties.FLOW_MODIFY_EN, 1).set(FlowTableProperties.MODIFY_ROOT, 1)
            .set(FlowTableProperties.IDENTIFIED_MISS_TABLE_MODE, 1).set(FlowTableProperties.FLOW_TABLE_MODIFY, 1);
        receive.set(FlowTableProperties.LOG_MAX_FT_SIZE, LOG_MAX_FT_SIZE).set(FlowTableProperties.MAX_FT_LEVEL, MAX_FT_LEVEL)
            .set(FlowTableProperties.LOG_MAX_FT_NUM, LOG_MAX_FT_NUM).set(FlowTableProperties.LOG_MAX_DESTINATION, LOG_MAX_DESTINATION)
            .set(FlowTableProperties.LOG_MAX_FLOW, LOG_MAX_FT_SIZE);
        receive.setInt(FlowTableProperties.FT_FIELD_SUPPORT.offset(), MATCHED_FIELDS);
        receive.setInt(FlowTableProperties.FT_FIELD_BITMASK_SUPPORT.offset(), MATCHED_FIELDS);
        return cap;
    }
}
