package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.RxHashFields;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import dev.pollmode.sys.Mem;
import dev.pollmode.vfio.user.GuestMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Sends frames through functions of its own, so that the code is compiled by the time a driver comes.
///
/// Drivers take a device for one that keeps up from the first frame on: Snabb's, for one, drops what finds no room in its send queue. Without this the
/// first seconds of a model are slower than such a driver is.
///
/// A warmup is one function with one queue of each kind, which need no driver: frames that one sends over its wire are received by another, or by itself.
final class Warmup implements AutoCloseable {
    private static final int LOG_ENTRIES = 8;
    private static final int ENTRIES = 1 << LOG_ENTRIES;
    private static final int BATCH = 32;
    private static final int BUFFER = 2048;
    private static final int FRAME = 100;
    private static final int INLINED = 16;
    private static final int UDP_AT = 34;

    private final Arena arena = Arena.ofShared();
    private final ServedMemory memory = new ServedMemory();
    private final Hca hca;
    private final Datapath datapath;
    private final Wire wire;
    private final SendQueue sending;
    private final ReceiveQueue receiving;
    private final long sendRing;
    private final long sendRecord;
    private final long receiveRecord;
    private final long frame;
    private int sent;

    private Warmup(final Wire wire) {
        this.wire = wire;
        memory.use(new OwnMemory());
        hca = new Hca(ModelConfig.DEFAULT, memory, vector -> { }, System::nanoTime);
        hca.setPhase(Phase.RUNNING);
        datapath = new Datapath(hca, wire);
        sendRing = allocate((long) ENTRIES << SendWqe.LOG_BLOCK_SIZE);
        sendRecord = allocate(Long.BYTES);
        receiveRecord = allocate(Long.BYTES);
        frame = frame();
        final Plain domain = hca.domains.add(new Plain(1));
        hca.keys.add(new MemoryKey(1, domain, everything(), false, new long[0]));
        final Tis tis = new Tis(1, SqContext.LAYOUT.allocate());
        sending = hca.sendQueues.add(new SendQueue(1, SqContext.LAYOUT.allocate(), work(sendRing, SendWqe.LOG_BLOCK_SIZE, sendRecord, domain),
            completions(1), tis, 0, 0, true, false, true, 1));
        sending.state = QueueState.RDY;
        receiving = receiveQueue(domain);
        steer(domain);
    }

    private static Struct everything() {
        return MkeyContext.LAYOUT.allocate().set(MkeyContext.LR, 1).set(MkeyContext.LW, 1).set(MkeyContext.LENGTH64, 1);
    }

    /// Sends frames over both kinds of wires that are made of memory and sockets alone.
    ///
    /// @param frames how many at most
    /// @param nanoseconds how long at most
    /// @return how many came through
    static int run(final int frames, final long nanoseconds) {
        final long end = System.nanoTime() + nanoseconds;
        int arrived = 0;
        try (Warmup alone = new Warmup(new LoopWire())) {
            arrived += alone.exchange(alone, frames / 2, end - nanoseconds / 2);
        }
        final List<Wire> ends = PeerWire.pair();
        try (Warmup one = new Warmup(ends.get(0)); Warmup other = new Warmup(ends.get(1))) {
            arrived += one.exchange(other, frames / 2, end);
        }
        return arrived;
    }

    private int exchange(final Warmup other, final int frames, final long end) {
        int arrived = 0;
        while (arrived < frames && System.nanoTime() - end < 0) {
            post();
            while ((sending.hasWork() || other.taken() < BATCH) && System.nanoTime() - end < 0) {
                poll();
                if (other != this) {
                    other.poll();
                }
            }
            arrived += other.refill();
        }
        return arrived;
    }

    private void poll() {
        memory.enter();
        datapath.poll();
        memory.exit();
    }

    private void post() {
        for (int i = 0; i < BATCH; i++, sent++) {
            final long wqe = sendRing + ((long) (sent & ENTRIES - 1) << SendWqe.LOG_BLOCK_SIZE);
            Mem.putIntBe(wqe, SendWqe.opcodeWord(0, sent & 0xffff, SendWqe.OPCODE_SEND));
            Mem.putIntBe(wqe + SendWqe.SQN_SEGMENTS, SendWqe.segmentsWord(sending.number(), 4));
            Mem.putIntBe(wqe + SendWqe.FLAGS, SendWqe.COMPLETE_ALWAYS);
            Mem.putIntBe(wqe + SendWqe.INLINE_LENGTH, INLINED << 16);
            Mem.copy(frame, wqe + SendWqe.INLINE_HEADER, INLINED);
            final long segment = wqe + SendWqe.DATA + SendWqe.SEGMENT_SIZE;
            Mem.putIntBe(segment + DataSegment.BYTE_COUNT, FRAME - INLINED);
            Mem.putIntBe(segment + DataSegment.LKEY, key(i));
            Mem.putLongBe(segment + DataSegment.ADDRESS, frame + INLINED);
        }
        Mem.putIntBe(sendRecord + DoorbellRecord.SEND, sent & 0xffff);
        sending.rung = true;
    }

