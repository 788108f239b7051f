package dev.pollmode.pmd.tap;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.LinkWatch;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/// The link of a port: up while its interface, and its remote if it has one, are up and running. Follows the interface to other
/// network namespaces, and tells what changes.
///
/// | seen                                    | told                                          |
/// |-----------------------------------------|-----------------------------------------------|
/// | a flag or the MTU changed               | the link, if that is another state            |
/// | the interface left the namespace        | nothing yet: it is looked for and watched there, and gets its rules again |
/// | the interface was deleted               | link down, removal                            |
/// | the remote came or went                 | it is taken over or let go; the link          |
final class TapLink implements AutoCloseable {
    private static final int SPEED_MBPS = 10_000;
    private static final int TRIES = 5;
    private static final Duration AT_ONCE = Duration.ofNanos(1_000);

    private final PortContext context;
    private final TapFiles files;
    private final Netdev netdev;
    private final TapRemote remote;
    private final TapFlows flows;
    private final TapFrames frames;
    private final Logger log;
    private final LinkWatch watch;
    private volatile boolean closed;
    private volatile boolean gone;
    // What was seen last, by whoever asked or by the interrupt thread: only what differs from that is told.
    private boolean wasUp;

    /// @param remote null without
    /// @param flows null without
    TapLink(final PortContext context, final TapFiles files, final Netdev netdev, final TapRemote remote, final TapFlows flows,
            final TapFrames frames, final Logger log) {
        this.context = context;
        this.files = files;
        this.netdev = netdev;
        this.remote = remote;
        this.flows = flows;
        this.frames = frames;
        this.log = log;
        wasUp = isUp();
        watch = LinkWatch.open(context.eal(), this::concerns, events -> onChange());
    }

    private boolean concerns(final LinkInfo link) {
        return link.index() == netdev.index() || remote != null && remote.concerns(link);
    }

    /// {@return the state of the link}
    synchronized Link now() {
        wasUp = isUp();
        return Link.up(SPEED_MBPS).withUp(wasUp);
    }

    private boolean isUp() {
        return !gone && netdev.isRunning() && (remote == null || remote.isRunning());
    }

    // ---- on the interrupt thread ----

    private void onChange() {
        if (gone || closed) {
            return;
        }
        try {
            final Optional<LinkInfo> now = netdev.find();
            if (now.isEmpty()) {
                follow();
            } else if (remote != null) {
                refreshRemote();
            }
            now.map(LinkInfo::mtu).ifPresent(frames::mtu);
            report();
        } catch (final EalException | SysException e) {
            log.log(closed ? Level.DEBUG : Level.WARNING, context.name() + ": interface " + netdev.name() + ": " + e.getMessage());
        }
    }

    private void refreshRemote() {
        final Optional<TapPlace> at = files.locate();
        if (at.isPresent()) {
            try (TapPlace place = at.get()) {
                remote.refresh(place.namespace());
            }
        }
    }

    /// Looks for the interface that has left the namespace. It may move on meanwhile.
    private void follow() {
        for (int i = 0; i < TRIES; i++) {
            final Optional<TapPlace> at = files.locate();
            if (at.isEmpty()) {
                onDeleted();
                return;
            }
            try (TapPlace place = at.get()) {
                if (arrived(place)) {
                    return;
                }
            }
        }
        onDeleted();
    }

    private boolean arrived(final TapPlace place) {
        // Watched before it is looked at: what changes meanwhile is seen.
        watch.moveTo(place.namespace());
        if (!netdev.follow(place.namespace(), place.name())) {
            return false;
        }
        log.log(Level.INFO, context.name() + ": interface moved to another namespace, where its name is " + place.name());
        if (flows != null) {
            flows.moved();
        }
        if (remote != null) {
            remote.moved(place.namespace());
        }
        return true;
    }

    private void onDeleted() {
        gone = true;
        log.log(Level.ERROR, context.name() + ": interface " + netdev.name() + " was deleted");
    }

    /// Tells what is new, later and outside of the watch: listeners may close the port, which waits for the watch.
    private void report() {
        if (hasChanged()) {
            later(() -> context.linkChanged(now()));
        }
        if (gone) {
            final String reason = "interface " + netdev.name() + " was deleted";
            later(() -> context.removed(reason));
        }
    }

    private synchronized boolean hasChanged() {
        final boolean before = wasUp;
        wasUp = isUp();
        return wasUp != before;
    }

    private void later(final Runnable event) {
        context.eal().alarms().set(AT_ONCE, () -> {
            if (!closed) {
                event.run();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
    }
}
