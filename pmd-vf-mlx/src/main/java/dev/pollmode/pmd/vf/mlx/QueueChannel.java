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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Commands by the command queue of the device itself: its memory and its doorbell.
///
/// Ordinary commands use the first slot and wait for each other; commands about pages use the last one, so that pages can be given
/// while another command waits for them. Before there is an event queue commands are polled; with one an event tells that a command is done, and
/// who waits for an ordinary command reads events meanwhile.
final class QueueChannel implements CommandChannel, AutoCloseable {
    private static final int INTERFACE_REVISION = 5;
    private static final long INIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    /// How long an event is waited for before the entry is looked at; the thread that waits may be the one that would be told.
    private static final long EVENT_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SPINS = 1000;

    private final String name;
    private final PciBar bar;
    private final Presence presence;
    private final Duration timeout;
    private final DmaMemory memory;
    private final CommandSlot ordinary;
    private final CommandSlot pages;
    private final int pageSlot;
    private final Object pageLock = new Object();
    private volatile Runnable events;

    /// Tells the device where its command queue is and waits until it is ready.
    ///
    /// @param name of the device, for messages
    /// @param timeout for each command
    QueueChannel(final PciBar bar, final Presence presence, final EalMemory eal, final String name, final Duration timeout) {
        this.name = name;
        this.bar = bar;
        this.presence = presence;
        this.timeout = timeout;
        requireAnswer();
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
            attach(memory.iova(queue));
        } catch (final RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private void requireAnswer() {
        if (!presence.check(bar)) {
            throw new EthDevException(Errno.ENODEV, name + ": ENODEV, its registers read as all ones");
        }
        final int revision = bar.read32Be(InitSegment.CMD_INTERFACE_REV.offset()) >>> 16;
        if (revision != INTERFACE_REVISION) {
            throw new EthDevException(Errno.ENOTSUP, name + ": ENOTSUP, revision " + revision + " of its command interface, known is "
                + INTERFACE_REVISION);
        }
    }

    private void attach(final long queue) {
        bar.write32Be(InitSegment.CMDQ_PHY_ADDR_63_32.offset(), (int) (queue >>> 32));
        bar.write32Be(InitSegment.CMDQ_PHY_ADDR_31_12.offset(), (int) queue);
        final boolean ready = await(INIT_TIMEOUT_NS, () -> bar.read32Be(InitSegment.INITIALIZING.offset()) >= 0, null);
        if (!ready) {
            throw new EthDevException(Errno.ETIMEDOUT, name + ": ETIMEDOUT, the device does not end its initialisation");
        }
    }

    /// Waits, and looks from time to time whether the device is there at all.
    private boolean await(final long timeoutNs, final BooleanSupplier condition, final Runnable meanwhile) {
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
            if (meanwhile != null) {
                meanwhile.run();
            }
            if (events != null) {
                LockSupport.parkNanos(this, EVENT_PAUSE_NS);
            } else if (round < SPINS) {
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
                return execute(pages, 1 << pageSlot, in, outLength, null);
            }
        }
        synchronized (ordinary) {
            return execute(ordinary, 1, in, outLength, this::readEvents);
        }
    }

    private void readEvents() {
        final Runnable reader = events;
        if (reader != null) {
            reader.run();
        }
    }

    /// Says who reads events from now on, or with null that nobody does.
    void events(final Runnable reader) {
        events = reader;
    }

    /// Events tell that commands are done.
    ///
    /// @param slots a bit for each
    void completed(final int slots) {
        if ((slots & 1) != 0) {
            ordinary.wake();
        }
        if ((slots >>> pageSlot & 1) != 0) {
            pages.wake();
        }
    }

    private Struct execute(final CommandSlot slot, final int doorbell, final Struct in, final int outLength, final Runnable meanwhile) {
        if (presence.isGone()) {
            throw CommandError.gone(name, in);
        }
        slot.write(in, outLength);
        bar.write32Be(InitSegment.COMMAND_DOORBELL_VECTOR.offset(), doorbell);
        if (!await(timeout.toNanos(), slot::isDone, meanwhile)) {
            throw notAnswered(in);
        }
        if (slot.delivery() != DeliveryStatus.OK) {
            throw CommandError.notDelivered(name, in, slot.delivery());
        }
        if (meanwhile != null) {
            // Also when nobody had to wait: the events of commands may not fill the queue.
            meanwhile.run();
        }
        final Struct out = slot.read(outLength);
        if (out.get(CommandHeader.STATUS) != CommandStatus.OK) {
            throw CommandError.status(name, in, out);
        }
        return out;
    }

    private EthDevException notAnswered(final Struct in) {
        if (presence.isGone()) {
            return CommandError.gone(name, in);
        }
        // The entry belongs to the device for ever; no other command may follow.
        presence.giveUp();
        return CommandError.timeout(name, in, timeout);
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
