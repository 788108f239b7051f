package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.sys.LinkEvent;
import dev.pollmode.sys.LinkMonitor;
import dev.pollmode.sys.Poll;
import dev.pollmode.test.support.TestNet;
import java.time.Instant;

/// Notes when the kernel tells that an interface is gone, as anybody who listens gets to know it.
final class LinkDates implements AutoCloseable {
    private static final int LOOK_MS = 100;

    private final LinkMonitor monitor;
    private final String name;
    private final Thread thread;
    private volatile boolean ended;
    private volatile long goneNs;

    LinkDates(final TestNet net, final String name) {
        this.name = name;
        monitor = LinkMonitor.openIn(net.namespace);
        thread = Thread.ofPlatform().name("link-dates").start(this::listen);
    }

    private void listen() {
        while (!ended) {
            if (Poll.readable(monitor.fd().number(), LOOK_MS)) {
                final Instant now = Instant.now();
                if (monitor.poll().stream().anyMatch(event -> event.kind() == LinkEvent.Kind.DELETED && event.link().name().equals(name))) {
                    goneNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
                }
            }
        }
    }

    /// {@return when it was told, in nanoseconds since 1970}
    ///
    /// @param fromNs earlier ones don't count
    long awaitGone(final long fromNs) {
        if (!TestNet.eventually(() -> goneNs >= fromNs)) {
            throw new AssertionError("nobody told that " + name + " is gone");
        }
        return goneNs;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
        monitor.close();
    }
}
