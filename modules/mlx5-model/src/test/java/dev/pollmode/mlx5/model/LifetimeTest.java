package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.AllocXrcd;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateUmem;
import dev.pollmode.mlx5.prm.DeallocPd;
import dev.pollmode.mlx5.prm.DeallocTransportDomain;
import dev.pollmode.mlx5.prm.DeallocUar;
import dev.pollmode.mlx5.prm.DeallocXrcd;
import dev.pollmode.mlx5.prm.DestroyCq;
import dev.pollmode.mlx5.prm.DestroyEq;
import dev.pollmode.mlx5.prm.DestroyMkey;
import dev.pollmode.mlx5.prm.DestroyRq;
import dev.pollmode.mlx5.prm.DestroySq;
import dev.pollmode.mlx5.prm.DestroyTir;
import dev.pollmode.mlx5.prm.DestroyTis;
import dev.pollmode.mlx5.prm.DestroyUmem;
import dev.pollmode.mlx5.prm.Mtt;
import dev.pollmode.mlx5.prm.QueryHcaVportPkey;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.UmemContext;
import dev.pollmode.mlx5.prm.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Objects in use cannot be destroyed; in the reverse order of making they can.
class LifetimeTest {
    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> { }, new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);

    @BeforeEach
    void start() {
        driver.startWithObjects(0);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    private int status(final Struct command) {
        return driver.tryCommand(command, Struct.of(new byte[16]));
    }

    private int umem() {
        final Struct in = CreateUmem.In.LAYOUT.allocate(Mtt.LENGTH);
        in.at(CreateUmem.In.UMEM).set(UmemContext.NUM_OF_MTT, 1);
        in.at(CreateUmem.In.MTT).setLong(0, host.allocate(4096, 4096));
        return driver.command(in, CreateUmem.Out.LAYOUT).get(CreateUmem.Out.UMEM_ID);
    }

    @Test
    void whatIsUsedStaysUntilItsUsersAreGone() {
        final int umem = umem();
        final TestCq cq = new TestCq(driver, 6, -1, false, 0);
        final TestSq sq = new TestSq(driver, cq, 6, false);
        final TestRq rq = new TestRq(driver, cq, TestRq.CYCLIC, 4, 1, 2048, context -> context.at(RqContext.WQ).set(WorkQueue.WQ_UMEM_VALID, 1)
            .set(WorkQueue.WQ_UMEM_ID, umem));
        final int tir = new TestPort(driver).directTarget(rq.number);
        final Struct[] used = {
            DestroyRq.In.LAYOUT.allocate().set(DestroyRq.In.RQN, rq.number),
            DestroyUmem.In.LAYOUT.allocate().set(DestroyUmem.In.UMEM_ID, umem),
            DestroyTis.In.LAYOUT.allocate().set(DestroyTis.In.TISN, sq.tis),
            DestroyCq.In.LAYOUT.allocate().set(DestroyCq.In.CQN, cq.number),
            DestroyEq.In.LAYOUT.allocate().set(DestroyEq.In.EQ_NUMBER, driver.eqn),
            DeallocUar.In.LAYOUT.allocate().set(DeallocUar.In.UAR, driver.uar),
            DeallocTransportDomain.In.LAYOUT.allocate().set(DeallocTransportDomain.In.TRANSPORT_DOMAIN, driver.transportDomain),
            DeallocPd.In.LAYOUT.allocate().set(DeallocPd.In.PD, driver.pd)};
        for (final Struct command : used) {
            assertThat(status(command)).isEqualTo(CommandStatus.RESOURCE_BUSY);
        }
        final List<Struct> users = new ArrayList<>(List.of(
            DestroyTir.In.LAYOUT.allocate().set(DestroyTir.In.TIRN, tir),
            DestroySq.In.LAYOUT.allocate().set(DestroySq.In.SQN, sq.number),
            DestroyMkey.In.LAYOUT.allocate().set(DestroyMkey.In.MKEY_INDEX, driver.lkey >>> 8)));
        users.addAll(List.of(used));
        for (final Struct command : users) {
            assertThat(status(command)).isZero();
        }
    }

    @Test
    void aPortIsInTheDefaultPartition() {
        final Struct out = Struct.of(new byte[0x18]);
        assertThat(driver.tryCommand(QueryHcaVportPkey.In.LAYOUT.allocate(), out)).isZero();
        assertThat(out.getInt(0x10)).isEqualTo(0xffff);
        assertThat(driver.tryCommand(QueryHcaVportPkey.In.LAYOUT.allocate().set(QueryHcaVportPkey.In.PKEY_INDEX, 1), out)).isZero();
        assertThat(out.getInt(0x10)).isZero();
    }

    /// A device without shared receive queues has their domains: without them Linux's verbs do not come up.
    @Test
    void domainsOfSharedReceiveQueuesComeAndGo() {
        final int domain = driver.command(AllocXrcd.In.LAYOUT.allocate(), AllocXrcd.Out.LAYOUT).get(AllocXrcd.Out.XRCD);
        final Struct dealloc = DeallocXrcd.In.LAYOUT.allocate().set(DeallocXrcd.In.XRCD, domain);
        assertThat(status(dealloc)).isZero();
        assertThat(status(dealloc)).isEqualTo(CommandStatus.BAD_RESOURCE);
    }
}
