package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.AllocPd;
import dev.pollmode.mlx5.prm.AllocTransportDomain;
import dev.pollmode.mlx5.prm.AllocUar;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.CreateTis;
import dev.pollmode.mlx5.prm.DeallocPd;
import dev.pollmode.mlx5.prm.DeallocTransportDomain;
import dev.pollmode.mlx5.prm.DeallocUar;
import dev.pollmode.mlx5.prm.DestroyMkey;
import dev.pollmode.mlx5.prm.DestroyTis;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.TisContext;
import java.lang.System.Logger;

/// What all queues of a function share: a page of doorbells, the event queue, a protection domain, a key to all memory and a send target.
/// Let go with the [Hca].
final class Resources {
    private static final int ANY_QUEUE = 0xffffff;
    private static final int KEY_VARIANT = 0x11;

    private final Hca hca;
    private final int uar;
    private final EventQueue events;
    private final EventReader reader;
    private final int protectionDomain;
    private final int transportDomain;
    private final int lkey;
    private final int sendTarget;

    Resources(final Hca hca, final Logger log) {
        this.hca = hca;
        uar = allocateUar();
        events = new EventQueue(hca, uar);
        reader = new EventReader(hca, events, log);
        protectionDomain = allocateProtectionDomain();
        transportDomain = allocateTransportDomain();
        lkey = createKey();
        sendTarget = createSendTarget();
    }

    private int allocateUar() {
        final CommandChannel channel = hca.channel();
        final int page = channel.execute(AllocUar.In.LAYOUT.allocate(), AllocUar.Out.LAYOUT).get(AllocUar.Out.UAR);
        hca.onClose(() -> channel.execute(DeallocUar.In.LAYOUT.allocate().set(DeallocUar.In.UAR, page), DeallocUar.Out.LAYOUT));
        return page;
    }

    private int allocateProtectionDomain() {
        final CommandChannel channel = hca.channel();
        final int pd = channel.execute(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT).get(AllocPd.Out.PD);
        hca.onClose(() -> channel.execute(DeallocPd.In.LAYOUT.allocate().set(DeallocPd.In.PD, pd), DeallocPd.Out.LAYOUT));
        return pd;
    }

    private int allocateTransportDomain() {
        final CommandChannel channel = hca.channel();
        final int domain = channel.execute(AllocTransportDomain.In.LAYOUT.allocate(), AllocTransportDomain.Out.LAYOUT)
            .get(AllocTransportDomain.Out.TRANSPORT_DOMAIN);
        hca.onClose(() -> channel.execute(DeallocTransportDomain.In.LAYOUT.allocate().set(DeallocTransportDomain.In.TRANSPORT_DOMAIN, domain),
            DeallocTransportDomain.Out.LAYOUT));
        return domain;
    }

    /// A key under which addresses are those that the device sees, all of them.
    private int createKey() {
        final CommandChannel channel = hca.channel();
        final var in = CreateMkey.In.LAYOUT.allocate();
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.LENGTH64, 1).set(MkeyContext.LR, 1).set(MkeyContext.LW, 1)
            .set(MkeyContext.QPN, ANY_QUEUE).set(MkeyContext.PD, protectionDomain).set(MkeyContext.MKEY_7_0, KEY_VARIANT);
        final int index = channel.execute(in, CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX);
        hca.onClose(() -> channel.execute(DestroyMkey.In.LAYOUT.allocate().set(DestroyMkey.In.MKEY_INDEX, index), DestroyMkey.Out.LAYOUT));
        return index << 8 | KEY_VARIANT;
    }

    private int createSendTarget() {
        final CommandChannel channel = hca.channel();
        final var in = CreateTis.In.LAYOUT.allocate();
        in.at(CreateTis.In.CTX).set(TisContext.TRANSPORT_DOMAIN, transportDomain);
        final int tis = channel.execute(in, CreateTis.Out.LAYOUT).get(CreateTis.Out.TISN);
        hca.onClose(() -> channel.execute(DestroyTis.In.LAYOUT.allocate().set(DestroyTis.In.TISN, tis), DestroyTis.Out.LAYOUT));
        return tis;
    }

    /// {@return the function}
    Hca hca() {
        return hca;
    }

    /// {@return the page of doorbells}
    int uar() {
        return uar;
    }

    /// {@return the event queue}
    EventQueue events() {
        return events;
    }

    /// {@return who reads it}
    EventReader reader() {
        return reader;
    }

    /// {@return the protection domain}
    int protectionDomain() {
        return protectionDomain;
    }

    /// {@return the transport domain}
    int transportDomain() {
        return transportDomain;
    }

    /// {@return the key to all memory}
    int lkey() {
        return lkey;
    }

    /// {@return the send target}
    int sendTarget() {
        return sendTarget;
    }
}
