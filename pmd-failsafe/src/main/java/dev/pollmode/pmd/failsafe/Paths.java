package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.FailoverStatus.Switch;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Which sub-devices carry the packets of a port now: received from all that run, sent on the first of them.
///
/// Its monitor is the innermost lock: within, queues are published and nothing is called that could wait. So the thread
/// that learns of a removal, whatever it holds, can switch at once.
final class Paths {
    private static final int RECENT_MAX = 16;

    /// A sub-device that runs, with its queues.
    private static final class Path {
        final SubDevice sub;
        final EthDev port;
        final RxQueue[] rx;
        final TxQueue[] tx;
        boolean sends = true;

        Path(final SubDevice sub, final EthDev port, final RxQueue[] rx, final TxQueue[] tx) {
            this.sub = sub;
            this.port = port;
            this.rx = rx;
            this.tx = tx;
        }
    }

    private final String portName;
    private final Logger log;
    private final List<Path> paths = new ArrayList<>();
    private final Deque<Switch> recent = new ArrayDeque<>();
    private FailsafeRxQueue[] rxQueues = {};
    private FailsafeTxQueue[] txQueues = {};
    private Path sending;
    private long switches;

    Paths(final String portName, final Logger log) {
        this.portName = portName;
        this.log = log;
    }

    /// Sets the queues of the port; no path is there.
    synchronized void serve(final FailsafeRxQueue[] rx, final FailsafeTxQueue[] tx) {
        assert paths.isEmpty();
        rxQueues = rx;
        txQueues = tx;
    }

    /// Adds a sub-device that was started.
    void join(final SubDevice sub, final EthDev port, final String reason) {
        // Asked for outside of the monitor: the port has a lock of its own.
        final RxQueue[] rx = new RxQueue[rxQueues.length];
        final TxQueue[] tx = new TxQueue[txQueues.length];
        for (int i = 0; i < rx.length; i++) {
            rx[i] = port.rxQueue(i);
        }
        for (int i = 0; i < tx.length; i++) {
            tx[i] = port.txQueue(i);
        }
        synchronized (this) {
            final Path path = new Path(sub, port, rx, tx);
            // Its removal may have been announced before it was here.
            path.sends = sub.removal() == null;
            paths.add(path);
            paths.sort(Comparator.comparingInt(each -> each.sub.index()));
            publishRx();
            choose(reason);
        }
    }

    /// Lets nothing be sent on a port any more; what it still has is received until it [leaves][#leave].
    synchronized void stopSending(final EthDev port, final String reason) {
        find(port).ifPresent(path -> {
            path.sends = false;
            choose(reason);
        });
    }

    /// Lets packets be sent on a port again.
    synchronized void goOnSending(final EthDev port, final String reason) {
        find(port).ifPresent(path -> {
            path.sends = path.sub.removal() == null;
            choose(reason);
        });
    }

    /// Takes a sub-device out. Bursts that began before may still be inside it.
    synchronized void leave(final SubDevice sub, final String reason) {
        if (paths.removeIf(path -> path.sub == sub)) {
            publishRx();
            choose(reason);
        }
    }

    private Optional<Path> find(final EthDev port) {
        return paths.stream().filter(path -> path.port == port).findFirst();
    }

    private void publishRx() {
        for (int i = 0; i < rxQueues.length; i++) {
            final FailsafeRxQueue.Source[] all = new FailsafeRxQueue.Source[paths.size()];
            for (int k = 0; k < all.length; k++) {
                all[k] = FailsafeRxQueue.Source.of(paths.get(k).rx[i]);
            }
            rxQueues[i].publish(all);
        }
    }

    private void choose(final String reason) {
        final Path next = paths.stream().filter(path -> path.sends).findFirst().orElse(null);
        if (next == sending) {
            return;
        }
        for (int i = 0; i < txQueues.length; i++) {
            txQueues[i].publish(next == null ? null : next.tx[i]);
        }
        note(sending, next, reason);
        sending = next;
    }

    private void note(final Path from, final Path to, final String reason) {
        switches++;
        if (recent.size() == RECENT_MAX) {
            recent.removeFirst();
        }
        recent.addLast(new Switch(Instant.now(), index(from), index(to), reason, 0));
        final TxSwitch event = new TxSwitch();
        event.port = portName;
        event.from = index(from).orElse(-1);
        event.to = index(to).orElse(-1);
        event.reason = reason;
        event.commit();
        log.log(Level.DEBUG, () -> portName + ": " + (to == null ? "No device ready, deactivating tx_dev"
            : to.sub.index() == 0 ? "Switching tx_dev to preferred sub_device" : "Switching tx_dev to sub_device " + to.sub.index())
            + "; " + reason);
    }

    private static Optional<Integer> index(final Path path) {
        return path == null ? Optional.empty() : Optional.of(path.sub.index());
    }

    /// Adds packets that a sub-device held when it was closed to the last switch away from it.
    synchronized void lost(final int index, final long packets) {
        final List<Switch> all = new ArrayList<>(recent);
        for (int i = all.size() - 1; i >= 0; i--) {
            final Switch each = all.get(i);
            if (each.from().equals(Optional.of(index))) {
                all.set(i, new Switch(each.at(), each.from(), each.to(), each.reason(), each.lost() + packets));
                recent.clear();
                recent.addAll(all);
                return;
            }
        }
    }

    /// {@return the port that packets are sent on, null for none}
    synchronized EthDev sendingPort() {
        return sending == null ? null : sending.port;
    }

    /// {@return the sub-device that packets are sent on, null for none}
    synchronized SubDevice sending() {
        return sending == null ? null : sending.sub;
    }

    synchronized long switches() {
        return switches;
    }

    synchronized List<Switch> recent() {
        return List.copyOf(recent);
    }
}