    private static int key(final int index) {
        return (index & 1) == 0 ? ObjectCommands.RESERVED_LKEY : 1 << 8;
    }

    private int taken() {
        return receiving.buffers.consumer - (Mem.getIntBe(receiveRecord) - ENTRIES) & 0xffff;
    }

    private int refill() {
        final int taken = taken();
        Mem.putIntBe(receiveRecord, Mem.getIntBe(receiveRecord) + taken & 0xffff);
        return taken;
    }

    private long allocate(final long length) {
        return arena.allocate(length, 64).address();
    }

    private long frame() {
        final long at = allocate(FRAME);
        Mem.putLongBe(at, ModelConfig.DEFAULT.macAddress() << 16);
        Mem.putLongBe(at + 12, 0x0800_4500L << 32 | (long) (FRAME - 14) << 16);
        Mem.putIntBe(at + 22, 64 << 24 | PacketHeaders.UDP << 16);
        Mem.putIntBe(at + UDP_AT + 4, FRAME - UDP_AT << 16);
        return at;
    }

    private static WorkRing work(final long ring, final int logStride, final long record, final Plain domain) {
        return new WorkRing(new Ring(new long[] {ring}, 30, 0, (long) ENTRIES << logStride), LOG_ENTRIES, logStride, record, domain, List.of(), false, false, 0, 6, 0);
    }

    private CompletionQueue completions(final int number) {
        final long length = (long) ENTRIES << Cqe.LOG_SIZE;
        final Ring ring = new Ring(new long[] {allocate(length)}, 30, 0, length);
        final CompletionQueue queue = new CompletionQueue(number, ring, LOG_ENTRIES, Cqe.LOG_SIZE, 0, allocate(Long.BYTES), false, null);
        queue.overrunIgnored = true;
        return hca.completionQueues.add(queue);
    }

    private ReceiveQueue receiveQueue(final Plain domain) {
        final long ring = allocate((long) ENTRIES * DataSegment.SIZE);
        final long buffers = allocate((long) ENTRIES * BUFFER);
        for (int i = 0; i < ENTRIES; i++) {
            final long segment = ring + (long) i * DataSegment.SIZE;
            Mem.putIntBe(segment + DataSegment.BYTE_COUNT, BUFFER);
            Mem.putIntBe(segment + DataSegment.LKEY, key(i));
            Mem.putLongBe(segment + DataSegment.ADDRESS, buffers + (long) i * BUFFER);
        }
        Mem.putIntBe(receiveRecord, ENTRIES);
        final ReceiveBuffers work = new ReceiveBuffers(2, work(ring, Capabilities.MIN_LOG_STRIDE_RQ, receiveRecord, domain));
        final ReceiveQueue queue = hca.receiveQueues.add(new ReceiveQueue(2, RqContext.LAYOUT.allocate(), work, false, completions(2), 0, true, false));
        queue.state = QueueState.RDY;
        return queue;
    }

    private void steer(final Plain domain) {
        final Tir target = new Tir(1, TirContext.LAYOUT.allocate());
        target.table = new Rqt(1, 1, new ReceiveQueue[] {receiving});
        target.hash = new RssHash(RssHash.TOEPLITZ, new byte[RssHash.KEY_LENGTH], false, RxHashFields.LAYOUT.allocate()
            .set(RxHashFields.L4_PROT_TYPE, 1).set(RxHashFields.SELECTED_FIELDS, 0xf));
        final FlowTable table = new FlowTable(1, FlowConstants.TABLE_NIC_RX, 0, 0);
        final FlowGroup group = new FlowGroup(1, table, 0, 0, 0, new long[FlowKey.WORDS], new byte[0]);
        table.put(new FlowEntry(0, group, 0, FlowConstants.ACTION_FORWARD, new long[FlowKey.WORDS], new Tir[] {target}, new FlowTable[0],
            new FlowCounter[0], null));
        hca.steering.setRoot(table);
    }

    @Override
    public void close() {
        wire.close();
        hca.close();
        arena.close();
    }

    /// Memory whose DMA addresses are its addresses.
    private static final class OwnMemory implements GuestMemory {
        @Override
        public void enter() {
            // Nobody takes this memory away.
        }

        @Override
        public void exit() {
            // As above.
        }

        @Override
        public long find(final long iova, final long length, final int access) {
            return iova;
        }

        @Override
        public boolean read(final long iova, final MemorySegment to) {
            return false;
        }

        @Override
        public boolean write(final long iova, final MemorySegment from) {
            return false;
        }
    }
}
