package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.CapabilityType;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.EthernetCap;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.QueryHcaCap;
import dev.pollmode.mlx5.prm.SetHcaCap;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;

/// What the function can do, as it says once it runs.
///
/// @param general fields of [HcaCap]
/// @param ethernet fields of [EthernetCap]
record Capabilities(Struct general, Struct ethernet) {
    private static final int ETHERNET_PORT = 1;
    /// Control and Ethernet segment, and the longest headers that stand in work requests.
    private static final int HEADER_SEGMENTS = 2 + 10;

    /// Reads them, and refuses a function that cannot send and receive frames.
    static Capabilities read(final CommandChannel channel, final String name) {
        final Struct general = query(channel, CapabilityType.current(CapabilityType.GENERAL));
        if (general.get(HcaCap.PORT_TYPE) != ETHERNET_PORT || !general.is(HcaCap.ETH_NET_OFFLOADS) || !general.is(HcaCap.NIC_FLOW_TABLE)) {
            throw new EthDevException(Errno.ENOTSUP, name + ": ENOTSUP, the function is no Ethernet port with flow tables");
        }
        return new Capabilities(general, query(channel, CapabilityType.current(CapabilityType.ETHERNET)));
    }

    /// Chooses what the function shall do; before it is initialised.
    static void choose(final CommandChannel channel) {
        final Struct chosen = query(channel, CapabilityType.current(CapabilityType.GENERAL));
        // Pages of doorbells are 4 KiB, commands have no checksums.
        chosen.set(HcaCap.CMDIF_CHECKSUM, 0).set(HcaCap.LOG_UAR_PAGE_SZ, 0);
        final Struct in = SetHcaCap.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, CapabilityType.set(CapabilityType.GENERAL));
        in.set(SetHcaCap.In.CAPABILITY, chosen);
        channel.execute(in, SetHcaCap.Out.LAYOUT);
    }

    private static Struct query(final CommandChannel channel, final int what) {
        final Struct in = QueryHcaCap.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, what);
        return channel.execute(in, QueryHcaCap.Out.LAYOUT).at(QueryHcaCap.Out.CAPABILITY);
    }

    /// {@return the most entries a queue of work can have}
    int maxQueueEntries() {
        return 1 << Math.min(general.get(HcaCap.LOG_MAX_WQ_SZ), general.get(HcaCap.LOG_MAX_CQ_SZ));
    }

    /// {@return the most entries a table of receive queues can have, a power of two}
    int maxRssTable() {
        return 1 << Math.min(general.get(HcaCap.LOG_MAX_RQT_SIZE), ethernet.get(EthernetCap.RSS_IND_TBL_CAP));
    }

    /// {@return the most addresses that a port can have}
    int maxMacAddresses() {
        return Math.min(Reception.MAX_MACS, 1 << general.get(HcaCap.LOG_MAX_CURRENT_UC_LIST));
    }

    /// {@return the most data segments that a packet to send can have}
    int maxTxSegments() {
        final int segments = Math.min(general.get(HcaCap.MAX_WQE_SZ_SQ) / 16, 63);
        return segments - HEADER_SEGMENTS;
    }
}
