package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CreateRq;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.DestroyRq;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.ModifyRq;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.WorkQueue;
import dev.pollmode.sys.Mem;

/// The ring of a receive queue: work requests of one data segment each, and their completions.
final class RxRing implements AutoCloseable {
    private static final int LOG_STRIDE = 4;
    private static final int CYCLIC = 1;

    private final Resources resources;
    private final DmaMemory memory;
    private final int logSize;
    private final CompletionRing completions;
    private final long ring;
    private final long record;
    private int number;

    RxRing(final Resources resources, final String name, final int logSize) {
        this.resources = resources;
        this.logSize = logSize;
        final long length = (long) DataSegment.SIZE << logSize;
        memory = new DmaMemory(resources.hca().memory(), name, CompletionRing.memory(logSize) + length + 2L * DmaMemory.PAGE);
        completions = new CompletionRing(resources, memory, logSize);
        ring = memory.allocate(length, DmaMemory.PAGE);
        record = memory.allocate(DoorbellRecord.SIZE, 64);
    }

    /// Makes the device's side, empty and not running.
    void create() {
        completions.create();
        Mem.putLong(record, 0);
        for (int i = 0; i < entries(); i++) {
            Mem.putIntBe(entry(i) + DataSegment.LKEY, resources.lkey());
        }
        final Struct in = PageList.append(CreateRq.In.LAYOUT, memory, ring, (long) DataSegment.SIZE << logSize);
        final Struct context = in.at(CreateRq.In.CTX);
        context.set(RqContext.VSD, 1).set(RqContext.FLUSH_IN_ERROR_EN, 1).set(RqContext.CQN, completions.number());
        context.at(RqContext.WQ).set(WorkQueue.WQ_TYPE, CYCLIC).set(WorkQueue.PD, resources.protectionDomain())
            .set(WorkQueue.DBR_ADDR, memory.iova(record)).set(WorkQueue.LOG_WQ_STRIDE, LOG_STRIDE).set(WorkQueue.LOG_WQ_SZ, logSize);
        try {
            number = resources.hca().channel().execute(in, CreateRq.Out.LAYOUT).get(CreateRq.Out.RQN);
        } catch (final RuntimeException e) {
            completions.destroy();
            throw e;
        }
    }

    /// Lets it run; before anything was published.
    void ready() {
        final Struct in = ModifyRq.In.LAYOUT.allocate().set(ModifyRq.In.RQ_STATE, QueueState.RST).set(ModifyRq.In.RQN, number);
        in.at(ModifyRq.In.CTX).set(RqContext.STATE, QueueState.RDY);
        resources.hca().channel().execute(in, ModifyRq.Out.LAYOUT);
    }

    /// Takes the device's side away: it uses no buffer any more.
    void destroy() {
        resources.hca().channel().execute(DestroyRq.In.LAYOUT.allocate().set(DestroyRq.In.RQN, number), DestroyRq.Out.LAYOUT);
        completions.destroy();
    }

    /// {@return the number of the queue}
    int number() {
        return number;
    }

    /// {@return how many buffers it holds}
    int entries() {
        return 1 << logSize;
    }

    /// {@return the address of a work request}
    long entry(final int index) {
        return ring + ((long) index << LOG_STRIDE);
    }

    /// {@return where its completions arrive}
    CompletionRing completions() {
        return completions;
    }

    /// Shows the device all work requests up to an index.
    void publish(final int producer) {
        // Release: the device may read them as soon as it sees the new index.
        Mem.putIntRelease(record + DoorbellRecord.RECEIVE, Integer.reverseBytes(producer & 0xffff));
    }

    @Override
    public void close() {
        memory.close();
    }
}
