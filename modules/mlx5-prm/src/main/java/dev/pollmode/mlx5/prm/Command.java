package dev.pollmode.mlx5.prm;

import java.util.List;
import java.util.Optional;

/// The commands of the device, each with the layouts of its input and output.
///
/// Everything that treats commands alike (the length checks of the model, traces, tests) looks them up here.
public enum Command {
    QUERY_HCA_CAP(QueryHcaCap.OPCODE, QueryHcaCap.In.LAYOUT, QueryHcaCap.Out.LAYOUT),
    QUERY_ADAPTER(QueryAdapter.OPCODE, QueryAdapter.In.LAYOUT, QueryAdapter.Out.LAYOUT),
    INIT_HCA(InitHca.OPCODE, InitHca.In.LAYOUT, InitHca.Out.LAYOUT),
    TEARDOWN_HCA(TeardownHca.OPCODE, TeardownHca.In.LAYOUT, TeardownHca.Out.LAYOUT),
    ENABLE_HCA(EnableHca.OPCODE, EnableHca.In.LAYOUT, EnableHca.Out.LAYOUT),
    DISABLE_HCA(DisableHca.OPCODE, DisableHca.In.LAYOUT, DisableHca.Out.LAYOUT),
    QUERY_PAGES(QueryPages.OPCODE, QueryPages.In.LAYOUT, QueryPages.Out.LAYOUT),
    MANAGE_PAGES(ManagePages.OPCODE, ManagePages.In.LAYOUT, ManagePages.Out.LAYOUT),
    SET_HCA_CAP(SetHcaCap.OPCODE, SetHcaCap.In.LAYOUT, SetHcaCap.Out.LAYOUT),
    QUERY_ISSI(QueryIssi.OPCODE, QueryIssi.In.LAYOUT, QueryIssi.Out.LAYOUT),
    SET_DRIVER_VERSION(SetDriverVersion.OPCODE, SetDriverVersion.In.LAYOUT, SetDriverVersion.Out.LAYOUT),
    SET_ISSI(SetIssi.OPCODE, SetIssi.In.LAYOUT, SetIssi.Out.LAYOUT),
    CREATE_MKEY(CreateMkey.OPCODE, CreateMkey.In.LAYOUT, CreateMkey.Out.LAYOUT),
    QUERY_MKEY(QueryMkey.OPCODE, QueryMkey.In.LAYOUT, QueryMkey.Out.LAYOUT),
    DESTROY_MKEY(DestroyMkey.OPCODE, DestroyMkey.In.LAYOUT, DestroyMkey.Out.LAYOUT),
    QUERY_SPECIAL_CONTEXTS(QuerySpecialContexts.OPCODE, QuerySpecialContexts.In.LAYOUT, QuerySpecialContexts.Out.LAYOUT),
    CREATE_EQ(CreateEq.OPCODE, CreateEq.In.LAYOUT, CreateEq.Out.LAYOUT),
    DESTROY_EQ(DestroyEq.OPCODE, DestroyEq.In.LAYOUT, DestroyEq.Out.LAYOUT),
    QUERY_EQ(QueryEq.OPCODE, QueryEq.In.LAYOUT, QueryEq.Out.LAYOUT),
    CREATE_CQ(CreateCq.OPCODE, CreateCq.In.LAYOUT, CreateCq.Out.LAYOUT),
    DESTROY_CQ(DestroyCq.OPCODE, DestroyCq.In.LAYOUT, DestroyCq.Out.LAYOUT),
    QUERY_CQ(QueryCq.OPCODE, QueryCq.In.LAYOUT, QueryCq.Out.LAYOUT),
    MODIFY_CQ(ModifyCq.OPCODE, ModifyCq.In.LAYOUT, ModifyCq.Out.LAYOUT),
    CREATE_QP(CreateQp.OPCODE, CreateQp.In.LAYOUT, CreateQp.Out.LAYOUT),
    DESTROY_QP(DestroyQp.OPCODE, DestroyQp.In.LAYOUT, DestroyQp.Out.LAYOUT),
    RST2INIT_QP(RstToInitQp.OPCODE, RstToInitQp.In.LAYOUT, RstToInitQp.Out.LAYOUT),
    INIT2RTR_QP(InitToRtrQp.OPCODE, InitToRtrQp.In.LAYOUT, InitToRtrQp.Out.LAYOUT),
    RTR2RTS_QP(RtrToRtsQp.OPCODE, RtrToRtsQp.In.LAYOUT, RtrToRtsQp.Out.LAYOUT),
    QP_2ERR(ToErrQp.OPCODE, ToErrQp.In.LAYOUT, ToErrQp.Out.LAYOUT),
    QP_2RST(ToRstQp.OPCODE, ToRstQp.In.LAYOUT, ToRstQp.Out.LAYOUT),
    CREATE_XRC_SRQ(CreateXrcSrq.OPCODE, CreateXrcSrq.In.LAYOUT, CreateXrcSrq.Out.LAYOUT),
    DESTROY_XRC_SRQ(DestroyXrcSrq.OPCODE, DestroyXrcSrq.In.LAYOUT, DestroyXrcSrq.Out.LAYOUT),
    QUERY_VPORT_STATE(QueryVportState.OPCODE, QueryVportState.In.LAYOUT, QueryVportState.Out.LAYOUT),
    MODIFY_VPORT_STATE(ModifyVportState.OPCODE, ModifyVportState.In.LAYOUT, ModifyVportState.Out.LAYOUT),
    QUERY_HCA_VPORT_PKEY(QueryHcaVportPkey.OPCODE, QueryHcaVportPkey.In.LAYOUT, QueryHcaVportPkey.Out.LAYOUT),
    QUERY_NIC_VPORT_CONTEXT(QueryNicVportContext.OPCODE, QueryNicVportContext.In.LAYOUT, QueryNicVportContext.Out.LAYOUT),
    MODIFY_NIC_VPORT_CONTEXT(ModifyNicVportContext.OPCODE, ModifyNicVportContext.In.LAYOUT, ModifyNicVportContext.Out.LAYOUT),
    QUERY_VPORT_COUNTER(QueryVportCounter.OPCODE, QueryVportCounter.In.LAYOUT, QueryVportCounter.Out.LAYOUT),
    ALLOC_Q_COUNTER(AllocQCounter.OPCODE, AllocQCounter.In.LAYOUT, AllocQCounter.Out.LAYOUT),
    DEALLOC_Q_COUNTER(DeallocQCounter.OPCODE, DeallocQCounter.In.LAYOUT, DeallocQCounter.Out.LAYOUT),
    QUERY_Q_COUNTER(QueryQCounter.OPCODE, QueryQCounter.In.LAYOUT, QueryQCounter.Out.LAYOUT),
    ALLOC_PD(AllocPd.OPCODE, AllocPd.In.LAYOUT, AllocPd.Out.LAYOUT),
    DEALLOC_PD(DeallocPd.OPCODE, DeallocPd.In.LAYOUT, DeallocPd.Out.LAYOUT),
    ALLOC_UAR(AllocUar.OPCODE, AllocUar.In.LAYOUT, AllocUar.Out.LAYOUT),
    DEALLOC_UAR(DeallocUar.OPCODE, DeallocUar.In.LAYOUT, DeallocUar.Out.LAYOUT),
    ACCESS_REGISTER(AccessRegister.OPCODE, AccessRegister.In.LAYOUT, AccessRegister.Out.LAYOUT),
    ALLOC_XRCD(AllocXrcd.OPCODE, AllocXrcd.In.LAYOUT, AllocXrcd.Out.LAYOUT),
    DEALLOC_XRCD(DeallocXrcd.OPCODE, DeallocXrcd.In.LAYOUT, DeallocXrcd.Out.LAYOUT),
    ALLOC_TRANSPORT_DOMAIN(AllocTransportDomain.OPCODE, AllocTransportDomain.In.LAYOUT, AllocTransportDomain.Out.LAYOUT),
    DEALLOC_TRANSPORT_DOMAIN(DeallocTransportDomain.OPCODE, DeallocTransportDomain.In.LAYOUT, DeallocTransportDomain.Out.LAYOUT),
    CREATE_TIR(CreateTir.OPCODE, CreateTir.In.LAYOUT, CreateTir.Out.LAYOUT),
    MODIFY_TIR(ModifyTir.OPCODE, ModifyTir.In.LAYOUT, ModifyTir.Out.LAYOUT),
    DESTROY_TIR(DestroyTir.OPCODE, DestroyTir.In.LAYOUT, DestroyTir.Out.LAYOUT),
    QUERY_TIR(QueryTir.OPCODE, QueryTir.In.LAYOUT, QueryTir.Out.LAYOUT),
    CREATE_SQ(CreateSq.OPCODE, CreateSq.In.LAYOUT, CreateSq.Out.LAYOUT),
    MODIFY_SQ(ModifySq.OPCODE, ModifySq.In.LAYOUT, ModifySq.Out.LAYOUT),
    DESTROY_SQ(DestroySq.OPCODE, DestroySq.In.LAYOUT, DestroySq.Out.LAYOUT),
    QUERY_SQ(QuerySq.OPCODE, QuerySq.In.LAYOUT, QuerySq.Out.LAYOUT),
    CREATE_RQ(CreateRq.OPCODE, CreateRq.In.LAYOUT, CreateRq.Out.LAYOUT),
    MODIFY_RQ(ModifyRq.OPCODE, ModifyRq.In.LAYOUT, ModifyRq.Out.LAYOUT),
    DESTROY_RQ(DestroyRq.OPCODE, DestroyRq.In.LAYOUT, DestroyRq.Out.LAYOUT),
    QUERY_RQ(QueryRq.OPCODE, QueryRq.In.LAYOUT, QueryRq.Out.LAYOUT),
    CREATE_RMP(CreateRmp.OPCODE, CreateRmp.In.LAYOUT, CreateRmp.Out.LAYOUT),
    MODIFY_RMP(ModifyRmp.OPCODE, ModifyRmp.In.LAYOUT, ModifyRmp.Out.LAYOUT),
    DESTROY_RMP(DestroyRmp.OPCODE, DestroyRmp.In.LAYOUT, DestroyRmp.Out.LAYOUT),
    QUERY_RMP(QueryRmp.OPCODE, QueryRmp.In.LAYOUT, QueryRmp.Out.LAYOUT),
    CREATE_TIS(CreateTis.OPCODE, CreateTis.In.LAYOUT, CreateTis.Out.LAYOUT),
    MODIFY_TIS(ModifyTis.OPCODE, ModifyTis.In.LAYOUT, ModifyTis.Out.LAYOUT),
    DESTROY_TIS(DestroyTis.OPCODE, DestroyTis.In.LAYOUT, DestroyTis.Out.LAYOUT),
    QUERY_TIS(QueryTis.OPCODE, QueryTis.In.LAYOUT, QueryTis.Out.LAYOUT),
    CREATE_RQT(CreateRqt.OPCODE, CreateRqt.In.LAYOUT, CreateRqt.Out.LAYOUT),
    MODIFY_RQT(ModifyRqt.OPCODE, ModifyRqt.In.LAYOUT, ModifyRqt.Out.LAYOUT),
    DESTROY_RQT(DestroyRqt.OPCODE, DestroyRqt.In.LAYOUT, DestroyRqt.Out.LAYOUT),
    QUERY_RQT(QueryRqt.OPCODE, QueryRqt.In.LAYOUT, QueryRqt.Out.LAYOUT),
    SET_FLOW_TABLE_ROOT(SetFlowTableRoot.OPCODE, SetFlowTableRoot.In.LAYOUT, SetFlowTableRoot.Out.LAYOUT),
    CREATE_FLOW_TABLE(CreateFlowTable.OPCODE, CreateFlowTable.In.LAYOUT, CreateFlowTable.Out.LAYOUT),
    DESTROY_FLOW_TABLE(DestroyFlowTable.OPCODE, DestroyFlowTable.In.LAYOUT, DestroyFlowTable.Out.LAYOUT),
    QUERY_FLOW_TABLE(QueryFlowTable.OPCODE, QueryFlowTable.In.LAYOUT, QueryFlowTable.Out.LAYOUT),
    CREATE_FLOW_GROUP(CreateFlowGroup.OPCODE, CreateFlowGroup.In.LAYOUT, CreateFlowGroup.Out.LAYOUT),
    DESTROY_FLOW_GROUP(DestroyFlowGroup.OPCODE, DestroyFlowGroup.In.LAYOUT, DestroyFlowGroup.Out.LAYOUT),
    QUERY_FLOW_GROUP(QueryFlowGroup.OPCODE, QueryFlowGroup.In.LAYOUT, QueryFlowGroup.Out.LAYOUT),
    SET_FLOW_TABLE_ENTRY(SetFlowTableEntry.OPCODE, SetFlowTableEntry.In.LAYOUT, SetFlowTableEntry.Out.LAYOUT),
    QUERY_FLOW_TABLE_ENTRY(QueryFlowTableEntry.OPCODE, QueryFlowTableEntry.In.LAYOUT, QueryFlowTableEntry.Out.LAYOUT),
    DELETE_FLOW_TABLE_ENTRY(DeleteFlowTableEntry.OPCODE, DeleteFlowTableEntry.In.LAYOUT, DeleteFlowTableEntry.Out.LAYOUT),
    ALLOC_FLOW_COUNTER(AllocFlowCounter.OPCODE, AllocFlowCounter.In.LAYOUT, AllocFlowCounter.Out.LAYOUT),
    DEALLOC_FLOW_COUNTER(DeallocFlowCounter.OPCODE, DeallocFlowCounter.In.LAYOUT, DeallocFlowCounter.Out.LAYOUT),
    QUERY_FLOW_COUNTER(QueryFlowCounter.OPCODE, QueryFlowCounter.In.LAYOUT, QueryFlowCounter.Out.LAYOUT),
    MODIFY_FLOW_TABLE(ModifyFlowTable.OPCODE, ModifyFlowTable.In.LAYOUT, ModifyFlowTable.Out.LAYOUT),
    CREATE_UMEM(CreateUmem.OPCODE, CreateUmem.In.LAYOUT, CreateUmem.Out.LAYOUT),
    DESTROY_UMEM(DestroyUmem.OPCODE, DestroyUmem.In.LAYOUT, DestroyUmem.Out.LAYOUT);

    private final int opcode;
    private final Layout input;
    private final Layout output;

    Command(final int opcode, final Layout input, final Layout output) {
        this.opcode = opcode;
        this.input = input;
        this.output = output;
    }

    /// {@return the 16-bit number that stands in the first two bytes of the input}
    public int opcode() {
        return opcode;
    }

    /// {@return the layout of the fixed part of the input}
    public Layout input() {
        return input;
    }

    /// {@return the layout of the fixed part of the output}
    public Layout output() {
        return output;
    }

    /// {@return the command of that number, or nothing if no such command is described here}
    public static Optional<Command> of(final int opcode) {
        return ALL.stream().filter(command -> command.opcode == opcode).findFirst();
    }

    private static final List<Command> ALL = List.of(values());
}
