package dev.pollmode.eal;

import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.LinkEvent;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.LinkMonitor;
import dev.pollmode.sys.SysException;
import java.util.function.Consumer;

/// Watches one network interface and tells what happens to it, on the interrupt thread of an [Eal].
public final class LinkWatch implements AutoCloseable {
    private final System.Logger log;
    private final LinkMonitor monitor;
    private final int index;
    private final Consumer<LinkInfo> onChange;
    private final Runnable onDeleted;
    private final Interrupts.Registration registration;

    private LinkWatch(final Eal eal, final LinkMonitor monitor, final int index, final Consumer<LinkInfo> onChange,
            final Runnable onDeleted) {
        this.monitor = monitor;
        this.index = index;
        this.onChange = onChange;
        this.onDeleted = onDeleted;
        log = eal.logs().logger("lib.eal.link");
        registration = eal.interrupts().register(monitor.fd().number(), Epoll.EPOLLIN, this::poll);
    }

    /// Begins to watch an interface in the network namespace of the calling thread.
    ///
    /// @param eal       whose interrupt thread calls back
    /// @param index     the index of the interface
    /// @param onChange  called with the interface as it is now when something about it changed
    /// @param onDeleted called when it was deleted or moved to another namespace; most often once
    /// @return the watch, the caller's to close
    /// @throws SysException when the kernel refuses
    public static LinkWatch open(final Eal eal, final int index, final Consumer<LinkInfo> onChange, final Runnable onDeleted) {
        final LinkMonitor monitor = LinkMonitor.open();
        try {
            return new LinkWatch(eal, monitor, index, onChange, onDeleted);
        } catch (final RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    private void poll() {
        try {
            for (final LinkEvent event : monitor.poll()) {
                if (event.link() != null && event.link().index() == index) {
                    tell(event);
                }
            }
        } catch (final SysException e) {
            log.log(System.Logger.Level.WARNING, "interface " + index + ": " + e.getMessage());
        }
    }

    private void tell(final LinkEvent event) {
        if (event.kind() == LinkEvent.Kind.DELETED) {
            onDeleted.run();
        } else {
            onChange.accept(event.link());
        }
    }

    /// Stops watching; when it returns no callback runs, unless it is called by one. A second call does nothing.
    @Override
    public void close() {
        registration.close();
        monitor.close();
    }
}
