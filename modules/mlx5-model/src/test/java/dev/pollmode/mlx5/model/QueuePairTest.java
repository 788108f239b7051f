package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.AllocXrcd;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.CreateQp;
import dev.pollmode.mlx5.prm.CreateXrcSrq;
import dev.pollmode.mlx5.prm.DeallocXrcd;
import dev.pollmode.mlx5.prm.DestroyQp;
import dev.pollmode.mlx5.prm.DestroySq;
import dev.pollmode.mlx5.prm.DestroyXrcSrq;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.InitToRtrQp;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.ModifySq;
import dev.pollmode.mlx5.prm.QpContext;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RstToInitQp;
import dev.pollmode.mlx5.prm.RtrToRtsQp;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.ToErrQp;
import dev.pollmode.mlx5.prm.ToRstQp;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.mlx5.prm.UmrWqe;
import dev.pollmode.mlx5.prm.XrcSrqContext;
import dev.pollmode.sys.Mem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Queue pairs whose work requests change memory keys.
class QueuePairTest {
    private static final int LOG_SIZE = 4;

    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> { }, new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);
    private TestCq cq;
    private long ring;
    private long record;

    @BeforeEach
    void start() {
        driver.startWithObjects(0);
        cq = new TestCq(driver, 6, -1, false, 0);
        ring = host.allocate(64 << LOG_SIZE, 4096);
        record = host.allocate(8, 64);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    /// {@return a command as Linux sends it: without a protection domain}
    private Struct pair() {
        final Struct in = CreateQp.In.LAYOUT.allocate(Long.BYTES);
        in.at(CreateQp.In.QPC).set(QpContext.ST, 0xc).set(QpContext.RQ_TYPE, 3).set(QpContext.LOG_SQ_SIZE, LOG_SIZE)
            .set(QpContext.UAR_PAGE, driver.uar).set(QpContext.CQN_SND, cq.number).set(QpContext.CQN_RCV, cq.number).set(QpContext.DBR_ADDR, record)
            .set(QpContext.USER_INDEX, 0x123);
        in.at(CreateQp.In.PAS).setLong(0, ring);
        return in;
    }

    private int status(final Struct in) {
        return driver.tryCommand(in, Struct.of(new byte[16]));
    }

    private void toRts(final int pair) {
        assertThat(status(RstToInitQp.In.LAYOUT.allocate().set(RstToInitQp.In.QPN, pair))).isZero();
        assertThat(status(InitToRtrQp.In.LAYOUT.allocate().set(InitToRtrQp.In.QPN, pair))).isZero();
        assertThat(status(RtrToRtsQp.In.LAYOUT.allocate().set(RtrToRtsQp.In.QPN, pair))).isZero();
    }

    /// {@return the index of a key that can be changed}
    private int key() {
        final Struct in = CreateMkey.In.LAYOUT.allocate();
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.FREE, 1).set(MkeyContext.UMR_EN, 1).set(MkeyContext.ACCESS_MODE_1_0, 1)
            .set(MkeyContext.PD, driver.pd).set(MkeyContext.LOG_PAGE_SIZE, 12).set(MkeyContext.TRANSLATIONS_OCTWORD_SIZE, 4);
        return driver.command(in, CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX);
    }

    private TestCq.Completion post(final int pair, final int index, final int opcode, final int key) {
        final Struct wqe = TestSq.wqe(8, 0, opcode, true).setInt(SendWqe.OPMOD_INDEX_OPCODE, SendWqe.opcodeWord(0, index, opcode))
            .setInt(SendWqe.SQN_SEGMENTS, SendWqe.segmentsWord(pair, 8)).setInt(SendWqe.IMMEDIATE, key << 8).setLong(UmrWqe.MASK, UmrWqe.SELECT_FREE);
        Mem.copy(wqe.array(), wqe.arrayOffset(), host.address(ring) + index * 64L, wqe.length());
        Mem.putIntRelease(host.address(record) + DoorbellRecord.SEND, Integer.reverseBytes(index + 2));
        driver.bar.write(Uar.offset(driver.uar) + Uar.BLUEFLAME, 8, wqe.getLong(0));
        return cq.await();
    }

    @Test
    void changesKeysOnceItIsReadyAndDoesNothingElse() {
        final int pair = driver.command(pair(), CreateQp.Out.LAYOUT).get(CreateQp.Out.QPN);
        assertThat(status(RtrToRtsQp.In.LAYOUT.allocate().set(RtrToRtsQp.In.QPN, pair))).isEqualTo(CommandStatus.BAD_QUEUE_STATE);
        toRts(pair);
        final TestCq.Completion changed = post(pair, 0, SendWqe.OPCODE_UMR, key());
        assertThat(changed.opcode()).isEqualTo(Cqe.OPCODE_REQUESTER);
        assertThat(changed.bytes().getInt(Cqe.USER_INDEX)).isEqualTo(0x123);
        final TestCq.Completion sent = post(pair, 2, SendWqe.OPCODE_SEND, 0);
        assertThat(sent.opcode()).isEqualTo(Cqe.OPCODE_REQUESTER_ERROR);
        assertThat(sent.syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_QUEUE_OPERATION);
        assertThat(status(ToErrQp.In.LAYOUT.allocate().set(ToErrQp.In.QPN, pair))).isZero();
        assertThat(status(ToRstQp.In.LAYOUT.allocate().set(ToRstQp.In.QPN, pair))).isZero();
        toRts(pair);
        assertThat(post(pair, 0, SendWqe.OPCODE_UMR, key()).opcode()).isEqualTo(Cqe.OPCODE_REQUESTER);
        assertThat(status(DestroyQp.In.LAYOUT.allocate().set(DestroyQp.In.QPN, pair))).isZero();
        assertThat(status(DestroyQp.In.LAYOUT.allocate().set(DestroyQp.In.QPN, pair))).isEqualTo(CommandStatus.BAD_RESOURCE);
    }

    @Test
    void itsSendQueueIsNoQueueOfItsOwn() {
        final int pair = driver.command(pair(), CreateQp.Out.LAYOUT).get(CreateQp.Out.QPN);
        final Struct move = ModifySq.In.LAYOUT.allocate().set(ModifySq.In.SQN, pair);
        move.at(ModifySq.In.CTX).set(SqContext.STATE, QueueState.RDY);
        assertThat(status(move)).isEqualTo(CommandStatus.BAD_RESOURCE_STATE);
        assertThat(status(DestroySq.In.LAYOUT.allocate().set(DestroySq.In.SQN, pair))).isEqualTo(CommandStatus.RESOURCE_BUSY);
        final int queue = new TestSq(driver, cq, 6, false).number;
        assertThat(status(DestroyQp.In.LAYOUT.allocate().set(DestroyQp.In.QPN, queue))).isEqualTo(CommandStatus.BAD_RESOURCE);
    }

    @Test
    void transportsAndReceiveQueuesAreRefused() {
        final Struct connected = pair();
        connected.at(CreateQp.In.QPC).set(QpContext.ST, 0);
        assertThat(status(connected)).isEqualTo(CommandStatus.BAD_PARAMETER);
        final Struct receiving = pair();
        receiving.at(CreateQp.In.QPC).set(QpContext.RQ_TYPE, 0);
        assertThat(status(receiving)).isEqualTo(CommandStatus.BAD_PARAMETER);
    }

    @Test
    void sharedReceiveQueuesComeAndGo() {
        final int domain = driver.command(AllocXrcd.In.LAYOUT.allocate(), AllocXrcd.Out.LAYOUT).get(AllocXrcd.Out.XRCD);
        final Struct in = CreateXrcSrq.In.LAYOUT.allocate(Long.BYTES);
        in.at(CreateXrcSrq.In.XRC_SRQ_CONTEXT_ENTRY).set(XrcSrqContext.CQN, cq.number).set(XrcSrqContext.PD, driver.pd).set(XrcSrqContext.XRCD, domain);
        final int queue = driver.command(in, CreateXrcSrq.Out.LAYOUT).get(CreateXrcSrq.Out.XRC_SRQN);
        final Struct dealloc = DeallocXrcd.In.LAYOUT.allocate().set(DeallocXrcd.In.XRCD, domain);
        assertThat(status(dealloc)).isEqualTo(CommandStatus.RESOURCE_BUSY);
        assertThat(status(DestroyXrcSrq.In.LAYOUT.allocate().set(DestroyXrcSrq.In.XRC_SRQN, queue))).isZero();
        assertThat(status(dealloc)).isZero();
    }
}
