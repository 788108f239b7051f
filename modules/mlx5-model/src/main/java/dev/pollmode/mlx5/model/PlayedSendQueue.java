package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DoorbellRecord;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.Mem;

/// The device's side of a send queue, played by hand in the driver's memory: for benchmarks without a device that works, and for devices that talk
/// nonsense. See [Mlx5Device#playByHand()].
///
/// Used by one thread, as long as the driver keeps the queue.
public final class PlayedSendQueue {
    private final int number;
    private final long record;
    private final long completions;
    private final int logSize;
    private final long doorbell;
    private int producer;

    private PlayedSendQueue(final int number, final long record, final long completions, final int logSize, final long doorbell) {
        this.number = number;
        this.record = record;
        this.completions = completions;
        this.logSize = logSize;
        this.doorbell = doorbell;
    }

    /// Finds the memory of a queue. Device thread only.
    ///
    /// @param doorbells address of the pages of doorbells, from the beginning of BAR0 on, or 0
    static PlayedSendQueue of(final Hca hca, final SendQueue queue, final long doorbells) {
        final CompletionQueue completions = queue.completions;
        final DeviceMemory memory = hca.dma.memory();
        final long length = (long) Cqe.SIZE << completions.logSize;
        final long ring = memory.find(completions.ring.iova(0), length, DeviceMemory.READ | DeviceMemory.WRITE);
        final long record = memory.find(queue.work.record(), DoorbellRecord.SIZE, DeviceMemory.READ);
        if (ring == 0 || record == 0 || completions.ring.iova(length - 1) != completions.ring.iova(0) + length - 1) {
            throw new IllegalStateException("the rings of send queue " + queue.number() + " do not lie in one piece of shared memory");
        }
        return new PlayedSendQueue(queue.number(), record, ring, completions.logSize,
            doorbells == 0 ? 0 : doorbells + Uar.offset(queue.uar) + Uar.BLUEFLAME);
    }

    /// {@return the number of the queue}
    public int number() {
        return number;
    }

    /// {@return how many blocks the driver has written, 16 bits}
    public int written() {
        // Acquire: the work requests may be read after this.
        return Integer.reverseBytes(Mem.getIntAcquire(record + DoorbellRecord.SEND)) & 0xffff;
    }

    /// {@return the index of the work request that the doorbell named last, 16 bits; only where doorbells are mapped}
    public int named() {
        return (int) (Mem.getLongBe(doorbell) >>> 40) & 0xffff;
    }

    /// Completes all work up to a work request.
    ///
    /// @param counter its index
    public void complete(final int counter) {
        tell(Cqe.OPCODE_REQUESTER, number, counter);
    }

    /// Writes a completion, whatever it says.
    ///
    /// @param opcode such as [Cqe#OPCODE_REQUESTER]
    /// @param queue the queue that it names
    /// @param counter the work request that it names
    public void tell(final int opcode, final int queue, final int counter) {
        final long at = completions + ((long) (producer & (1 << logSize) - 1) << Cqe.LOG_SIZE);
        Mem.putIntBe(at + Cqe.FLOW_TAG, queue);
        Mem.putShortBe(at + Cqe.WQE_COUNTER, (short) counter);
        // Release: the driver may read the entry as soon as it owns it.
        Mem.putByteRelease(at + Cqe.OP_OWN, (byte) Cqe.opOwn(opcode, Cqe.FORMAT_NONE, producer >>> logSize & 1));
        producer++;
    }
}
