package dev.pollmode.eal;

import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.LinkEvent;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.LinkMonitor;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.SysException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Watches network interfaces, in one network namespace at a time, and tells what happens to them on the interrupt thread of an [Eal].
///
/// The callback also runs while another thread holds the lock of a port: it must not ask for that. It may call [#moveTo(NetNs)].
public final class LinkWatch implements AutoCloseable {
    private final Eal eal;
    private final System.Logger log;
    private final Predicate<LinkInfo> concerns;
    private final Consumer<List<LinkEvent>> onEvents;
    private LinkMonitor monitor;
    private Interrupts.Registration registration;
    private boolean closed;

    private LinkWatch(final Eal eal, final Predicate<LinkInfo> concerns, final Consumer<List<LinkEvent>> onEvents) {
        this.eal = eal;
        this.concerns = concerns;
        this.onEvents = onEvents;
        log = eal.logs().logger("lib.eal.link");
    }

    /// Begins to watch interfaces in the network namespace of the calling thread.
    ///
    /// @param eal      whose interrupt thread calls back
    /// @param concerns whether an interface is one that is watched
    /// @param onEvents called with what happened since the last call, oldest first, never with nothing. An event of kind
    ///                 [LinkEvent.Kind#RESYNC] says that some were lost; those that follow lead from what was told to what is
    /// @return the watch, the caller's to close
    /// @throws SysException when the kernel refuses
    public static LinkWatch open(final Eal eal, final Predicate<LinkInfo> concerns, final Consumer<List<LinkEvent>> onEvents) {
        final LinkWatch watch = new LinkWatch(eal, concerns, onEvents);
        watch.moveTo(null);
        return watch;
    }

    /// Watches a namespace instead of the one before. Called by the callback, or before there is one.
    ///
    /// @param namespace which; null for that of the calling thread. It may be closed at once
    /// @throws SysException when the kernel refuses; the watch is as before then
    public synchronized void moveTo(final NetNs namespace) {
        if (closed) {
            return;
        }
        final LinkMonitor opened = namespace == null ? LinkMonitor.open() : LinkMonitor.openIn(namespace);
        try {
            final Interrupts.Registration added = eal.interrupts().register(opened.fd().number(), Epoll.EPOLLIN, () -> poll(opened));
            end();
            monitor = opened;
            registration = added;
        } catch (final RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void poll(final LinkMonitor readable) {
        try {
            final List<LinkEvent> events = readable.poll().stream()
                .filter(event -> event.kind() == LinkEvent.Kind.RESYNC || concerns.test(event.link())).toList();
            if (!events.isEmpty()) {
                onEvents.accept(events);
            }
        } catch (final SysException e) {
            log.log(System.Logger.Level.WARNING, "watching interfaces: " + e.getMessage());
        }
    }

    private void end() {
        if (registration != null) {
            registration.close();
            monitor.close();
        }
    }

    /// Stops watching; when it returns no callback runs, unless it is called by one. A second call does nothing.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // Without the lock: a running callback may want it.
        end();
    }
}
