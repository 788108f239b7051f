package dev.pollmode.pmd.tap;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.LinkEvent;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.LinkMonitor;
import dev.pollmode.sys.NetNs;
import java.util.function.Predicate;

/// Tells that something about the interfaces of a port has changed, in one network namespace at a time.
///
/// The callback runs on the interrupt thread of the Eal, also while another thread holds the lock of the port: it must not
/// ask for that.
final class TapWatch implements AutoCloseable {
    private final Eal eal;
    private final Predicate<LinkInfo> concerns;
    private final Runnable onChange;
    private LinkMonitor monitor;
    private Interrupts.Registration registration;
    private boolean closed;

    /// @param concerns whether an interface is one that is watched
    /// @param onChange called when one of these came, changed or went
    TapWatch(final Eal eal, final Predicate<LinkInfo> concerns, final Runnable onChange) {
        this.eal = eal;
        this.concerns = concerns;
        this.onChange = onChange;
        watch(null);
    }

    /// Watches a namespace instead of the one before. Called on the interrupt thread, but for the first time.
    ///
    /// @param namespace which; null for that of the calling thread
    synchronized void watch(final NetNs namespace) {
        if (closed) {
            return;
        }
        final LinkMonitor opened = namespace == null ? LinkMonitor.open() : LinkMonitor.openIn(namespace);
        try {
            final Interrupts.Registration added =
                eal.interrupts().register(opened.fd().number(), Epoll.EPOLLIN, () -> onReadable(opened));
            end();
            monitor = opened;
            registration = added;
        } catch (final RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void onReadable(final LinkMonitor readable) {
        boolean changed = false;
        for (final LinkEvent event : readable.poll()) {
            changed |= event.kind() == LinkEvent.Kind.RESYNC || concerns.test(event.link());
        }
        if (changed) {
            onChange.run();
        }
    }

    private void end() {
        if (registration != null) {
            registration.close();
            monitor.close();
        }
    }

    /// Ends the watch. When it returns, the callback does not run, unless it is the callback that calls.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // Without the lock: a running callback may want it.
        end();
    }
}
