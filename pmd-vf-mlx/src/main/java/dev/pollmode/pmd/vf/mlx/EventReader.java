package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.sys.Mem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/// Reads the events of a device for all who wait for one: pages are given here, commands are told that they are done, and who watches the link
/// is told to look.
///
/// Any thread may call, also one that waits for a command: so a command that needs pages gets them even while the interrupt thread is busy.
/// Whoever comes second leaves it to the first.
final class EventReader {
    private static final int NUMBER = 0xffffff;

    private final Hca hca;
    private final EventQueue events;
    private final Logger log;
    private final ReentrantLock reading = new ReentrantLock();
    // Guarded by reading.
    private boolean closed;
    private volatile Runnable linkWatcher = () -> { };
    private volatile IntConsumer completionWatcher = number -> { };

    EventReader(final Hca hca, final EventQueue events, final Logger log) {
        this.hca = hca;
        this.events = events;
        this.log = log;
        hca.onCloseAlways(this::close);
        hca.channel().events(this::read);
    }

    /// Says who is told that the link may have changed: by the thread that reads, which may hold locks, so that one must not wait.
    void watchLink(final Runnable watcher) {
        linkWatcher = watcher;
    }

    /// Says who is told that a completion queue which was armed has a completion; likewise.
    ///
    /// @param watcher gets the number of the queue
    void watchCompletions(final IntConsumer watcher) {
        completionWatcher = watcher;
    }

    /// Reads what is there, unless another thread does.
    void read() {
        if (!reading.isHeldByCurrentThread() && reading.tryLock()) {
            try {
                if (!closed) {
                    events.drain(this::onEvent);
                }
            } finally {
                reading.unlock();
            }
        }
    }

    private void onEvent(final long at) {
        final int type = Mem.getByte(at + Eqe.TYPE) & 0xff;
        try {
            switch (type) {
                case EventType.COMPLETION -> completionWatcher.accept(Mem.getIntBe(at + Eqe.COMPLETION_CQN) & NUMBER);
                case EventType.COMMAND -> hca.channel().completed(Mem.getIntBe(at + Eqe.DATA));
                case EventType.PAGE_REQUEST -> hca.pages().serveRequest(Mem.getIntBe(at + Eqe.DATA + Integer.BYTES));
                case EventType.PORT_CHANGE -> linkWatcher.run();
                default -> log.log(Level.WARNING, hca.name() + ": event of type 0x" + Integer.toHexString(type));
            }
        } catch (final RuntimeException e) {
            log.log(Level.ERROR, hca.name() + ": event of type 0x" + Integer.toHexString(type) + ": " + e.getMessage());
        }
    }

    /// Ends it, before the event queue is destroyed: nobody reads any more, and commands are polled.
    private void close() {
        hca.channel().events(null);
        reading.lock();
        try {
            closed = true;
        } finally {
            reading.unlock();
        }
    }
}
