package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciBar;
import dev.pollmode.mlx5.prm.CreateSq;
import dev.pollmode.mlx5.prm.DestroySq;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.ModifySq;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.mlx5.prm.WorkQueue;
import dev.pollmode.sys.Mem;

/// The ring of a send queue: work requests in blocks of 64 bytes, and their completions.
final class TxRing implements AutoCloseable {
    private static final int CYCLIC = 1;

    private final Resources resources;
    private final TxLayout layout;
    private final DmaMemory memory;
    private final PciBar bar;
    private final long doorbell;
    private final int logSize;
    private final CompletionRing completions;
    private final long ring;
    private final long mask;
    private final long record;
    private int number;

    /// @param logSize of the blocks
    TxRing(final Resources resources, final TxLayout layout, final String name, final int logSize) {
        this.resources = resources;
        this.layout = layout;
        this.logSize = logSize;
        bar = resources.hca().bar();
        doorbell = Uar.offset(resources.uar()) + Uar.BLUEFLAME;
        final long length = (long) SendWqe.BLOCK_SIZE << logSize;
        mask = length - 1;
        memory = new DmaMemory(resources.hca().memory(), name, CompletionRing.memory(logSize) + length + 2L * DmaMemory.PAGE);
        completions = new CompletionRing(resources, memory, logSize);
        ring = memory.allocate(length, DmaMemory.PAGE);
        record = memory.allocate(DoorbellRecord.SIZE, 64);
    }

    /// Makes the device's side, empty, and lets it run.
    void create() {
        completions.create();
        Mem.putLong(record, 0);
        final Struct in = PageList.append(CreateSq.In.LAYOUT, memory, ring, (long) SendWqe.BLOCK_SIZE << logSize);
        final Struct context = in.at(CreateSq.In.CTX);
        context.set(SqContext.FLUSH_IN_ERROR_EN, 1).set(SqContext.MIN_WQE_INLINE_MODE, layout.inlineMode())
            .set(SqContext.ALLOW_MULTI_PKT_SEND_WQE, layout.multiPacket()).set(SqContext.CQN, completions.number())
            .set(SqContext.TIS_LST_SZ, 1).set(SqContext.TIS_NUM_0, resources.sendTarget());
        context.at(SqContext.WQ).set(WorkQueue.WQ_TYPE, CYCLIC).set(WorkQueue.PD, resources.protectionDomain())
            .set(WorkQueue.UAR_PAGE, resources.uar()).set(WorkQueue.DBR_ADDR, memory.iova(record))
            .set(WorkQueue.LOG_WQ_STRIDE, SendWqe.LOG_BLOCK_SIZE).set(WorkQueue.LOG_WQ_SZ, logSize);
        try {
            number = resources.hca().channel().execute(in, CreateSq.Out.LAYOUT).get(CreateSq.Out.SQN);
        } catch (final RuntimeException e) {
            completions.destroy();
            throw e;
        }
        final Struct ready = ModifySq.In.LAYOUT.allocate().set(ModifySq.In.SQ_STATE, QueueState.RST).set(ModifySq.In.SQN, number);
        ready.at(ModifySq.In.CTX).set(SqContext.STATE, QueueState.RDY);
        resources.hca().channel().execute(ready, ModifySq.Out.LAYOUT);
    }

    /// Takes the device's side away: it reads no buffer any more.
    void destroy() {
        resources.hca().channel().execute(DestroySq.In.LAYOUT.allocate().set(DestroySq.In.SQN, number), DestroySq.Out.LAYOUT);
        completions.destroy();
    }

    /// {@return the number of the queue}
    int number() {
        return number;
    }

    /// {@return how many blocks there are}
    int blocks() {
        return 1 << logSize;
    }

    /// {@return where its completions arrive}
    CompletionRing completions() {
        return completions;
    }

    /// {@return the address of a segment of a work request, which may begin again at the front of the ring}
    ///
    /// @param block index of the work request, free running
    /// @param offset of the segment in it, in bytes
    long at(final int block, final int offset) {
        return ring + (((long) block << SendWqe.LOG_BLOCK_SIZE) + offset & mask);
    }

    /// Copies bytes into a work request, which may begin again at the front of the ring.
    ///
    /// @param offset in the work request, in bytes
    void copy(final int block, final int offset, final long source, final int length) {
        final long to = at(block, offset);
        final long straight = Math.min(length, ring + mask + 1 - to);
        Mem.copy(source, to, straight);
        if (straight < length) {
            Mem.copy(source + straight, ring, length - straight);
        }
    }

    /// Puts a big-endian word into a work request, at an even offset.
    ///
    /// @param offset in the work request, in bytes
    void putInt(final int block, final int offset, final int value) {
        Mem.putShortBe(at(block, offset), (short) (value >>> 16));
        Mem.putShortBe(at(block, offset + Short.BYTES), (short) value);
    }

    /// Shows the device all work requests.
    ///
    /// @param producer index behind the last, free running
    /// @param last index of the last
    void ring(final int producer, final int last) {
        // Release: the device may read the requests as soon as it sees the new index, and sees that before the doorbell.
        Mem.putIntRelease(record + DoorbellRecord.SEND, Integer.reverseBytes(producer & 0xffff));
        bar.write64(doorbell, Mem.getLongLe(at(last, 0)));
    }

    @Override
    public void close() {
        memory.close();
    }
}
