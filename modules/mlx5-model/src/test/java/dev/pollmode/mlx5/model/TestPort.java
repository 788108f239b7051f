package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CreateFlowGroup;
import dev.pollmode.mlx5.prm.CreateFlowTable;
import dev.pollmode.mlx5.prm.CreateRqt;
import dev.pollmode.mlx5.prm.CreateTir;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowContext;
import dev.pollmode.mlx5.prm.FlowDestination;
import dev.pollmode.mlx5.prm.FlowMatch;
import dev.pollmode.mlx5.prm.FlowTableContext;
import dev.pollmode.mlx5.prm.ModifyNicVportContext;
import dev.pollmode.mlx5.prm.NicVportContext;
import dev.pollmode.mlx5.prm.NicVportFieldSelect;
import dev.pollmode.mlx5.prm.RqtContext;
import dev.pollmode.mlx5.prm.RxHashFields;
import dev.pollmode.mlx5.prm.SetFlowTableEntry;
import dev.pollmode.mlx5.prm.SetFlowTableRoot;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import java.util.function.Consumer;

/// Receive targets, flow tables and port settings, as drivers make them.
final class TestPort {
    private final TestDriver driver;

    TestPort(final TestDriver driver) {
        this.driver = driver;
    }

    /// Lets everything in, up to an MTU.
    void open(final int hardwareMtu) {
        final Struct in = ModifyNicVportContext.In.LAYOUT.allocate();
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.MTU, 1).set(NicVportFieldSelect.PROMISC, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.MTU, hardwareMtu).set(NicVportContext.PROMISC_ALL, 1);
        driver.command(in, ModifyNicVportContext.Out.LAYOUT);
    }

    int directTarget(final int rqn) {
        final Struct in = CreateTir.In.LAYOUT.allocate();
        in.at(CreateTir.In.CTX).set(TirContext.INLINE_RQN, rqn).set(TirContext.TRANSPORT_DOMAIN, driver.transportDomain);
        return driver.command(in, CreateTir.Out.LAYOUT).get(CreateTir.Out.TIRN);
    }

    int queueTable(final int... rqns) {
        final Struct in = CreateRqt.In.LAYOUT.allocate(rqns.length * Integer.BYTES);
        in.at(CreateRqt.In.RQT_CONTEXT).set(RqtContext.RQT_MAX_SIZE, rqns.length).set(RqtContext.RQT_ACTUAL_SIZE, rqns.length);
        for (int i = 0; i < rqns.length; i++) {
            in.at(CreateRqt.In.RQ_NUM).setInt(i * Integer.BYTES, rqns[i]);
        }
        return driver.command(in, CreateRqt.Out.LAYOUT).get(CreateRqt.Out.RQTN);
    }

    int hashedTarget(final int table, final byte[] key, final boolean ipv6, final boolean udp, final int fields) {
        final Struct in = CreateTir.In.LAYOUT.allocate();
        final Struct context = in.at(CreateTir.In.CTX).set(TirContext.DISP_TYPE, 1).set(TirContext.INDIRECT_TABLE, table)
            .set(TirContext.RX_HASH_FN, RssHash.TOEPLITZ).set(TirContext.TRANSPORT_DOMAIN, driver.transportDomain);
        context.set(TirContext.RX_HASH_TOEPLITZ_KEY, Struct.of(key));
        context.at(TirContext.RX_HASH_FIELD_SELECTOR_OUTER).set(RxHashFields.L3_PROT_TYPE, ipv6).set(RxHashFields.L4_PROT_TYPE, udp)
            .set(RxHashFields.SELECTED_FIELDS, fields);
        return driver.command(in, CreateTir.Out.LAYOUT).get(CreateTir.Out.TIRN);
    }

    int table(final int level, final int logSize) {
        final Struct in = CreateFlowTable.In.LAYOUT.allocate();
        in.at(CreateFlowTable.In.FLOW_TABLE_CONTEXT).set(FlowTableContext.LEVEL, level).set(FlowTableContext.LOG_SIZE, logSize);
        return driver.command(in, CreateFlowTable.Out.LAYOUT).get(CreateFlowTable.Out.TABLE_ID);
    }

    int group(final int table, final int start, final int end, final Consumer<Struct> mask) {
        final Struct in = CreateFlowGroup.In.LAYOUT.allocate().set(CreateFlowGroup.In.TABLE_ID, table)
            .set(CreateFlowGroup.In.START_FLOW_INDEX, start).set(CreateFlowGroup.In.END_FLOW_INDEX, end)
            .set(CreateFlowGroup.In.MATCH_CRITERIA_ENABLE, FlowConstants.CRITERIA_OUTER);
        mask.accept(in.at(CreateFlowGroup.In.MATCH_CRITERIA).at(FlowMatch.OUTER_HEADERS));
        return driver.command(in, CreateFlowGroup.Out.LAYOUT).get(CreateFlowGroup.Out.GROUP_ID);
    }

    /// {@return a command that writes an entry}
    Struct entry(final int table, final int group, final int index, final int type, final int destination, final Consumer<Struct> value) {
        final Struct in = SetFlowTableEntry.In.LAYOUT.allocate(FlowDestination.LAYOUT.size()).set(SetFlowTableEntry.In.TABLE_ID, table)
            .set(SetFlowTableEntry.In.FLOW_INDEX, index);
        final Struct context = in.at(SetFlowTableEntry.In.FLOW_CONTEXT).set(FlowContext.GROUP_ID, group)
            .set(FlowContext.ACTION, FlowConstants.ACTION_FORWARD).set(FlowContext.DESTINATION_LIST_SIZE, 1).set(FlowContext.FLOW_TAG, 0xabcdef);
        value.accept(context.at(FlowContext.MATCH_VALUE).at(FlowMatch.OUTER_HEADERS));
        in.at(SetFlowTableEntry.In.DESTINATION).set(FlowDestination.DESTINATION_TYPE, type).set(FlowDestination.DESTINATION_ID, destination);
        return in;
    }

    void forward(final int table, final int group, final int index, final int tir, final Consumer<Struct> value) {
        driver.command(entry(table, group, index, FlowConstants.DESTINATION_TIR, tir, value), SetFlowTableEntry.Out.LAYOUT);
    }

    void root(final int table) {
        driver.command(SetFlowTableRoot.In.LAYOUT.allocate().set(SetFlowTableRoot.In.TABLE_ID, table), SetFlowTableRoot.Out.LAYOUT);
    }

    /// Sends every frame to one target.
    void everythingTo(final int tir) {
        final int table = table(0, 4);
        forward(table, group(table, 0, 0, mask -> { }), 0, tir, value -> { });
        root(table);
    }
}
