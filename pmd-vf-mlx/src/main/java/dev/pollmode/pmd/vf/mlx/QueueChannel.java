package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciBar;
import dev.pollmode.eal.EalMemory;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.DeliveryStatus;
import dev.pollmode.mlx5.prm.InitSegment;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Commands by the command queue of the device itself: its memory, its doorbell, polled.
///
/// Ordinary commands use the first slot and wait for each other; commands about pages use the last one, so that pages can be given
/// while another command waits for them.
final class QueueChannel implements CommandChannel, AutoCloseable {
    private static final int INTERFACE_REVISION = 5;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long INIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int SPINS = 1000;

    private final PciBar bar;
    private final Presence presence;
    private final DmaMemory memory;
    private final CommandSlot ordinary;
    private final CommandSlot pages;
    private final int pageSlot;
    private final Object pageLock = new Object();

    /// Tells the device where its command queue is and waits until it is ready.
    QueueChannel(final PciBar bar, final Presence presence, final EalMemory eal, final String name) {
        this.bar = bar;
        this.presence = presence;
        requireAnswer(name);
        final int geometry = bar.read32Be(InitSegment.LOG_CMDQ_SIZE.offset());
        final int logSize = geometry >>> 4 & 0xf;
        final int logStride = geometry & 0xf;
        if (logSize < 1 || 1 << logSize > CommandEntry.MAX_ENTRIES || 1 << logStride < CommandEntry.SIZE
            || logSize + logStride > CommandEntry.MAX_LOG_QUEUE) {
            throw new EthDevException(Errno.EPROTO, name + ": EPROTO, the device tells of 2^" + logSize + " commands of 2^" + logStride + " bytes");
        }
        memory = new DmaMemory(eal, name + " commands", DmaMemory.PAGE + 2L * CommandSlot.MEMORY);
        final long queue = memory.allocate(DmaMemory.PAGE, DmaMemory.PAGE);
        pageSlot = (1 << logSize) - 1;
        ordinary = new CommandSlot(memory, queue);
        pages = new CommandSlot(memory, queue + ((long) pageSlot << logStride));
        try {
            attach(name, memory.iova(queue));
        } catch (final RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private void requireAnswer(final String name) {
        if (!presence.check(bar)) {
            throw new EthDevException(Errno.ENODEV, name + ": ENODEV, its registers read as all ones");
        }
        final int revision = bar.read32Be(InitSegment.CMD_INTERFACE_REV.offset()) >>> 16;
        if (revision != INTERFACE_REVISION) {
            throw new EthDevException(Errno.ENOTSUP, name + ": ENOTSUP, revision " + revision + " of its command interface, known is "
                + INTERFACE_REVISION);
        }
    }

    private void attach(final String name, final long queue) {
        bar.write32Be(InitSegment.CMDQ_PHY_ADDR_63_32.offset(), (int) (queue >>> 32));
        bar.write32Be(InitSegment.CMDQ_PHY_ADDR_31_12.offset(), (int) queue);
        final boolean ready = await(INIT_TIMEOUT_NS, () -> bar.read32Be(InitSegment.INITIALIZING.offset()) >= 0);
        if (!ready) {
            throw new EthDevException(Errno.ETIMEDOUT, name + ": ETIMEDOUT, the device does not end its initialisation");
        }
    }

    /// Waits, and looks from time to time whether the device is there at all.
    private boolean await(final long timeoutNs, final BooleanSupplier condition) {
        final long start = System.nanoTime();
        long nextCheck = CHECK_NS;
        for (int round = 0; !condition.getAsBoolean(); round++) {
            final long passed = System.nanoTime() - start;
            if (passed >= nextCheck) {
                nextCheck = passed + CHECK_NS;
                presence.check(bar);
            }
            if (presence.isGone() || passed > timeoutNs) {
                return false;
            }
            if (round < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        return true;
    }

    @Override
    public Struct execute(final Struct in, final int outLength) {
        if (in.get(CommandHeader.OPCODE) == ManagePages.OPCODE) {
            synchronized (pageLock) {
                return execute(pages, 1 << pageSlot, in, outLength);
            }
        }
        synchronized (ordinary) {
            return execute(ordinary, 1, in, outLength);
        }
    }

    private Struct execute(final CommandSlot slot, final int doorbell, final Struct in, final int outLength) {
        if (presence.isGone()) {
            throw CommandError.gone(in);
        }
        slot.write(in, outLength);
        bar.write32Be(InitSegment.COMMAND_DOORBELL_VECTOR.offset(), doorbell);
        if (!await(TIMEOUT_NS, slot::isDone)) {
            throw notAnswered(in);
        }
        if (slot.delivery() != DeliveryStatus.OK) {
            throw new EthDevException(Errno.EIO, CommandError.name(in) + ": EIO, not delivered: " + DeliveryStatus.text(slot.delivery()));
        }
        final Struct out = slot.read(outLength);
        if (out.get(CommandHeader.STATUS) != CommandStatus.OK) {
            throw CommandError.status(in, out);
        }
        return out;
    }

    private EthDevException notAnswered(final Struct in) {
        if (presence.isGone()) {
            return CommandError.gone(in);
        }
        // The entry belongs to the device for ever; no other command may follow.
        presence.giveUp();
        return new EthDevException(Errno.ETIMEDOUT, CommandError.name(in) + ": ETIMEDOUT, no answer within "
            + TimeUnit.NANOSECONDS.toSeconds(TIMEOUT_NS) + " s; the device is given up");
    }

    @Override
    public boolean isGone() {
        return presence.isGone();
    }

    /// Takes the memory back; the device was reset or disabled before.
    @Override
    public void close() {
        memory.close();
    }
}
