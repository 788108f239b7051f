package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CreateRq;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.ModifyRq;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.WorkQueue;
import dev.pollmode.sys.Mem;
import java.util.function.Consumer;

/// A receive queue as software sees it.
final class TestRq {
    static final int LINKED = 0;
    static final int CYCLIC = 1;
    static final int LINKED_STRIDING = 2;
    static final int STRIDING = 3;
    static final int STRIDES = 8;
    static final int STRIDE_BYTES = 256;

    final int number;
    final TestCq cq;
    final int type;
    final int entries;
    final int bufferSize;
    final int segments;
    int producer;
    private final TestDriver driver;
    private final int logStride;
    private final long ring;
    private final long record;
    private final long buffers;

    TestRq(final TestDriver driver, final TestCq cq, final int type, final int logSize, final int segments, final int segmentSize,
           final Consumer<Struct> options) {
        this.driver = driver;
        this.cq = cq;
        this.type = type;
        this.entries = 1 << logSize;
        this.segments = segments;
        final boolean striding = (type & 2) != 0;
        this.bufferSize = striding ? STRIDES * STRIDE_BYTES : segments * segmentSize;
        final int parts = type == CYCLIC ? segments : segments + 1;
        this.logStride = 4 + Integer.SIZE - Integer.numberOfLeadingZeros(parts - 1);
        this.ring = driver.host.allocate((long) entries << logStride, 4096);
        this.record = driver.host.allocate(8, 64);
        this.buffers = driver.host.allocate((long) entries * bufferSize, 4096);
        for (int i = 0; i < entries; i++) {
            write(i, striding ? bufferSize : segmentSize);
        }
        final Struct in = CreateRq.In.LAYOUT.allocate(Long.BYTES);
        final Struct context = in.at(CreateRq.In.CTX);
        context.set(RqContext.CQN, cq.number).set(RqContext.VSD, 1).set(RqContext.FLUSH_IN_ERROR_EN, 1).set(RqContext.USER_INDEX, 0x4321);
        context.at(RqContext.WQ).set(WorkQueue.WQ_TYPE, type).set(WorkQueue.PD, driver.pd).set(WorkQueue.DBR_ADDR, record)
            .set(WorkQueue.LOG_WQ_STRIDE, logStride).set(WorkQueue.LOG_WQ_SZ, logSize).set(WorkQueue.LOG_WQ_PG_SZ, 12);
        if (striding) {
            // 2^3 strides of 2^8 bytes.
            context.at(RqContext.WQ).set(WorkQueue.SINGLE_WQE_LOG_NUM_OF_STRIDES, 3 - 9 & 0xf).set(WorkQueue.SINGLE_STRIDE_LOG_NUM_OF_BYTES, 2);
        }
        options.accept(context);
        in.at(CreateRq.In.PAS).setLong(0, ring);
        this.number = driver.command(in, CreateRq.Out.LAYOUT).get(CreateRq.Out.RQN);
        move(QueueState.RST, QueueState.RDY);
    }

    private void write(final int index, final int segmentSize) {
        long at = driver.host.address(ring) + ((long) index << logStride);
        if (type != CYCLIC) {
            Mem.putShortBe(at + 2, (short) (index + 1 & entries - 1));
            at += 16;
        }
        for (int i = 0; i < segments; i++) {
            Mem.putIntBe(at, segmentSize);
            Mem.putIntBe(at + DataSegment.LKEY, driver.lkey);
            Mem.putLongBe(at + DataSegment.ADDRESS, buffer(index) + (long) i * segmentSize);
            at += DataSegment.SIZE;
        }
    }

    /// {@return the address of a work request in memory}
    long wqe(final int index) {
        return driver.host.address(ring) + ((long) (index & entries - 1) << logStride);
    }

    long buffer(final int index) {
        return buffers + (long) (index & entries - 1) * bufferSize;
    }

    int move(final int from, final int to) {
        final Struct in = ModifyRq.In.LAYOUT.allocate().set(ModifyRq.In.RQ_STATE, from).set(ModifyRq.In.RQN, number);
        in.at(ModifyRq.In.CTX).set(RqContext.STATE, to);
        return driver.tryCommand(in, ModifyRq.Out.LAYOUT.allocate());
    }

    void post(final int count) {
        producer += count;
        Mem.putIntRelease(driver.host.address(record), Integer.reverseBytes(producer & 0xffff));
    }

    /// {@return bytes of a buffer}
    byte[] bytes(final int index, final int offset, final int length) {
        return Mem.bytes(driver.host.address(buffer(index)) + offset, length);
    }
}
