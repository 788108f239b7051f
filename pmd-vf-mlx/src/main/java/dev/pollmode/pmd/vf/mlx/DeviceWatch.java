package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.bus.pci.PciDevice;
import dev.pollmode.eal.Alarm;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Interrupts;
import dev.pollmode.mlx5.prm.HealthBuffer;
import dev.pollmode.mlx5.prm.HealthSyndrome;
import dev.pollmode.mlx5.prm.InitSegment;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.EventFd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Watches a device: has its events read, by interrupt and now and then, and looks at its health twice a second.
///
/// Runs on the interrupt thread of the Eal. Nobody touches the device any more from here once it is gone.
final class DeviceWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration AT_ONCE = Duration.ofNanos(1_000);
    /// How long the counter of a living firmware may stand still.
    private static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(3);
    private static final int COUNTER_MASK = 0xffffff;

    private final Eal eal;
    private final Hca hca;
    private final EventReader events;
    private final Consumer<String> onGone;
    private final Logger log;
    private final Undo undo;
    // Guarded by this.
    private boolean closed;
    private Alarm alarm;
    private int counter = -1;
    private long movedAt = System.nanoTime();

    /// @param onLinkChange called when the link may have changed
    /// @param onGone called once with what was seen
    DeviceWatch(final PciDevice device, final Resources resources, final Runnable onLinkChange, final Consumer<String> onGone, final Logger log) {
        eal = device.eal();
        hca = resources.hca();
        events = resources.reader();
        this.onGone = onGone;
        this.log = log;
        undo = new Undo(log);
        try {
            listen(device);
            events.watchLink(() -> soon(onLinkChange));
            hca.presence().witness(() -> soon(this::look));
            events.read();
            schedule();
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
    }

    private void listen(final PciDevice device) {
        final OptionalInt index = device.interruptIndex();
        if (index.isEmpty()) {
            return;
        }
        final EventFd interrupt = EventFd.create();
        undo.add(interrupt::close);
        undo.add(() -> {
            if (!hca.presence().isGone()) {
                device.access().disableIrqs(index.getAsInt());
            }
        });
        device.access().setIrqs(index.getAsInt(), interrupt.fd().number());
        final Interrupts.Registration registration = eal.interrupts().register(interrupt.fd().number(), Epoll.EPOLLIN, () -> {
            interrupt.drain();
            events.read();
        });
        undo.add(registration::close);
    }

    private synchronized void schedule() {
        if (!closed && !hca.presence().isGone()) {
            alarm = eal.alarms().set(PERIOD, this::look);
        }
    }

    /// Whoever noticed something may hold locks, so it is looked at by the thread of the alarms.
    private void soon(final Runnable action) {
        try {
            eal.alarms().set(AT_ONCE, action);
        } catch (final IllegalStateException e) {
            log.log(Level.DEBUG, () -> "nobody is told any more, the Eal is closed: " + e.getMessage());
        }
    }

    private void look() {
        final String trouble = trouble();
        if (trouble != null) {
            onGone.accept(trouble);
            return;
        }
        events.read();
        schedule();
    }

    private synchronized String trouble() {
        if (closed) {
            return null;
        }
        if (!hca.presence().check(hca.bar())) {
            return "its registers read as all ones";
        }
        final int state = hca.bar().read32Be(InitSegment.HEALTH_COUNTER.offset()) & COUNTER_MASK;
        final long now = System.nanoTime();
        if (state != counter) {
            counter = state;
            movedAt = now;
            return null;
        }
        if (now - movedAt < STANDSTILL_NS) {
            return null;
        }
        hca.presence().giveUp();
        final int syndrome = hca.bar().read32Be(InitSegment.HEALTH_BUFFER.offset() + HealthBuffer.SYND.offset()) >>> 16 & 0xff;
        return "its firmware stands still, syndrome 0x" + Integer.toHexString(syndrome) + " (" + HealthSyndrome.text(syndrome)
            + "); closing the port resets the device, then it can be plugged again";
    }

    @Override
    public void close() {
        final Alarm last;
        synchronized (this) {
            closed = true;
            last = alarm;
        }
        if (last != null) {
            eal.alarms().cancel(last);
        }
        undo.close();
    }
}
