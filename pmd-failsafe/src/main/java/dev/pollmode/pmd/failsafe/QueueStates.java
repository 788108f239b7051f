package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Starts and stops single queues of a started port on its sub-devices. Runs under the control lock.
///
/// The queues that the application holds are gated by the port itself; on a sub-device that can't stop a single queue, it
/// just isn't polled.
final class QueueStates {
    private final Core core;
    private final PortShape shape;

    QueueStates(final Core core, final PortShape shape) {
        this.core = core;
        this.shape = shape;
    }

    /// Notes the queues that were set up to be started later. Called by the application's thread, which holds the port.
    void noteDeferred(final EthConf conf) {
        final EthDev port = core.context().port();
        for (int i = 0; i < conf.rxQueues(); i++) {
            shape.stoppedRx().set(i, port.rxQueueInfo(i).conf().deferredStart());
        }
        for (int i = 0; i < conf.txQueues(); i++) {
            shape.stoppedTx().set(i, port.txQueueInfo(i).conf().deferredStart());
        }
    }

    /// Starts a queue on all sub-devices, or on none.
    void start(final boolean receiving, final int queue) {
        final List<SubDevice> done = new ArrayList<>();
        for (final SubDevice sub : running()) {
            try {
                start(sub.port(), receiving, queue);
                done.add(sub);
            } catch (final RuntimeException e) {
                if (!Core.excused(sub, e)) {
                    done.forEach(each -> stop(each.port(), receiving, queue));
                    throw failure("start", receiving, queue, sub, e);
                }
            }
        }
        stopped(receiving).clear(queue);
    }

    /// Stops a queue; it is enough when one sub-device does.
    void stop(final boolean receiving, final int queue) {
        int done = 0;
        EthDevException failure = null;
        for (final SubDevice sub : running()) {
            try {
                stop(sub.port(), receiving, queue);
                done++;
            } catch (final RuntimeException e) {
                failure = Core.excused(sub, e) ? failure : failure("stop", receiving, queue, sub, e);
            }
        }
        if (done == 0 && failure != null) {
            throw failure;
        }
        stopped(receiving).set(queue);
    }

    /// Lets packets of a queue wake whoever waits for its descriptor, or not.
    void interrupt(final int queue, final boolean on) {
        if (on) {
            core.signals().arm(queue, running());
        } else {
            core.signals().disarm(queue);
        }
    }

    private BitSet stopped(final boolean receiving) {
        return receiving ? shape.stoppedRx() : shape.stoppedTx();
    }

    private List<SubDevice> running() {
        return core.subs().stream().filter(sub -> sub.state() == SubState.STARTED && sub.removal() == null).toList();
    }

    private static void start(final EthDev port, final boolean receiving, final int queue) {
        if (receiving) {
            port.startRxQueue(queue);
        } else {
            port.startTxQueue(queue);
        }
    }

    private static void stop(final EthDev port, final boolean receiving, final int queue) {
        if (receiving) {
            port.stopRxQueue(queue);
        } else {
            port.stopTxQueue(queue);
        }
    }

    private static EthDevException failure(final String what, final boolean receiving, final int queue, final SubDevice sub,
            final RuntimeException cause) {
        return new EthDevException(Core.errno(cause), what + (receiving ? " rx" : " tx") + " queue " + queue + " of " + sub + ": "
            + cause.getMessage(), cause);
    }
}
