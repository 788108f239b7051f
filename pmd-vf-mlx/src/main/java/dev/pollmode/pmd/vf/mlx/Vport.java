package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mlx5.prm.ModifyNicVportContext;
import dev.pollmode.mlx5.prm.NicVportContext;
import dev.pollmode.mlx5.prm.NicVportFieldSelect;
import dev.pollmode.mlx5.prm.QueryNicVportContext;
import dev.pollmode.mlx5.prm.QueryVportState;
import dev.pollmode.mlx5.prm.Struct;
import java.util.List;

/// The virtual port of the function: address, MTU, what the switch of the card lets through, link and counters.
final class Vport {
    /// What the port counts into its MTU beside ours: Ethernet header, VLAN tag, frame check sequence.
    static final int MTU_OVERHEAD = 14 + 4 + 4;
    private static final int LIST_MULTICAST = 1;

    private final CommandChannel channel;

    Vport(final CommandChannel channel) {
        this.channel = channel;
    }

    private Struct context() {
        return channel.execute(QueryNicVportContext.In.LAYOUT.allocate(), QueryNicVportContext.Out.LAYOUT)
            .at(QueryNicVportContext.Out.NIC_VPORT_CONTEXT);
    }

    /// {@return its address}
    MacAddress mac() {
        return new MacAddress(context().get(NicVportContext.PERMANENT_ADDRESS) & 0xffff_ffff_ffffL);
    }

    /// {@return what it wants to stand in work requests that send}
    int inlineMode() {
        return context().get(NicVportContext.MIN_WQE_INLINE_MODE);
    }

    /// Sets its address.
    void mac(final MacAddress address) {
        final Struct in = modify();
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.PERMANENT_ADDRESS, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.PERMANENT_ADDRESS, address.value());
        channel.execute(in, ModifyNicVportContext.Out.LAYOUT);
    }

    /// Sets the MTU.
    void mtu(final int bytes) {
        final Struct in = modify();
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.MTU, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.MTU, bytes + MTU_OVERHEAD);
        channel.execute(in, ModifyNicVportContext.Out.LAYOUT);
    }

    /// Says which frames for others shall come.
    void modes(final boolean promiscuous, final boolean allMulticast) {
        final Struct in = modify();
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.PROMISC, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.PROMISC_MC, allMulticast).set(NicVportContext.PROMISC_ALL, promiscuous);
        channel.execute(in, ModifyNicVportContext.Out.LAYOUT);
    }

    /// Says which groups shall come.
    void groups(final List<MacAddress> groups) {
        final Struct in = ModifyNicVportContext.In.LAYOUT.allocate(groups.size() * Long.BYTES);
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.ADDRESSES_LIST, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.ALLOWED_LIST_TYPE, LIST_MULTICAST)
            .set(NicVportContext.ALLOWED_LIST_SIZE, groups.size());
        for (int i = 0; i < groups.size(); i++) {
            in.setLong(ModifyNicVportContext.In.LAYOUT.size() + i * Long.BYTES, groups.get(i).value());
        }
        channel.execute(in, ModifyNicVportContext.Out.LAYOUT);
    }

    private static Struct modify() {
        return ModifyNicVportContext.In.LAYOUT.allocate();
    }

    /// {@return whether its link is up}
    boolean isUp() {
        return channel.execute(QueryVportState.In.LAYOUT.allocate(), QueryVportState.Out.LAYOUT).is(QueryVportState.Out.STATE);
    }
}
