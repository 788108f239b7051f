package dev.pollmode.mlx5.prm;

/// The general capabilities, type 0 of QUERY_HCA_CAP. Only fields somebody here reads are named; the rest is copied
/// as it is when capabilities are set.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x04 | 31:31 | `hca_cap_2` |  |
/// | 0x10 | 31:24 | `log_max_srq_sz` |  |
/// | 0x10 | 23:16 | `log_max_qp_sz` |  |
/// | 0x10 | 4:0 | `log_max_qp` |  |
/// | 0x14 | 20:16 | `log_max_srq` |  |
/// | 0x18 | 23:16 | `log_max_cq_sz` |  |
/// | 0x18 | 4:0 | `log_max_cq` |  |
/// | 0x1c | 31:24 | `log_max_eq_sz` |  |
/// | 0x1c | 23:23 | `relaxed_ordering_write` |  |
/// | 0x1c | 21:16 | `log_max_mkey` |  |
/// | 0x1c | 4:4 | `fast_teardown` | where Linux looks for it |
/// | 0x1c | 3:0 | `log_max_eq` |  |
/// | 0x20 | 31:24 | `max_indirection` |  |
/// | 0x20 | 22:16 | `log_max_mrw_sz` |  |
/// | 0x20 | 15:15 | `force_teardown` |  |
/// | 0x20 | 14:14 | `fast_teardown` | where the headers of rdma-core have it |
/// | 0x20 | 7:7 | `umr_extended_translation_offset` |  |
/// | 0x20 | 6:6 | `null_mkey` |  |
/// | 0x20 | 5:0 | `log_max_klm_list_size` |  |
/// | 0x2c | 31:31 | `end_pad` |  |
/// | 0x2c | 28:28 | `start_pad` |  |
/// | 0x2c | 27:27 | `cache_line_128byte` |  |
/// | 0x2c | 15:0 | `gid_table_size` |  |
/// | 0x30 | 30:30 | `vport_counters` |  |
/// | 0x30 | 27:27 | `modify_rq_counter_set_id` |  |
/// | 0x30 | 26:26 | `rq_delay_drop` |  |
/// | 0x30 | 25:16 | `max_qp_cnt` |  |
/// | 0x30 | 15:0 | `pkey_table_size` |  |
/// | 0x34 | 31:31 | `vport_group_manager` |  |
/// | 0x34 | 30:30 | `vhca_group_manager` |  |
/// | 0x34 | 26:26 | `ets` |  |
/// | 0x34 | 25:25 | `nic_flow_table` |  |
/// | 0x34 | 22:22 | `mcam_reg` |  |
/// | 0x34 | 21:21 | `pcam_reg` |  |
/// | 0x34 | 9:8 | `port_type` | 0 IB, 1 Ethernet |
/// | 0x34 | 7:0 | `num_ports` |  |
/// | 0x38 | 28:24 | `log_max_msg` |  |
/// | 0x38 | 19:16 | `max_tc` |  |
/// | 0x3c | 3:0 | `cqe_version` | 1 = CQE carries user_index instead of QPN |
/// | 0x40 | 31:31 | `compact_address_vector` |  |
/// | 0x40 | 30:30 | `striding_rq` |  |
/// | 0x40 | 24:24 | `umr_modify_entity_size_disabled` | 1 = a work request cannot change the page size of a key |
/// | 0x40 | 15:14 | `cmdif_checksum` |  |
/// | 0x40 | 11:11 | `wq_signature` |  |
/// | 0x40 | 10:10 | `sctr_data_cqe` |  |
/// | 0x40 | 4:4 | `qos` |  |
/// | 0x40 | 3:3 | `eth_net_offloads` |  |
/// | 0x40 | 2:2 | `roce` |  |
/// | 0x40 | 1:1 | `atomic` |  |
/// | 0x44 | 31:31 | `cq_oi` |  |
/// | 0x44 | 30:30 | `cq_resize` |  |
/// | 0x44 | 29:29 | `cq_moderation` |  |
/// | 0x44 | 28:28 | `cq_period_mode_modify` |  |
/// | 0x44 | 25:25 | `cq_eq_remap` |  |
/// | 0x44 | 21:21 | `scqe_break_moderation` |  |
/// | 0x44 | 20:20 | `cq_period_start_from_cqe` |  |
/// | 0x44 | 15:15 | `umr_ptr_rlky` |  |
/// | 0x44 | 14:14 | `imaicl` |  |
/// | 0x44 | 3:3 | `xrc` |  |
/// | 0x48 | 31:31 | `uar_4k` |  |
/// | 0x48 | 21:16 | `uar_sz` | log2 of the space of doorbell pages in MiB |
/// | 0x48 | 13:13 | `umem_uid_0` | user-space drivers need it |
/// | 0x48 | 7:0 | `log_pg_sz` | log2 of the smallest page |
/// | 0x4c | 31:31 | `bf` | BlueFlame works |
/// | 0x4c | 30:30 | `driver_version` |  |
/// | 0x4c | 29:29 | `pad_tx_eth_packet` |  |
/// | 0x4c | 25:25 | `mkey_by_name` |  |
/// | 0x4c | 20:16 | `log_bf_reg_size` |  |
/// | 0x50 | 15:0 | `max_wqe_sz_sq` | bytes |
/// | 0x54 | 15:0 | `max_wqe_sz_rq` | bytes |
/// | 0x58 | 31:16 | `max_flow_counter_31_16` |  |
/// | 0x64 | 28:24 | `log_max_transport_domain` |  |
/// | 0x64 | 20:16 | `log_max_pd` |  |
/// | 0x64 | 4:0 | `log_max_xrcd` |  |
/// | 0x68 | 15:0 | `max_flow_counter_15_0` |  |
/// | 0x6c | 31:31 | `modify_tis` |  |
/// | 0x6c | 28:24 | `log_max_rq` |  |
/// | 0x6c | 20:16 | `log_max_sq` |  |
/// | 0x6c | 12:8 | `log_max_tir` |  |
/// | 0x6c | 4:0 | `log_max_tis` |  |
/// | 0x70 | 31:31 | `basic_cyclic_rcv_wqe` |  |
/// | 0x70 | 29:29 | `mem_rq_rmp` |  |
/// | 0x70 | 28:24 | `log_max_rmp` |  |
/// | 0x70 | 20:16 | `log_max_rqt` |  |
/// | 0x70 | 12:8 | `log_max_rqt_size` |  |
/// | 0x70 | 4:0 | `log_max_tis_per_sq` |  |
/// | 0x74 | 31:31 | `ext_stride_num_range` |  |
/// | 0x74 | 30:30 | `roce_rw_supported` | 1 = `roce` tells whether RoCE is switched on, not only whether it is there |
/// | 0x74 | 28:24 | `log_max_stride_sz_rq` |  |
/// | 0x74 | 20:16 | `log_min_stride_sz_rq` |  |
/// | 0x74 | 12:8 | `log_max_stride_sz_sq` |  |
/// | 0x74 | 4:0 | `log_min_stride_sz_sq` |  |
/// | 0x78 | 4:0 | `log_max_wq_sz` |  |
/// | 0x7c | 31:31 | `nic_vport_change_event` |  |
/// | 0x7c | 30:30 | `disable_local_lb_uc` |  |
/// | 0x7c | 29:29 | `disable_local_lb_mc` |  |
/// | 0x7c | 20:16 | `log_max_vlan_list` |  |
/// | 0x7c | 12:8 | `log_max_current_mc_list` |  |
/// | 0x7c | 4:0 | `log_max_current_uc_list` |  |
/// | 0x88 | 31:30 | `sq_ts_format` |  |
/// | 0x88 | 29:28 | `rq_ts_format` | 0 free running, 1 real time, 2 both |
/// | 0x8c | 15:0 | `max_num_eqs` |  |
/// | 0x90 | 28:24 | `log_max_l2_table` |  |
/// | 0x90 | 15:0 | `log_uar_page_sz` | in 4 KiB units, log2 (cur 0, max 8) |
/// | 0x98 | 31:0 | `device_frequency_mhz` |  |
/// | 0x9c | 31:0 | `device_frequency_khz` |  |
/// | 0xa4 | 31:0 | `num_of_uars_per_page` |  |
/// | 0xb4 | 15:15 | `enhanced_cqe_compression` |  |
/// | 0xb4 | 6:6 | `mini_cqe_resp_l3_l4_tag` |  |
/// | 0xb4 | 5:5 | `mini_cqe_resp_flow_tag` |  |
/// | 0xb4 | 3:3 | `mini_cqe_resp_stride_index` |  |
/// | 0xb4 | 2:2 | `cqe_128_always` |  |
/// | 0xb4 | 1:1 | `cqe_compression_128` |  |
/// | 0xb4 | 0:0 | `cqe_compression` |  |
/// | 0xb8 | 31:16 | `cqe_compression_timeout` |  |
/// | 0xb8 | 15:0 | `cqe_compression_max_num` |  |
public final class HcaCap {
    public static final Layout LAYOUT = Layout.struct("cmd_hca_cap", 0x1000);
    public static final Field HCA_CAP_2 = LAYOUT.bits("hca_cap_2", 0x04, 31, 31);
    public static final Field LOG_MAX_SRQ_SZ = LAYOUT.bits("log_max_srq_sz", 0x10, 31, 24);
    public static final Field LOG_MAX_QP_SZ = LAYOUT.bits("log_max_qp_sz", 0x10, 23, 16);
    public static final Field LOG_MAX_QP = LAYOUT.bits("log_max_qp", 0x10, 4, 0);
    public static final Field LOG_MAX_SRQ = LAYOUT.bits("log_max_srq", 0x14, 20, 16);
    public static final Field LOG_MAX_CQ_SZ = LAYOUT.bits("log_max_cq_sz", 0x18, 23, 16);
    public static final Field LOG_MAX_CQ = LAYOUT.bits("log_max_cq", 0x18, 4, 0);
    public static final Field LOG_MAX_EQ_SZ = LAYOUT.bits("log_max_eq_sz", 0x1c, 31, 24);
    public static final Field RELAXED_ORDERING_WRITE = LAYOUT.bits("relaxed_ordering_write", 0x1c, 23, 23);
    public static final Field LOG_MAX_MKEY = LAYOUT.bits("log_max_mkey", 0x1c, 21, 16);
    public static final Field FAST_TEARDOWN_LINUX = LAYOUT.bits("fast_teardown", 0x1c, 4, 4);
    public static final Field LOG_MAX_EQ = LAYOUT.bits("log_max_eq", 0x1c, 3, 0);
    public static final Field MAX_INDIRECTION = LAYOUT.bits("max_indirection", 0x20, 31, 24);
    public static final Field LOG_MAX_MRW_SZ = LAYOUT.bits("log_max_mrw_sz", 0x20, 22, 16);
    public static final Field FORCE_TEARDOWN = LAYOUT.bits("force_teardown", 0x20, 15, 15);
    public static final Field FAST_TEARDOWN = LAYOUT.bits("fast_teardown", 0x20, 14, 14);
    public static final Field UMR_EXTENDED_TRANSLATION_OFFSET = LAYOUT.bits("umr_extended_translation_offset", 0x20, 7, 7);
    public static final Field NULL_MKEY = LAYOUT.bits("null_mkey", 0x20, 6, 6);
    public static final Field LOG_MAX_KLM_LIST_SIZE = LAYOUT.bits("log_max_klm_list_size", 0x20, 5, 0);
    public static final Field END_PAD = LAYOUT.bits("end_pad", 0x2c, 31, 31);
    public static final Field START_PAD = LAYOUT.bits("start_pad", 0x2c, 28, 28);
    public static final Field CACHE_LINE_128BYTE = LAYOUT.bits("cache_line_128byte", 0x2c, 27, 27);
    public static final Field GID_TABLE_SIZE = LAYOUT.bits("gid_table_size", 0x2c, 15, 0);
    public static final Field VPORT_COUNTERS = LAYOUT.bits("vport_counters", 0x30, 30, 30);
    public static final Field MODIFY_RQ_COUNTER_SET_ID = LAYOUT.bits("modify_rq_counter_set_id", 0x30, 27, 27);
    public static final Field RQ_DELAY_DROP = LAYOUT.bits("rq_delay_drop", 0x30, 26, 26);
    public static final Field MAX_QP_CNT = LAYOUT.bits("max_qp_cnt", 0x30, 25, 16);
    public static final Field PKEY_TABLE_SIZE = LAYOUT.bits("pkey_table_size", 0x30, 15, 0);
    public static final Field VPORT_GROUP_MANAGER = LAYOUT.bits("vport_group_manager", 0x34, 31, 31);
    public static final Field VHCA_GROUP_MANAGER = LAYOUT.bits("vhca_group_manager", 0x34, 30, 30);
    public static final Field ETS = LAYOUT.bits("ets", 0x34, 26, 26);
    public static final Field NIC_FLOW_TABLE = LAYOUT.bits("nic_flow_table", 0x34, 25, 25);
    public static final Field MCAM_REG = LAYOUT.bits("mcam_reg", 0x34, 22, 22);
    public static final Field PCAM_REG = LAYOUT.bits("pcam_reg", 0x34, 21, 21);
    public static final Field PORT_TYPE = LAYOUT.bits("port_type", 0x34, 9, 8);
    public static final Field NUM_PORTS = LAYOUT.bits("num_ports", 0x34, 7, 0);
    public static final Field LOG_MAX_MSG = LAYOUT.bits("log_max_msg", 0x38, 28, 24);
    public static final Field MAX_TC = LAYOUT.bits("max_tc", 0x38, 19, 16);
    public static final Field CQE_VERSION = LAYOUT.bits("cqe_version", 0x3c, 3, 0);
    public static final Field COMPACT_ADDRESS_VECTOR = LAYOUT.bits("compact_address_vector", 0x40, 31, 31);
    public static final Field STRIDING_RQ = LAYOUT.bits("striding_rq", 0x40, 30, 30);
    public static final Field UMR_MODIFY_ENTITY_SIZE_DISABLED = LAYOUT.bits("umr_modify_entity_size_disabled", 0x40, 24, 24);
    public static final Field CMDIF_CHECKSUM = LAYOUT.bits("cmdif_checksum", 0x40, 15, 14);
    public static final Field WQ_SIGNATURE = LAYOUT.bits("wq_signature", 0x40, 11, 11);
    public static final Field SCTR_DATA_CQE = LAYOUT.bits("sctr_data_cqe", 0x40, 10, 10);
    public static final Field QOS = LAYOUT.bits("qos", 0x40, 4, 4);
    public static final Field ETH_NET_OFFLOADS = LAYOUT.bits("eth_net_offloads", 0x40, 3, 3);
    public static final Field ROCE = LAYOUT.bits("roce", 0x40, 2, 2);
    public static final Field ATOMIC = LAYOUT.bits("atomic", 0x40, 1, 1);
    public static final Field CQ_OI = LAYOUT.bits("cq_oi", 0x44, 31, 31);
    public static final Field CQ_RESIZE = LAYOUT.bits("cq_resize", 0x44, 30, 30);
    public static final Field CQ_MODERATION = LAYOUT.bits("cq_moderation", 0x44, 29, 29);
    public static final Field CQ_PERIOD_MODE_MODIFY = LAYOUT.bits("cq_period_mode_modify", 0x44, 28, 28);
    public static final Field CQ_EQ_REMAP = LAYOUT.bits("cq_eq_remap", 0x44, 25, 25);
    public static final Field SCQE_BREAK_MODERATION = LAYOUT.bits("scqe_break_moderation", 0x44, 21, 21);
    public static final Field CQ_PERIOD_START_FROM_CQE = LAYOUT.bits("cq_period_start_from_cqe", 0x44, 20, 20);
    public static final Field UMR_PTR_RLKY = LAYOUT.bits("umr_ptr_rlky", 0x44, 15, 15);
    public static final Field IMAICL = LAYOUT.bits("imaicl", 0x44, 14, 14);
    public static final Field XRC = LAYOUT.bits("xrc", 0x44, 3, 3);
    public static final Field UAR_4K = LAYOUT.bits("uar_4k", 0x48, 31, 31);
    public static final Field UAR_SZ = LAYOUT.bits("uar_sz", 0x48, 21, 16);
    public static final Field UMEM_UID_0 = LAYOUT.bits("umem_uid_0", 0x48, 13, 13);
    public static final Field LOG_PG_SZ = LAYOUT.bits("log_pg_sz", 0x48, 7, 0);
    public static final Field BF = LAYOUT.bits("bf", 0x4c, 31, 31);
    public static final Field DRIVER_VERSION = LAYOUT.bits("driver_version", 0x4c, 30, 30);
    public static final Field PAD_TX_ETH_PACKET = LAYOUT.bits("pad_tx_eth_packet", 0x4c, 29, 29);
    public static final Field MKEY_BY_NAME = LAYOUT.bits("mkey_by_name", 0x4c, 25, 25);
    public static final Field LOG_BF_REG_SIZE = LAYOUT.bits("log_bf_reg_size", 0x4c, 20, 16);
    public static final Field MAX_WQE_SZ_SQ = LAYOUT.bits("max_wqe_sz_sq", 0x50, 15, 0);
    public static final Field MAX_WQE_SZ_RQ = LAYOUT.bits("max_wqe_sz_rq", 0x54, 15, 0);
    public static final Field MAX_FLOW_COUNTER_31_16 = LAYOUT.bits("max_flow_counter_31_16", 0x58, 31, 16);
    public static final Field LOG_MAX_TRANSPORT_DOMAIN = LAYOUT.bits("log_max_transport_domain", 0x64, 28, 24);
    public static final Field LOG_MAX_PD = LAYOUT.bits("log_max_pd", 0x64, 20, 16);
    public static final Field LOG_MAX_XRCD = LAYOUT.bits("log_max_xrcd", 0x64, 4, 0);
    public static final Field MAX_FLOW_COUNTER_15_0 = LAYOUT.bits("max_flow_counter_15_0", 0x68, 15, 0);
    public static final Field MODIFY_TIS = LAYOUT.bits("modify_tis", 0x6c, 31, 31);
    public static final Field LOG_MAX_RQ = LAYOUT.bits("log_max_rq", 0x6c, 28, 24);
    public static final Field LOG_MAX_SQ = LAYOUT.bits("log_max_sq", 0x6c, 20, 16);
    public static final Field LOG_MAX_TIR = LAYOUT.bits("log_max_tir", 0x6c, 12, 8);
    public static final Field LOG_MAX_TIS = LAYOUT.bits("log_max_tis", 0x6c, 4, 0);
    public static final Field BASIC_CYCLIC_RCV_WQE = LAYOUT.bits("basic_cyclic_rcv_wqe", 0x70, 31, 31);
    public static final Field MEM_RQ_RMP = LAYOUT.bits("mem_rq_rmp", 0x70, 29, 29);
    public static final Field LOG_MAX_RMP = LAYOUT.bits("log_max_rmp", 0x70, 28, 24);
    public static final Field LOG_MAX_RQT = LAYOUT.bits("log_max_rqt", 0x70, 20, 16);
    public static final Field LOG_MAX_RQT_SIZE = LAYOUT.bits("log_max_rqt_size", 0x70, 12, 8);
    public static final Field LOG_MAX_TIS_PER_SQ = LAYOUT.bits("log_max_tis_per_sq", 0x70, 4, 0);
    public static final Field EXT_STRIDE_NUM_RANGE = LAYOUT.bits("ext_stride_num_range", 0x74, 31, 31);
    public static final Field ROCE_RW_SUPPORTED = LAYOUT.bits("roce_rw_supported", 0x74, 30, 30);
    public static final Field LOG_MAX_STRIDE_SZ_RQ = LAYOUT.bits("log_max_stride_sz_rq", 0x74, 28, 24);
    public static final Field LOG_MIN_STRIDE_SZ_RQ = LAYOUT.bits("log_min_stride_sz_rq", 0x74, 20, 16);
    public static final Field LOG_MAX_STRIDE_SZ_SQ = LAYOUT.bits("log_max_stride_sz_sq", 0x74, 12, 8);
    public static final Field LOG_MIN_STRIDE_SZ_SQ = LAYOUT.bits("log_min_stride_sz_sq", 0x74, 4, 0);
    public static final Field LOG_MAX_WQ_SZ = LAYOUT.bits("log_max_wq_sz", 0x78, 4, 0);
    public static final Field NIC_VPORT_CHANGE_EVENT = LAYOUT.bits("nic_vport_change_event", 0x7c, 31, 31);
    public static final Field DISABLE_LOCAL_LB_UC = LAYOUT.bits("disable_local_lb_uc", 0x7c, 30, 30);
    public static final Field DISABLE_LOCAL_LB_MC = LAYOUT.bits("disable_local_lb_mc", 0x7c, 29, 29);
    public static final Field LOG_MAX_VLAN_LIST = LAYOUT.bits("log_max_vlan_list", 0x7c, 20, 16);
    public static final Field LOG_MAX_CURRENT_MC_LIST = LAYOUT.bits("log_max_current_mc_list", 0x7c, 12, 8);
    public static final Field LOG_MAX_CURRENT_UC_LIST = LAYOUT.bits("log_max_current_uc_list", 0x7c, 4, 0);
    public static final Field SQ_TS_FORMAT = LAYOUT.bits("sq_ts_format", 0x88, 31, 30);
    public static final Field RQ_TS_FORMAT = LAYOUT.bits("rq_ts_format", 0x88, 29, 28);
    public static final Field MAX_NUM_EQS = LAYOUT.bits("max_num_eqs", 0x8c, 15, 0);
    public static final Field LOG_MAX_L2_TABLE = LAYOUT.bits("log_max_l2_table", 0x90, 28, 24);
    public static final Field LOG_UAR_PAGE_SZ = LAYOUT.bits("log_uar_page_sz", 0x90, 15, 0);
    public static final Field DEVICE_FREQUENCY_MHZ = LAYOUT.bits("device_frequency_mhz", 0x98, 31, 0);
    public static final Field DEVICE_FREQUENCY_KHZ = LAYOUT.bits("device_frequency_khz", 0x9c, 31, 0);
    public static final Field NUM_OF_UARS_PER_PAGE = LAYOUT.bits("num_of_uars_per_page", 0xa4, 31, 0);
    public static final Field ENHANCED_CQE_COMPRESSION = LAYOUT.bits("enhanced_cqe_compression", 0xb4, 15, 15);
    public static final Field MINI_CQE_RESP_L3_L4_TAG = LAYOUT.bits("mini_cqe_resp_l3_l4_tag", 0xb4, 6, 6);
    public static final Field MINI_CQE_RESP_FLOW_TAG = LAYOUT.bits("mini_cqe_resp_flow_tag", 0xb4, 5, 5);
    public static final Field MINI_CQE_RESP_STRIDE_INDEX = LAYOUT.bits("mini_cqe_resp_stride_index", 0xb4, 3, 3);
    public static final Field CQE_128_ALWAYS = LAYOUT.bits("cqe_128_always", 0xb4, 2, 2);
    public static final Field CQE_COMPRESSION_128 = LAYOUT.bits("cqe_compression_128", 0xb4, 1, 1);
    public static final Field CQE_COMPRESSION = LAYOUT.bits("cqe_compression", 0xb4, 0, 0);
    public static final Field CQE_COMPRESSION_TIMEOUT = LAYOUT.bits("cqe_compression_timeout", 0xb8, 31, 16);
    public static final Field CQE_COMPRESSION_MAX_NUM = LAYOUT.bits("cqe_compression_max_num", 0xb8, 15, 0);

    private HcaCap() {
    }
}
