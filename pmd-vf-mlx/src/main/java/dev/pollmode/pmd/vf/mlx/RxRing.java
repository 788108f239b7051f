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

/// The ring of a receive queue: work requests, and their completions.
///
/// Lengths and keys stand in it from the beginning, only addresses change. The control plane makes and destroys the device's side; in between one
/// thread polls.
final class RxRing implements AutoCloseable {
    private static final int CYCLIC = 1;
    private static final int CYCLIC_STRIDING = 3;
    private static final int STRIDES_BASE = 9;
    private static final int STRIDE_BYTES_BASE = 6;
    /// In a striding request the data segment follows one that is for linked rings only.
    private static final int STRIDING_SEGMENT = 16;
    private static final long SELECT_VLAN = 1 << 1;

    private final Resources resources;
    private final RxShape shape;
    private final int counterSet;
    private final DmaMemory memory;
    private final CompletionRing completions;
    private final int logRequest;
    private final long ring;
    private final long record;
    private int number;
    private boolean exists;
    private boolean stripsVlan;

    /// @param format of compressed completions, from [CqeFormat]
    /// @param counterSet where the device counts frames that found no buffer, 0 for nowhere
    /// @param stripsVlan whether it takes VLAN tags out
    RxRing(final Resources resources, final String name, final RxShape shape, final int format, final int counterSet, final boolean stripsVlan) {
        this.resources = resources;
        this.shape = shape;
        this.counterSet = counterSet;
        this.stripsVlan = stripsVlan;
        logRequest = shape.logRequestSize();
        // A session is let go as a whole, so that a ring of compressed completions needs room for those that wait and those that come.
        final int logCompletions = shape.logCompletions() + (format == CqeFormat.NONE ? 0 : 1);
        memory = new DmaMemory(resources.hca().memory(), name, CompletionRing.memory(logCompletions) + length() + 2L * DmaMemory.PAGE);
        completions = new CompletionRing(resources, memory, logCompletions, format);
        ring = memory.allocate(length(), DmaMemory.PAGE);
        record = memory.allocate(DoorbellRecord.SIZE, 64);
    }

    private long length() {
        return 1L << logRequest + shape.logRequests();
    }

    /// Makes the device's side, empty and not running.
    void create() {
        completions.create();
        Mem.putLong(record, 0);
        for (int i = 0; i < shape.requests(); i++) {
            writeRequest(ring + ((long) i << logRequest));
        }
        final Struct in = PageList.append(CreateRq.In.LAYOUT, memory, ring, length());
        final Struct context = in.at(CreateRq.In.CTX);
        context.set(RqContext.VSD, !stripsVlan).set(RqContext.FLUSH_IN_ERROR_EN, 1).set(RqContext.CQN, completions.number())
            .set(RqContext.COUNTER_SET_ID, counterSet);
        final Struct queue = context.at(RqContext.WQ);
        queue.set(WorkQueue.WQ_TYPE, shape.striding() ? CYCLIC_STRIDING : CYCLIC).set(WorkQueue.PD, resources.protectionDomain())
            .set(WorkQueue.DBR_ADDR, memory.iova(record)).set(WorkQueue.LOG_WQ_STRIDE, logRequest).set(WorkQueue.LOG_WQ_SZ, shape.logRequests());
        if (shape.striding()) {
            // Four bits, of which negative values count in two's complement.
            queue.set(WorkQueue.SINGLE_WQE_LOG_NUM_OF_STRIDES, shape.logStrides() - STRIDES_BASE & 0xf)
                .set(WorkQueue.SINGLE_STRIDE_LOG_NUM_OF_BYTES, shape.logStrideBytes() - STRIDE_BYTES_BASE);
        }
        try {
            number = resources.hca().channel().execute(in, CreateRq.Out.LAYOUT).get(CreateRq.Out.RQN);
        } catch (final RuntimeException e) {
            completions.destroy();
            throw e;
        }
        exists = true;
    }

    /// Writes all of a request but the addresses; segments without a buffer end the list.
    private void writeRequest(final long request) {
        Mem.fill(request, 1L << logRequest, (byte) 0);
        long at = request + (shape.striding() ? STRIDING_SEGMENT : 0);
        for (int i = 0; i < shape.segments(); i++) {
            Mem.putIntBe(at + DataSegment.BYTE_COUNT, shape.segmentBytes());
            Mem.putIntBe(at + DataSegment.LKEY, resources.lkey());
            at += DataSegment.SIZE;
        }
        while (at < request + (1L << logRequest)) {
            Mem.putIntBe(at + DataSegment.LKEY, DataSegment.INVALID_LKEY);
            at += DataSegment.SIZE;
        }
    }

    /// Lets it run; before anything was published.
    void ready() {
        modify(QueueState.RST, 0);
    }

    /// Takes VLAN tags out from now on, or leaves them.
    void stripVlan(final boolean on) {
        final boolean before = stripsVlan;
        stripsVlan = on;
        if (exists && on != before && !resources.hca().presence().isGone()) {
            modify(QueueState.RDY, SELECT_VLAN);
        }
    }

    private void modify(final int from, final long select) {
        final Struct in = ModifyRq.In.LAYOUT.allocate().set(ModifyRq.In.RQ_STATE, from).set(ModifyRq.In.RQN, number)
            .set(ModifyRq.In.MODIFY_BITMASK, select);
        in.at(ModifyRq.In.CTX).set(RqContext.STATE, QueueState.RDY).set(RqContext.VSD, !stripsVlan);
        resources.hca().channel().execute(in, ModifyRq.Out.LAYOUT);
    }

    /// Takes the device's side away, if there is one: it uses no buffer any more.
    void destroy() {
        if (!exists) {
            return;
        }
        exists = false;
        resources.hca().channel().execute(DestroyRq.In.LAYOUT.allocate().set(DestroyRq.In.RQN, number), DestroyRq.Out.LAYOUT);
        completions.destroy();
    }

    /// {@return the number of the queue}
    int number() {
        return number;
    }

    /// {@return what its work requests are}
    RxShape shape() {
        return shape;
    }

    /// Puts the address of a buffer into a work request.
    ///
    /// @param index of the work request
    /// @param segment which of its segments
    /// @param address as the device sees it
    void put(final int index, final int segment, final long address) {
        Mem.putLongBe(ring + ((long) index << logRequest) + segment * DataSegment.SIZE + DataSegment.ADDRESS, address);
    }

    /// Puts the address of the strides into a work request.
    void putStrides(final int index, final long address) {
        Mem.putLongBe(ring + ((long) index << logRequest) + STRIDING_SEGMENT + DataSegment.ADDRESS, address);
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
