package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.sys.Errno;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The wakers of a port: made when somebody asks for the descriptor of a queue, found by the number of the queue's completions when an event is read.
///
/// The control plane calls, one thread at a time; only [#onEvent(int)] is called by others.
final class RxWakers {
    private final String name;
    private final Map<Integer, RxWaker> byQueue = new TreeMap<>();
    private final Map<Integer, RxWaker> byNumber = new ConcurrentHashMap<>();
    private boolean started;

    /// @param name of the port, for messages
    RxWakers(final String name) {
        this.name = name;
    }

    /// {@return the waker of a queue}
    RxWaker of(final int index, final RxRing ring) {
        return byQueue.computeIfAbsent(index, absent -> new RxWaker(ring));
    }

    /// Arms the interrupt of a queue, or lets it go.
    void arm(final int index, final RxRing ring, final boolean on) {
        if (!started) {
            throw new EthDevException(Errno.EINVAL, name + ": EINVAL, rx queue " + index + " cannot interrupt while the port is stopped; start it");
        }
        final RxWaker waker = of(index, ring);
        byNumber.put(ring.completions().number(), waker);
        waker.arm(on);
    }

    /// An event was read.
    ///
    /// @param number of the completions that it tells of
    void onEvent(final int number) {
        final RxWaker waker = byNumber.get(number);
        if (waker != null) {
            waker.onEvent();
        }
    }

    /// The device's side of the queues was made.
    void start() {
        byQueue.values().forEach(RxWaker::reset);
        started = true;
    }

    /// The device's side of the queues goes.
    void stop() {
        started = false;
        byNumber.clear();
    }

    /// Forgets all queues: others follow.
    void clear() {
        byNumber.clear();
        byQueue.values().forEach(RxWaker::close);
        byQueue.clear();
    }
}
