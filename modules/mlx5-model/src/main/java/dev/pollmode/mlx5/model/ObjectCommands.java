package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.AllocPd;
import dev.pollmode.mlx5.prm.AllocTransportDomain;
import dev.pollmode.mlx5.prm.AllocUar;
import dev.pollmode.mlx5.prm.AllocXrcd;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.DeallocPd;
import dev.pollmode.mlx5.prm.DeallocTransportDomain;
import dev.pollmode.mlx5.prm.DeallocUar;
import dev.pollmode.mlx5.prm.DeallocXrcd;
import dev.pollmode.mlx5.prm.QuerySpecialContexts;

/// Objects that are no more than their number, and the keys that exist without being made.
final class ObjectCommands {
    /// Key under which addresses are DMA addresses, for queues that were made for it.
    static final int RESERVED_LKEY = 0x0e00;
    /// Key whose reads give zeros.
    static final int NULL_MKEY = 0x0f00;

    ObjectCommands(final Hca hca, final CommandTable table) {
        table.addMaker(Command.ALLOC_UAR, (in, out) -> out.set(AllocUar.Out.UAR, hca.uars.add(new Plain(hca.uars.reserve())).number()));
        table.add(Command.DEALLOC_UAR, (in, out) -> hca.uars.remove(in.get(DeallocUar.In.UAR)));
        table.addMaker(Command.ALLOC_PD, (in, out) -> out.set(AllocPd.Out.PD, hca.domains.add(new Plain(hca.domains.reserve())).number()));
        table.add(Command.DEALLOC_PD, (in, out) -> hca.domains.remove(in.get(DeallocPd.In.PD)));
        table.addMaker(Command.ALLOC_XRCD, (in, out) -> out.set(AllocXrcd.Out.XRCD, hca.sharedDomains.add(new Plain(hca.sharedDomains.reserve())).number()));
        table.add(Command.DEALLOC_XRCD, (in, out) -> hca.sharedDomains.remove(in.get(DeallocXrcd.In.XRCD)));
        table.addMaker(Command.ALLOC_TRANSPORT_DOMAIN, (in, out) -> out.set(AllocTransportDomain.Out.TRANSPORT_DOMAIN,
            hca.transportDomains.add(new Plain(hca.transportDomains.reserve())).number()));
        table.add(Command.DEALLOC_TRANSPORT_DOMAIN, (in, out) -> hca.transportDomains.remove(in.get(DeallocTransportDomain.In.TRANSPORT_DOMAIN)));
        table.addShort(Command.QUERY_SPECIAL_CONTEXTS, Phase.RUNNING, 1, (in, out) -> out.set(QuerySpecialContexts.Out.RESD_LKEY, RESERVED_LKEY)
            .set(QuerySpecialContexts.Out.NULL_MKEY, NULL_MKEY));
    }
}
