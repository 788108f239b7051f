package dev.pollmode.mlx5.prm;

import java.util.List;

/// Every layout of this module that is not the input or output of a command.
final class Layouts {
    static final List<Layout> CONTEXTS = List.of(
        InitSegment.LAYOUT,
        HealthBuffer.LAYOUT,
        AdapterParameters.LAYOUT,
        HcaCap.LAYOUT,
        EthernetCap.LAYOUT,
        NicFlowTableCap.LAYOUT,
        FlowTableProperties.LAYOUT,
        PmtuReg.LAYOUT,
        PaosReg.LAYOUT,
        PtysReg.LAYOUT,
        PpcntReg.LAYOUT,
        EqContext.LAYOUT,
        MkeyContext.LAYOUT,
        CqContext.LAYOUT,
        TisContext.LAYOUT,
        SqContext.LAYOUT,
        WorkQueue.LAYOUT,
        RqContext.LAYOUT,
        RqtContext.LAYOUT,
        TirContext.LAYOUT,
        RxHashFields.LAYOUT,
        FlowTableContext.LAYOUT,
        FlowContext.LAYOUT,
        FlowDestination.LAYOUT,
        FlowMatch.LAYOUT,
        FlowMatchHeaders.LAYOUT,
        NicVportFieldSelect.LAYOUT,
        NicVportContext.LAYOUT,
        RmpContext.LAYOUT,
        FlowCounterReference.LAYOUT,
        TrafficCounter.LAYOUT,
        UmemContext.LAYOUT,
        QpContext.LAYOUT,
        XrcSrqContext.LAYOUT,
        HostEndiannessReg.LAYOUT);

    private Layouts() {
    }
}
