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
    private static final int LIST_UNICAST = 0;
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

    /// Says for which single addresses frames shall come, the permanent one among them.
    void addresses(final List<MacAddress> addresses) {
        list(LIST_UNICAST, addresses);
    }

    /// Says which groups shall come.
    void groups(final List<MacAddress> groups) {
        list(LIST_MULTICAST, groups);
    }

    private void list(final int type, final List<MacAddress> addresses) {
        final Struct in = ModifyNicVportContext.In.LAYOUT.allocate(addresses.size() * Long.BYTES);
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.ADDRESSES_LIST, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.ALLOWED_LIST_TYPE, type)
            .set(NicVportContext.ALLOWED_LIST_SIZE, addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            in.setLong(ModifyNicVportContext.In.LAYOUT.size() + i * Long.BYTES, addresses.get(i).value());
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
