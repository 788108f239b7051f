package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.QueueControl;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How the port is configured: queues and offloads, kept for sub-devices that come later. Runs under the control lock.
final class PortShape {
    private final Core core;
    private final Map<Integer, RxQueueSetup> rx = new TreeMap<>();
    private final Map<Integer, TxQueueSetup> tx = new TreeMap<>();
    private final Map<Integer, FailsafeRxQueue> rxQueues = new TreeMap<>();
    private final Map<Integer, FailsafeTxQueue> txQueues = new TreeMap<>();
    // Queues that the application stopped, or set up to be started later.
    private final BitSet stoppedRx = new BitSet();
    private final BitSet stoppedTx = new BitSet();
    private EthConf conf;

    PortShape(final Core core) {
        this.core = core;
    }

    /// Takes another configuration; all queues are set up anew.
    void configure(final EthConf wanted) {
        conf = wanted;
        rx.clear();
        tx.clear();
        rxQueues.clear();
        txQueues.clear();
        stoppedRx.clear();
        stoppedTx.clear();
    }

    FailsafeRxQueue add(final RxQueueSetup setup) {
        final FailsafeRxQueue queue = new FailsafeRxQueue(setup.counters(), core.context().portId());
        rx.put(setup.index(), setup);
        rxQueues.put(setup.index(), queue);
        return queue;
    }

    FailsafeTxQueue add(final TxQueueSetup setup) {
        final FailsafeTxQueue queue = new FailsafeTxQueue(setup.counters());
        tx.put(setup.index(), setup);
        txQueues.put(setup.index(), queue);
        return queue;
    }

    FailsafeRxQueue[] rxQueues() {
        return rxQueues.values().toArray(FailsafeRxQueue[]::new);
    }

    FailsafeTxQueue[] txQueues() {
        return txQueues.values().toArray(FailsafeTxQueue[]::new);
    }

    BitSet stoppedRx() {
        return stoppedRx;
    }

    BitSet stoppedTx() {
        return stoppedTx;
    }

    // ---- on a sub-device ----

    /// Configures a sub-device like the port, without queues.
    void giveConf(final SubDevice sub) {
        final EthDevInfo info = sub.port().info();
        if (!info.removalEvent()) {
            core.log().log(Level.DEBUG, core.name() + ": sub_device " + sub.index() + " does not support RMV event");
        }
        if (!info.linkEvent()) {
            core.log().log(Level.DEBUG, core.name() + ": sub_device " + sub.index() + " does not support LSC event");
        }
        // Asked for from all: faults can be told of any port.
        sub.port().configure(conf.withInterrupts(true, true));
    }

    /// Sets up all queues of a sub-device.
    void giveQueues(final SubDevice sub) {
        rx.values().forEach(setup -> give(sub.port(), setup));
        tx.values().forEach(setup -> give(sub.port(), setup));
    }

    /// Sets up one queue of a sub-device.
    void give(final EthDev port, final RxQueueSetup setup) {
        final EnumSet<RxOffload> own = EnumSet.noneOf(RxOffload.class);
        own.addAll(setup.offloads());
        own.removeAll(conf.rxOffloads());
        port.setupRxQueue(setup.index(), new QueueConf(setup.descriptors(), own, Set.of(), false), setup.pool());
    }

    /// Sets up one queue of a sub-device.
    void give(final EthDev port, final TxQueueSetup setup) {
        final EnumSet<TxOffload> own = EnumSet.noneOf(TxOffload.class);
        own.addAll(setup.offloads());
        own.removeAll(conf.txOffloads());
        port.setupTxQueue(setup.index(), new QueueConf(setup.descriptors(), Set.of(), own, false));
    }

    /// Stops those queues of a started sub-device that are stopped on the port.
    ///
    /// @param strictly whether a sub-device that can't stop a single queue is refused; else its queue just isn't polled
    /// @throws EthDevException EINVAL when it is refused
    void giveQueueStates(final SubDevice sub, final boolean strictly) {
        if (stoppedRx.isEmpty() && stoppedTx.isEmpty()) {
            return;
        }
        if (sub.port().findCapability(QueueControl.class).isEmpty()) {
            if (strictly) {
                throw new EthDevException(Errno.EINVAL, (stoppedRx.isEmpty() ? "Tx" : "Rx")
                    + " queue deferred start is not supported for subdevice " + sub.index() + ": EINVAL");
            }
            return;
        }
        stoppedRx.stream().forEach(sub.port()::stopRxQueue);
        stoppedTx.stream().forEach(sub.port()::stopTxQueue);
    }
}
