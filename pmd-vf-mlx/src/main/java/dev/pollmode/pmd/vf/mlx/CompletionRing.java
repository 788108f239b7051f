package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CqContext;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.CreateCq;
import dev.pollmode.mlx5.prm.DestroyCq;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.Mem;

/// A completion queue that is polled.
///
/// The control plane creates and destroys it; in between one thread polls.
final class CompletionRing {
    private static final byte NEVER_WRITTEN = (byte) Cqe.opOwn(Cqe.OPCODE_INVALID, Cqe.FORMAT_NONE, 1);

    private final Resources resources;
    private final DmaMemory memory;
    private final int logSize;
    private final int format;
    private final int mask;
    private final long ring;
    private final long record;
    private int number;
    private int consumer;

    /// @param memory with [#memory(int)] bytes left
    CompletionRing(final Resources resources, final DmaMemory memory, final int logSize) {
        this(resources, memory, logSize, CqeFormat.NONE);
    }

    /// @param memory with [#memory(int)] bytes left
    /// @param format of compressed completions, from [CqeFormat]
    CompletionRing(final Resources resources, final DmaMemory memory, final int logSize, final int format) {
        this.resources = resources;
        this.memory = memory;
        this.logSize = logSize;
        this.format = format;
        mask = (1 << logSize) - 1;
        ring = memory.allocate((long) Cqe.SIZE << logSize, DmaMemory.PAGE);
        record = memory.allocate(DoorbellRecord.SIZE, 64);
    }

    /// {@return how much memory it takes, in bytes}
    static long memory(final int logSize) {
        return ((long) Cqe.SIZE << logSize) + 2L * DmaMemory.PAGE;
    }

    /// Makes the device's side of it, empty.
    void create() {
        for (int i = 0; i <= mask; i++) {
            Mem.putByte(ring + (long) i * Cqe.SIZE + Cqe.OP_OWN, NEVER_WRITTEN);
        }
        consumer = 0;
        Mem.putLong(record, 0);
        final Struct in = PageList.append(CreateCq.In.LAYOUT, memory, ring, (long) Cqe.SIZE << logSize);
        CqeFormat.put(format, in.at(CreateCq.In.CQ_CONTEXT));
        in.at(CreateCq.In.CQ_CONTEXT).set(CqContext.LOG_CQ_SIZE, logSize).set(CqContext.UAR_PAGE, resources.uar())
            .set(CqContext.C_EQN, resources.events().number()).set(CqContext.DBR_ADDR, memory.iova(record));
        number = resources.hca().channel().execute(in, CreateCq.Out.LAYOUT).get(CreateCq.Out.CQN);
    }

    /// Takes the device's side away.
    void destroy() {
        resources.hca().channel().execute(DestroyCq.In.LAYOUT.allocate().set(DestroyCq.In.CQN, number), DestroyCq.Out.LAYOUT);
    }

    /// {@return its number}
    int number() {
        return number;
    }

    /// {@return the address of the next completion, or 0 when there is none}
    long peek() {
        final long at = ring + ((long) (consumer & mask) << Cqe.LOG_SIZE);
        // Acquire: the entry may be read once it is ours.
        final int opOwn = Mem.getByteAcquire(at + Cqe.OP_OWN) & 0xff;
        return (opOwn & 1) == (consumer >>> logSize & 1) && opOwn >>> 4 != Cqe.OPCODE_INVALID ? at : 0;
    }

    /// Goes on to the next completion.
    void advance() {
        consumer++;
    }

    /// {@return the format of compressed completions}
    int format() {
        return format;
    }

    /// {@return how many entries there are}
    int entries() {
        return mask + 1;
    }

    /// {@return the address of an entry}
    ///
    /// @param distance from the next completion
    long ahead(final int distance) {
        return ring + ((long) (consumer + distance & mask) << Cqe.LOG_SIZE);
    }

    /// Goes on past entries of which the device wrote only the first as a completion: the others must not look like one on a later lap.
    void skip(final int entries) {
        for (int i = 1; i < entries; i++) {
            Mem.putByte(ahead(i) + Cqe.OP_OWN, NEVER_WRITTEN);
        }
        consumer += entries;
    }

    /// Asks for an event at the next completion, or at once when there is one.
    ///
    /// @param sequence how many events of this queue were read
    void arm(final int sequence) {
        final int word = Uar.cqArm(sequence, consumer);
        // Release: the device may look at the record as soon as the doorbell rings.
        Mem.putIntRelease(record + DoorbellRecord.ARM, Integer.reverseBytes(word));
        resources.hca().bar().write64Be(Uar.offset(resources.uar()) + Uar.CQ_ARM, (long) word << 32 | number);
    }

    /// Lets the device use the entries again that were read.
    void release() {
        // Release: the entries were read before the device sees this.
        Mem.putIntRelease(record + DoorbellRecord.CONSUMER, Integer.reverseBytes(consumer & 0xffffff));
    }
}
