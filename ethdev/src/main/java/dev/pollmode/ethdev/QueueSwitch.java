package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.sys.Errno;

/// Starts and stops single queues of a started port: swaps the queues that applications hold, and tells the driver, in this
/// order when stopping, so that no thread is inside a queue that the driver stops.
final class QueueSwitch implements QueueControl {
    private final EthDev port;
    private final PortQueues queues;

    QueueSwitch(final EthDev port, final PortQueues queues) {
        this.port = port;
        this.queues = queues;
    }

    @Override
    public void startRxQueue(final int index) {
        synchronized (port.lock()) {
            final String operation = "start rx queue " + index;
            final QueueControl driver = driver(operation);
            final PortQueues.Rx queue = queues.rx(index);
            if (!queue.isStarted()) {
                requireSetUp(queue.made, operation);
                driver.startRxQueue(index);
                queue.handle.publish(queue.made);
            }
        }
    }

    @Override
    public void stopRxQueue(final int index) {
        synchronized (port.lock()) {
            final String operation = "stop rx queue " + index;
            final QueueControl driver = driver(operation);
            final PortQueues.Rx queue = queues.rx(index);
            if (queue.isStarted()) {
                queue.handle.publish(Idle.RX);
                requireLeft(queue.handle.gate(), operation);
                driver.stopRxQueue(index);
            }
        }
    }

    @Override
    public void startTxQueue(final int index) {
        synchronized (port.lock()) {
            final String operation = "start tx queue " + index;
            final QueueControl driver = driver(operation);
            final PortQueues.Tx queue = queues.tx(index);
            if (!queue.isStarted()) {
                requireSetUp(queue.made, operation);
                driver.startTxQueue(index);
                queue.handle.publish(queue.made);
            }
        }
    }

    @Override
    public void stopTxQueue(final int index) {
        synchronized (port.lock()) {
            final String operation = "stop tx queue " + index;
            final QueueControl driver = driver(operation);
            final PortQueues.Tx queue = queues.tx(index);
            if (queue.isStarted()) {
                queue.handle.publish(Idle.TX);
                requireLeft(queue.handle.gate(), operation);
                driver.stopTxQueue(index);
            }
        }
    }

    private QueueControl driver(final String operation) {
        final EthDevOps ops = port.open(operation);
        if (!(ops instanceof final QueueControl driver)) {
            throw port.unsupported(operation);
        }
        port.requireStarted(operation);
        return driver;
    }

    private void requireSetUp(final Object made, final String operation) {
        if (made == null) {
            throw port.failure(operation, Errno.EINVAL, "it is not set up");
        }
    }

    private void requireLeft(final BurstGate gate, final String operation) {
        if (!gate.awaitLeft(port.burstDeadlineNs())) {
            throw port.failure(operation, Errno.EBUSY, "a burst has not come back; the queue idles from now on, try again");
        }
    }
}
