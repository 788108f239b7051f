package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.CapabilityType;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CqContext;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.ModifyCq;
import dev.pollmode.mlx5.prm.QueryCq;
import dev.pollmode.mlx5.prm.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModerationTest {
    private static final int PERIOD = 1;
    private static final int COUNT = 1 << 1;
    private static final int MODE = 1 << 4;
    private static final int PAGE_SIZE = 1 << 3;

    private final Host host = new Host(16 << 20);
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

    private int modify(final TestCq cq, final int select) {
        final Struct in = ModifyCq.In.LAYOUT.allocate().set(ModifyCq.In.CQN, cq.number).set(ModifyCq.In.FIELD_SELECT, select);
        in.at(ModifyCq.In.CQ_CONTEXT).set(CqContext.CQ_PERIOD, 77).set(CqContext.CQ_PERIOD_MODE, 1).set(CqContext.CQ_MAX_COUNT, 33);
        return driver.tryCommand(in, ModifyCq.Out.LAYOUT.allocate());
    }

    private Struct context(final TestCq cq) {
        return driver.command(QueryCq.In.LAYOUT.allocate().set(QueryCq.In.CQN, cq.number), QueryCq.Out.LAYOUT).at(QueryCq.Out.CQ_CONTEXT);
    }

    @Test
    void onlySelectedFieldsOfACompletionQueueChange() {
        assertThat(driver.capabilities(CapabilityType.GENERAL, true).get(HcaCap.CQ_PERIOD_MODE_MODIFY)).isEqualTo(1);
        final TestCq cq = new TestCq(driver, 6, -1, false, 4);
        assertThat(modify(cq, MODE)).isZero();
        assertThat(context(cq).get(CqContext.CQ_PERIOD_MODE)).isEqualTo(1);
        assertThat(context(cq).get(CqContext.CQ_PERIOD)).isEqualTo(4000);
        assertThat(modify(cq, PERIOD | COUNT)).isZero();
        assertThat(context(cq).get(CqContext.CQ_PERIOD)).isEqualTo(77);
        assertThat(context(cq).get(CqContext.CQ_MAX_COUNT)).isEqualTo(33);
    }

    @Test
    void whatCannotChangeIsRefusedAsAWhole() {
        final TestCq cq = new TestCq(driver, 6, -1, false, 4);
        assertThat(modify(cq, PERIOD | PAGE_SIZE)).isEqualTo(CommandStatus.BAD_PARAMETER);
        assertThat(context(cq).get(CqContext.CQ_PERIOD)).isEqualTo(4000);
    }
}
