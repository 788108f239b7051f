package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateTir;
import dev.pollmode.mlx5.prm.Field;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import dev.pollmode.mlx5.prm.WorkQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the capabilities do not offer is refused, not passed over.
class RefusalsTest {
    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> { }, new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);
    private TestCq cq;

    @BeforeEach
    void start() {
        driver.startWithObjects(0);
        cq = new TestCq(driver, 6, -1, false, 0);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    static Stream<Arguments> ofSendQueues() {
        return Stream.of(Arguments.of(SqContext.CD_MASTER, 1), Arguments.of(SqContext.ALLOW_SWP, 1), Arguments.of(SqContext.HAIRPIN, 1),
            Arguments.of(SqContext.TS_FORMAT, 2));
    }

    @ParameterizedTest
    @MethodSource("ofSendQueues")
    void aSendQueue(final Field field, final int value) {
        assertThatThrownBy(() -> new TestSq(driver, cq, 6, true, context -> context.set(field, value)))
            .hasMessageContaining(CommandStatus.text(CommandStatus.BAD_PARAMETER));
    }

    static Stream<Arguments> ofReceiveQueues() {
        return Stream.of(Arguments.of(RqContext.HAIRPIN, 1), Arguments.of(RqContext.TS_FORMAT, 2));
    }

    @ParameterizedTest
    @MethodSource("ofReceiveQueues")
    void aReceiveQueue(final Field field, final int value) {
        assertThatThrownBy(() -> new TestRq(driver, cq, TestRq.CYCLIC, 4, 1, 2048, context -> context.set(field, value)))
            .hasMessageContaining(CommandStatus.text(CommandStatus.BAD_PARAMETER));
    }

    static Stream<Field> ofRings() {
        return Stream.of(WorkQueue.WQ_SIGNATURE, WorkQueue.CD_SLAVE);
    }

    @ParameterizedTest
    @MethodSource("ofRings")
    void aRing(final Field field) {
        assertThatThrownBy(() -> new TestRq(driver, cq, TestRq.CYCLIC, 4, 1, 2048, context -> context.at(RqContext.WQ).set(field, 1)))
            .hasMessageContaining(CommandStatus.text(CommandStatus.BAD_PARAMETER));
    }

    static Stream<Field> ofTargets() {
        return Stream.of(TirContext.LRO_ENABLE_MASK, TirContext.TUNNELED_OFFLOAD_EN);
    }

    @ParameterizedTest
    @MethodSource("ofTargets")
    void aReceiveTarget(final Field field) {
        final TestRq rq = new TestRq(driver, cq, TestRq.CYCLIC, 4, 1, 2048, context -> { });
        final Struct in = CreateTir.In.LAYOUT.allocate();
        in.at(CreateTir.In.CTX).set(TirContext.INLINE_RQN, rq.number).set(TirContext.TRANSPORT_DOMAIN, driver.transportDomain).set(field, 1);
        assertThat(driver.tryCommand(in, Struct.of(new byte[16]))).isEqualTo(CommandStatus.BAD_PARAMETER);
    }
}
