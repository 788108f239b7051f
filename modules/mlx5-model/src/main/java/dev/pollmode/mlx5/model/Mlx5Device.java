package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.HealthSyndrome;
import dev.pollmode.mlx5.prm.NicInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// A ConnectX virtual function: registers on one side, a wire on the other, and the driver's memory and interrupts in between.
///
/// How the driver comes to the registers (in this process, over a socket) is no concern of the device. It works in a thread of its own, which alone
/// touches its state, the driver's memory and the wire:
///
/// ```
///   registers --> posted writes -+                      +-> completions, events --> interrupts
///                                +-> device's thread ---+
///   the driver's memory ---------+                      +-> wire
/// ```
///
/// Registers may be used from any thread. Writes are taken in the order in which they come, none is lost; a read waits for them, as on a bus.
public final class Mlx5Device implements AutoCloseable {
    /// Length of BAR0.
    public static final long BAR0_LENGTH = 1L << 20 + Capabilities.LOG_BAR_MIB;

    private static final System.Logger LOG = System.getLogger(Mlx5Device.class.getName());
    private static final int ALL_ONES = -1;
    private static final int QUEUE_HIGH = 0x10;
    private static final int QUEUE_LOW = 0x14;

    private final Hca hca;
    private final Registers registers;
    private final PostedWrites posted = new PostedWrites();
    private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final Faults faults = new Faults();
    private final CommandQueue commands;
    private final Doorbells doorbells;
    private final Datapath datapath;
    private final Wire wire;
    private final Thread thread;
    private volatile boolean gone;
    private volatile boolean byHand;
    private volatile RuntimeException failure;
    private volatile boolean closing;

    /// Creates a device and starts its thread.
    ///
    /// @param config what kind of function
    /// @param memory the driver's
    /// @param interrupts where interrupts go
    /// @param wire of the port; closed with the device
    public Mlx5Device(final ModelConfig config, final DeviceMemory memory, final InterruptSink interrupts, final Wire wire) {
        this(config, memory, interrupts, wire, System::nanoTime);
    }

    Mlx5Device(final ModelConfig config, final DeviceMemory memory, final InterruptSink interrupts, final Wire wire, final LongSupplier nanoTime) {
        this.wire = wire;
        hca = new Hca(config, memory, vector -> raise(interrupts, vector), nanoTime);
        registers = new Registers(hca.health, hca::ticks);
        final CommandTable table = new CommandTable(hca::phase, hca.pages);
        CommandSet.addTo(table, hca);
        commands = new CommandQueue(hca, registers, table, faults);
        doorbells = new Doorbells(hca);
        datapath = new Datapath(hca, wire);
        thread = Thread.ofPlatform().name("mlx5-model").daemon().start(this::run);
    }

    private void raise(final InterruptSink interrupts, final int vector) {
        if (!gone) {
            interrupts.raise(vector);
        }
    }

    /// Reads registers.
    ///
    /// @param offset in BAR0
    /// @param length 1 to 8 bytes; they may not cross a multiple of 8
    /// @return the bytes as a big-endian number
    public long readBar0(final long offset, final int length) {
        checkAccess(offset, length);
        if (!gone) {
            awaitPosted();
        }
        long value = 0;
        for (long at = offset; at < offset + length; at++) {
            final int word = readWord(at & ~3L);
            value = value << 8 | word >>> 8 * (3 - (at & 3)) & 0xff;
        }
        return value;
    }

    private int readWord(final long offset) {
        if (gone) {
            return ALL_ONES;
        }
        return Registers.isInitSegment(offset) ? registers.read((int) offset) : 0;
    }

    /// Writes registers.
    ///
    /// @param offset in BAR0
    /// @param length 4 or 8 bytes; others are ignored, as registers take whole words only
    /// @param value the bytes as a big-endian number
    public void writeBar0(final long offset, final int length, final long value) {
        checkAccess(offset, length);
        if (gone || (offset & 3) != 0 || length != Integer.BYTES && length != Long.BYTES) {
            return;
        }
        if (length == Long.BYTES) {
            writeWord(offset, (int) (value >>> 32));
            writeWord(offset + 4, (int) value);
        } else {
            writeWord(offset, (int) value);
        }
    }

    private void writeWord(final long offset, final int word) {
        if (offset == QUEUE_HIGH) {
            registers.writeQueueHigh(word);
        } else if (offset == QUEUE_LOW) {
            setNicInterface(registers.writeQueueLow(word));
        } else if (offset == Registers.COMMAND_DOORBELL || !Registers.isInitSegment(offset)) {
            posted.put(offset, word);
            LockSupport.unpark(thread);
        }
    }

    private void setNicInterface(final int state) {
        if (state == NicInterface.DISABLED) {
            registers.setNicInterface(state);
            call(hca::disable);
        } else if (state == NicInterface.SOFTWARE_RESET) {
            // Drivers wait for the function to come out of a reset as disabled, and enable it with the next address.
            recover();
        } else {
            registers.setNicInterface(state);
        }
    }

