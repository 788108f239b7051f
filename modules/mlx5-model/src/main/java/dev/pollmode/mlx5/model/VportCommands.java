package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Block;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.ModifyNicVportContext;
import dev.pollmode.mlx5.prm.ModifyVportState;
import dev.pollmode.mlx5.prm.NicVportContext;
import dev.pollmode.mlx5.prm.NicVportFieldSelect;
import dev.pollmode.mlx5.prm.QueryHcaVportPkey;
import dev.pollmode.mlx5.prm.QueryNicVportContext;
import dev.pollmode.mlx5.prm.QueryVportCounter;
import dev.pollmode.mlx5.prm.QueryVportState;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TrafficCounter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The virtual port.
final class VportCommands {
    private static final int LIST_UNICAST = 0;
    private static final int LIST_MULTICAST = 1;
    private static final int LIST_VLAN = 2;
    private static final int VLAN_LENGTH = 4;
    private static final long MAC_MASK = 0xffff_ffff_ffffL;
    private static final int MIN_MTU = 64;
    private static final int DEFAULT_PARTITION = 0xffff;

    private final Hca hca;

    VportCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.add(Command.QUERY_VPORT_STATE, Phase.RUNNING, 2, this::queryState);
        table.add(Command.MODIFY_VPORT_STATE, Phase.RUNNING, 3, this::modifyState);
        table.add(Command.QUERY_NIC_VPORT_CONTEXT, this::queryContext);
        table.add(Command.MODIFY_NIC_VPORT_CONTEXT, this::modifyContext);
        table.add(Command.QUERY_VPORT_COUNTER, this::queryCounter);
        table.add(Command.QUERY_HCA_VPORT_PKEY, VportCommands::queryPartitions);
    }

    private void queryState(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(QueryVportState.In.OTHER_VPORT));
        out.set(QueryVportState.Out.ADMIN_STATE, hca.vport.adminState).set(QueryVportState.Out.STATE, hca.vport.isUp() ? 1 : 0);
    }

    private void modifyState(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(ModifyVportState.In.OTHER_VPORT));
        final int state = in.get(ModifyVportState.In.ADMIN_STATE);
        CommandFailure.require(state <= Vport.ADMIN_FOLLOW, "no such state");
        final boolean wasUp = hca.vport.isUp();
        hca.vport.adminState = state;
        if (wasUp != hca.vport.isUp()) {
            hca.events.portChanged(!wasUp);
        }
    }

    /// A port on Ethernet is in the default partition, and in no other.
    private static void queryPartitions(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(QueryHcaVportPkey.In.OTHER_VPORT));
        final int index = in.get(QueryHcaVportPkey.In.PKEY_INDEX);
        final Struct list = out.from(QueryHcaVportPkey.Out.PKEY.offset());
        if ((index == 0 || index == QueryHcaVportPkey.ALL) && list.length() >= Integer.BYTES) {
            list.setInt(0, DEFAULT_PARTITION);
        }
    }

    private void queryContext(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(QueryNicVportContext.In.OTHER_VPORT));
        final Vport vport = hca.vport;
        final Struct context = out.at(QueryNicVportContext.Out.NIC_VPORT_CONTEXT);
        context.set(NicVportContext.MIN_WQE_INLINE_MODE, vport.inlineMode).set(NicVportContext.DISABLE_MC_LOCAL_LB, vport.noMulticastLoop)
            .set(NicVportContext.DISABLE_UC_LOCAL_LB, vport.noUnicastLoop).set(NicVportContext.ROCE_EN, vport.roce);
        context.setInt(NicVportContext.ARM_CHANGE_EVENT.offset(), vport.eventWord);
        context.set(NicVportContext.MTU, vport.mtu).set(NicVportContext.PERMANENT_ADDRESS, vport.mac);
        context.set(NicVportContext.SYSTEM_IMAGE_GUID, hca.config.macAddress()).set(NicVportContext.NODE_GUID, vport.nodeGuid)
            .set(NicVportContext.PORT_GUID, vport.portGuid);
        context.set(NicVportContext.PROMISC_UC, vport.promiscuousUnicast).set(NicVportContext.PROMISC_MC, vport.promiscuousMulticast)
            .set(NicVportContext.PROMISC_ALL, vport.promiscuousAll);
        final int type = in.get(QueryNicVportContext.In.ALLOWED_LIST_TYPE);
        final Block list = QueryNicVportContext.Out.CURRENT_UC_MAC_ADDRESS;
        final Struct room = out.from(list.offset());
        final int written = switch (type) {
            case LIST_UNICAST -> putAddresses(room, vport.unicast());
            case LIST_MULTICAST -> putAddresses(room, vport.multicast());
            case LIST_VLAN -> putVlans(room);
            default -> throw CommandFailure.parameter("no such list");
        };
        context.set(NicVportContext.ALLOWED_LIST_TYPE, type).set(NicVportContext.ALLOWED_LIST_SIZE, written);
    }

    private static int putAddresses(final Struct room, final Collection<Long> addresses) {
        int written = 0;
        for (final long address : addresses) {
            if ((written + 1) * Long.BYTES > room.length()) {
                break;
            }
            room.setLong(written++ * Long.BYTES, address);
        }
        return written;
    }

    private int putVlans(final Struct room) {
        int written = 0;
        for (final int vlan : hca.vport.vlans()) {
            if ((written + 1) * VLAN_LENGTH > room.length()) {
                break;
            }
            room.setInt(written++ * VLAN_LENGTH, vlan);
        }
        return written;
    }

    private void modifyContext(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(ModifyNicVportContext.In.OTHER_VPORT));
        final Struct select = in.at(ModifyNicVportContext.In.FIELD_SELECT);
        final Struct context = in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT);
        final Vport vport = hca.vport;
        final int mtu = context.get(NicVportContext.MTU);
        CommandFailure.require(!select.is(NicVportFieldSelect.MTU) || mtu >= MIN_MTU && mtu <= Vport.MAX_MTU, "MTU out of range");
        final long mac = context.get(NicVportContext.PERMANENT_ADDRESS) & MAC_MASK;
        CommandFailure.require(!select.is(NicVportFieldSelect.PERMANENT_ADDRESS) || mac != 0 && (mac >>> 40 & 1) == 0, "not a unicast address");
        if (select.is(NicVportFieldSelect.ADDRESSES_LIST)) {
            modifyList(context, in.from(ModifyNicVportContext.In.LAYOUT.size()));
        }
        if (select.is(NicVportFieldSelect.MTU)) {
            vport.mtu = mtu;
        }
        if (select.is(NicVportFieldSelect.PERMANENT_ADDRESS)) {
            vport.mac = mac;
        }
        if (select.is(NicVportFieldSelect.PROMISC)) {
            vport.promiscuousUnicast = context.is(NicVportContext.PROMISC_UC);
            vport.promiscuousMulticast = context.is(NicVportContext.PROMISC_MC);
            vport.promiscuousAll = context.is(NicVportContext.PROMISC_ALL);
        }
        modifyOptions(select, context);
    }

    private void modifyOptions(final Struct select, final Struct context) {
        final Vport vport = hca.vport;
        if (select.is(NicVportFieldSelect.CHANGE_EVENT)) {
            vport.eventWord = context.getInt(NicVportContext.ARM_CHANGE_EVENT.offset());
        }
        if (select.is(NicVportFieldSelect.ROCE_EN)) {
            vport.roce = context.is(NicVportContext.ROCE_EN);
        }
        if (select.is(NicVportFieldSelect.DISABLE_MC_LOCAL_LB)) {
            vport.noMulticastLoop = context.is(NicVportContext.DISABLE_MC_LOCAL_LB);
        }
        if (select.is(NicVportFieldSelect.DISABLE_UC_LOCAL_LB)) {
            vport.noUnicastLoop = context.is(NicVportContext.DISABLE_UC_LOCAL_LB);
            vport.loopsUnicast = !vport.noUnicastLoop;
        }
        if (select.is(NicVportFieldSelect.NODE_GUID)) {
            vport.nodeGuid = context.get(NicVportContext.NODE_GUID);
        }
        if (select.is(NicVportFieldSelect.PORT_GUID)) {
            vport.portGuid = context.get(NicVportContext.PORT_GUID);
        }
    }

    private void modifyList(final Struct context, final Struct list) throws CommandFailure {
        final int type = context.get(NicVportContext.ALLOWED_LIST_TYPE);
        final int size = context.get(NicVportContext.ALLOWED_LIST_SIZE);
        final int logMaximum = switch (type) {
            case LIST_UNICAST -> Capabilities.LOG_MAX_UC_LIST;
            case LIST_MULTICAST -> Capabilities.LOG_MAX_MC_LIST;
            case LIST_VLAN -> Capabilities.LOG_MAX_VLAN_LIST;
            default -> throw CommandFailure.parameter("no such list");
        };
        CommandFailure.require(size <= 1 << logMaximum, CommandStatus.LIMIT_EXCEEDED, "list too long");
        final List<Long> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(type == LIST_VLAN ? list.getInt(i * VLAN_LENGTH) & 0xfffL : list.getLong(i * Long.BYTES) & MAC_MASK);
        }
        switch (type) {
            case LIST_UNICAST -> replace(hca.vport.unicast(), values);
            case LIST_MULTICAST -> replace(hca.vport.multicast(), values);
            default -> replace(hca.vport.vlans(), values.stream().map(Long::intValue).toList());
        }
    }

    private static <T> void replace(final Collection<T> old, final List<T> next) {
        old.clear();
        old.addAll(next);
    }

    private void queryCounter(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(QueryVportCounter.In.OTHER_VPORT));
        final Vport vport = hca.vport;
        out.at(QueryVportCounter.Out.RECEIVED_ERRORS).set(TrafficCounter.PACKETS, vport.receivedErrors);
        out.at(QueryVportCounter.Out.TRANSMIT_ERRORS).set(TrafficCounter.PACKETS, vport.transmitErrors);
        put(out, QueryVportCounter.Out.RECEIVED_ETH_UNICAST, vport.receivedUnicast);
        put(out, QueryVportCounter.Out.RECEIVED_ETH_MULTICAST, vport.receivedMulticast);
        put(out, QueryVportCounter.Out.RECEIVED_ETH_BROADCAST, vport.receivedBroadcast);
        put(out, QueryVportCounter.Out.TRANSMITTED_ETH_UNICAST, vport.transmittedUnicast);
        put(out, QueryVportCounter.Out.TRANSMITTED_ETH_MULTICAST, vport.transmittedMulticast);
        put(out, QueryVportCounter.Out.TRANSMITTED_ETH_BROADCAST, vport.transmittedBroadcast);
        if (in.is(QueryVportCounter.In.CLEAR)) {
            vport.clearCounters();
        }
    }

    private static void put(final Struct out, final Block where, final Counter counter) {
        out.at(where).set(TrafficCounter.PACKETS, counter.packets).set(TrafficCounter.OCTETS, counter.octets);
    }
}
