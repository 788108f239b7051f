package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CreateSq;
import dev.pollmode.mlx5.prm.CreateTis;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.ModifySq;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TisContext;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.mlx5.prm.WorkQueue;
import dev.pollmode.sys.Mem;
import java.util.function.Consumer;

/// A send queue as software sees it.
final class TestSq {
    final int number;
    final TestCq cq;
    final int tis;
    int producer;
    private final TestDriver driver;
    private final int logSize;
    private final long ring;
    private final long record;
    private long lastControl;

    TestSq(final TestDriver driver, final TestCq cq, final int logSize, final boolean reservedKey) {
        this(driver, cq, logSize, reservedKey, true);
    }

    TestSq(final TestDriver driver, final TestCq cq, final int logSize, final boolean reservedKey, final boolean sends) {
        this(driver, cq, logSize, sends, context -> context.set(SqContext.RLKY, reservedKey));
    }

    TestSq(final TestDriver driver, final TestCq cq, final int logSize, final boolean sends, final Consumer<Struct> options) {
        this.driver = driver;
        this.cq = cq;
        this.logSize = logSize;
        this.ring = driver.host.allocate(64L << logSize, 4096);
        this.record = driver.host.allocate(8, 64);
        final Struct tisIn = CreateTis.In.LAYOUT.allocate();
        tisIn.at(CreateTis.In.CTX).set(TisContext.TRANSPORT_DOMAIN, driver.transportDomain);
        this.tis = driver.command(tisIn, CreateTis.Out.LAYOUT).get(CreateTis.Out.TISN);
        final Struct in = CreateSq.In.LAYOUT.allocate(Long.BYTES);
        final Struct context = in.at(CreateSq.In.CTX);
        context.set(SqContext.CQN, cq.number).set(SqContext.TIS_LST_SZ, sends).set(SqContext.TIS_NUM_0, sends ? tis : 0).set(SqContext.FLUSH_IN_ERROR_EN, 1)
            .set(SqContext.ALLOW_MULTI_PKT_SEND_WQE, 1).set(SqContext.USER_INDEX, 0x7777);
        options.accept(context);
        context.at(SqContext.WQ).set(WorkQueue.WQ_TYPE, 1).set(WorkQueue.PD, driver.pd).set(WorkQueue.UAR_PAGE, driver.uar)
            .set(WorkQueue.DBR_ADDR, record).set(WorkQueue.LOG_WQ_STRIDE, 6).set(WorkQueue.LOG_WQ_SZ, logSize)
            .set(WorkQueue.LOG_WQ_PG_SZ, Math.max(0, logSize - 6));
        in.at(CreateSq.In.PAS).setLong(0, ring);
        this.number = driver.command(in, CreateSq.Out.LAYOUT).get(CreateSq.Out.SQN);
        move(QueueState.RST, QueueState.RDY);
    }

    int move(final int from, final int to) {
        final Struct in = ModifySq.In.LAYOUT.allocate().set(ModifySq.In.SQ_STATE, from).set(ModifySq.In.SQN, number);
        in.at(ModifySq.In.CTX).set(SqContext.STATE, to);
        return driver.tryCommand(in, ModifySq.Out.LAYOUT.allocate());
    }

    /// Writes a work request and advances.
    void post(final Struct wqe) {
        final int segments = wqe.length() / SendWqe.SEGMENT_SIZE;
        wqe.setInt(SendWqe.OPMOD_INDEX_OPCODE, wqe.getInt(0) & 0xff0000ff | (producer & 0xffff) << 8);
        wqe.setInt(SendWqe.SQN_SEGMENTS, SendWqe.segmentsWord(number, segments));
        for (int i = 0; i < wqe.length(); i += 16) {
            final long at = ((long) producer * 64 + i) % (64L << logSize);
            Mem.copy(wqe.array(), wqe.arrayOffset() + i, driver.host.address(ring) + at, 16);
        }
        lastControl = wqe.getLong(0);
        producer += SendWqe.blocks(segments);
    }

    void ring() {
        Mem.putIntRelease(driver.host.address(record) + 4, Integer.reverseBytes(producer & 0xffff));
        driver.bar.write(Uar.offset(driver.uar) + Uar.BLUEFLAME, 8, lastControl);
    }

    void reset() {
        producer = 0;
        Mem.putInt(driver.host.address(record) + 4, 0);
    }

    static Struct wqe(final int segments, final int modifier, final int opcode, final boolean completes) {
        return Struct.of(new byte[segments * SendWqe.SEGMENT_SIZE]).setInt(0, SendWqe.opcodeWord(modifier, 0, opcode))
            .setInt(SendWqe.FLAGS, completes ? SendWqe.COMPLETE_ALWAYS : 0);
    }

    static Struct pointer(final Struct wqe, final int at, final int count, final int lkey, final long address) {
        return wqe.setInt(at + DataSegment.BYTE_COUNT, count).setInt(at + DataSegment.LKEY, lkey).setLong(at + DataSegment.ADDRESS, address);
    }

    /// {@return the DMA address of a frame put into the driver's memory}
    long put(final byte[] frame) {
        final long iova = driver.host.allocate(frame.length, 64);
        Mem.copy(frame, 0, driver.host.address(iova), frame.length);
        return iova;
    }

    void sendPointer(final byte[] frame, final boolean completes) {
        post(pointer(wqe(3, 0, SendWqe.OPCODE_SEND, completes), SendWqe.DATA, frame.length, driver.lkey, put(frame)));
    }
}