    private static void checkAccess(final long offset, final int length) {
        if (offset < 0 || length < 1 || length > Long.BYTES || offset > BAR0_LENGTH - length || (offset & 7) + length > Long.BYTES) {
            throw new IllegalArgumentException("no access of " + length + " bytes at 0x" + Long.toHexString(offset) + " of BAR0");
        }
    }

    /// Resets the function, as FLR does: everything the driver made is gone when this returns.
    public void reset() {
        call(this::resetState);
        registers.reset();
        gone = false;
    }

    private void resetState() {
        while (!posted.isEmpty()) {
            posted.remove();
        }
        commands.reset();
        doorbells.reset();
        datapath.reset();
        hca.reset();
        failure = null;
    }

    /// {@return the mistake that stopped the model, or null}
    RuntimeException failure() {
        return failure;
    }

    /// Pulls the device: from now on reads give ones, writes are lost, and nothing of the driver's memory is touched. Ends with [#reset()].
    public void remove() {
        gone = true;
        call(this::resetState);
    }

    /// Puts the device into a state from which only a reset or [#recover()] helps.
    ///
    /// @param syndrome see [HealthSyndrome]
    public void failHealth(final int syndrome) {
        if (syndrome <= HealthSyndrome.HEALTHY || syndrome > 0xff) {
            throw new IllegalArgumentException("no syndrome: " + syndrome);
        }
        call(() -> hca.health.fail(syndrome));
    }

    /// Does what the owner of the physical function does about [#failHealth]: it restarts the firmware. The function is well again and comes
    /// back disabled, with nothing left of what its driver had made; the driver enables it anew.
    public void recover() {
        call(() -> {
            resetState();
            registers.setNicInterface(NicInterface.DISABLED);
        });
    }

    /// Plugs the cable in or out.
    public void setLink(final boolean up) {
        call(() -> datapath.setLink(up));
    }

    /// Lets the device run short of pages: it asks for more by an event, and commands that make something wait until they were given.
    ///
    /// @param pages how many
    public void starve(final int pages) {
        if (pages < 1) {
            throw new IllegalArgumentException("a shortage of " + pages + " pages");
        }
        call(() -> hca.pages.starve(pages));
    }

    /// Asks the driver to take pages back.
    ///
    /// @param pages how many
    public void returnPages(final int pages) {
        call(() -> hca.events.pagesWanted(-pages));
    }

    /// Leaves the data path to somebody else: from now on the device only executes commands. It sends, receives and tells nothing, and asks for
    /// no pages.
    public void playByHand() {
        call(() -> byHand = true);
    }

    /// {@return the device's side of the send queues there are, by number, for who plays it}
    List<PlayedSendQueue> sendQueues(final long doorbells) {
        final List<PlayedSendQueue> queues = new ArrayList<>();
        call(() -> hca.sendQueues.all().forEach(queue -> queues.add(PlayedSendQueue.of(hca, queue, doorbells))));
        return List.copyOf(queues);
    }

    /// {@return who drives the function, as it said; empty as long as nobody did}
    public String driverVersion() {
        return hca.driverVersion;
    }

    /// {@return misbehaviour on demand}
    public Faults faults() {
        return faults;
    }

    /// Runs something between two pieces of the device's work and waits for it.
    ///
    /// @param task runs in the device's thread, and may not take memory away from the device
    private void call(final Runnable task) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        request(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (final RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    private void request(final Runnable task) {
        synchronized (requests) {
            if (closing) {
                throw new IllegalStateException("the device is closed");
            }
            requests.add(task);
        }
        LockSupport.unpark(thread);
    }

    private void awaitPosted() {
        if (!posted.isEmpty()) {
            call(() -> { });
        }
    }

    private void run() {
        int idle = 0;
        while (!closing) {
            idle = step() > 0 ? 0 : idle + 1;
            Idle.pause(idle);
        }
        step();
    }

    private int runRequests() {
        int done = 0;
        for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
            takePosted();
            request.run();
            done++;
        }
        return done;
    }

    private int step() {
        hca.dma.memory().enter();
        try {
            final int done = runRequests();
            return gone || failure != null ? done : done + takePosted() + commands.poll() + (byHand ? 0 : datapath.poll());
        } catch (final RuntimeException e) {
            // A mistake of the model. Like firmware that hits an assertion, it stops and says so; a reset brings it back.
            LOG.log(System.Logger.Level.ERROR, "the model failed and waits for a reset", e);
            failure = e;
            hca.health.fail(HealthSyndrome.FIRMWARE_ERROR);
            return 0;
        } finally {
            hca.dma.memory().exit();
        }
    }

    private int takePosted() {
        int done = 0;
        while (!posted.isEmpty() && !gone) {
            try {
                write(posted.offset(), posted.word());
            } finally {
                posted.remove();
            }
            done++;
        }
        return done;
    }

    private void write(final long offset, final int word) {
        if (offset == Registers.COMMAND_DOORBELL) {
            commands.ring(word);
        } else {
            doorbells.write(offset, word);
        }
    }

    /// Ends the device and closes its wire. Idempotent.
    @Override
    public void close() {
        synchronized (requests) {
            if (closing) {
                return;
            }
            gone = true;
            closing = true;
        }
        posted.close();
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        wire.close();
        hca.close();
    }
}
