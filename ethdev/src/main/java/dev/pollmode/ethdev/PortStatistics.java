package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.EthDevOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The statistics of one port: what its queues and its device count, less what was there at the last reset.
final class PortStatistics {
    private final PortQueues queues;
    private EthDevOps ops;
    private EthStats baseline = EthStats.ZERO;
    // The last reading before the device was closed.
    private EthStats frozen;

    PortStatistics(final PortQueues queues) {
        this.queues = queues;
    }

    void serve(final EthDevOps device) {
        ops = device;
    }

    EthStats port() {
        final EthStats last = frozen;
        return (last == null ? total() : last).minus(baseline);
    }

    private EthStats total() {
        if (ops instanceof final PortStats device) {
            return device.deviceStats();
        }
        long rxPackets = 0;
        long rxBytes = 0;
        long rxErrors = 0;
        long rxMissed = ops instanceof final RxMissed device ? device.rxMissed() : 0;
        long rxNoMbuf = 0;
        for (final PortQueues.Rx queue : queues.allRx()) {
            rxPackets += queue.counters.packets();
            rxBytes += queue.counters.bytes();
            rxErrors += queue.counters.errors();
            rxMissed += queue.counters.missed();
            rxNoMbuf += queue.counters.noMbuf();
        }
        long txPackets = 0;
        long txBytes = 0;
        long txErrors = 0;
        for (final PortQueues.Tx queue : queues.allTx()) {
            txPackets += queue.counters.packets();
            txBytes += queue.counters.bytes();
            txErrors += queue.counters.errors();
        }
        return new EthStats(rxPackets, txPackets, rxBytes, txBytes, rxMissed, rxErrors, txErrors, rxNoMbuf);
    }

    QueueStats of(final PortQueues.Rx queue) {
        return QueueStats.of(queue.counters).minus(queue.baseline);
    }

    QueueStats of(final PortQueues.Tx queue) {
        return QueueStats.of(queue.counters).minus(queue.baseline);
    }

    void reset() {
        baseline = total();
        queues.allRx().forEach(queue -> queue.baseline = QueueStats.of(queue.counters));
        queues.allTx().forEach(queue -> queue.baseline = QueueStats.of(queue.counters));
    }

    void resetExtended() {
        reset();
        if (ops instanceof final ExtendedStats device) {
            device.resetExtended();
        }
    }

    /// Keeps the last reading, because the device is about to be closed.
    void freeze() {
        frozen = total();
    }

    SequencedMap<String, Long> extended() {
        final SequencedMap<String, Long> all = new LinkedHashMap<>();
        final EthStats port = port();
        all.put("rx_good_packets", port.rxPackets());
        all.put("tx_good_packets", port.txPackets());
        all.put("rx_good_bytes", port.rxBytes());
        all.put("tx_good_bytes", port.txBytes());
        all.put("rx_missed_errors", port.rxMissed());
        all.put("rx_errors", port.rxErrors());
        all.put("tx_errors", port.txErrors());
        all.put("rx_mbuf_allocation_errors", port.rxNoMbuf());
        for (int i = 0; i < queues.rxCount(); i++) {
            final QueueStats queue = of(queues.rx(i));
            all.put("rx_q" + i + "_packets", queue.packets());
            all.put("rx_q" + i + "_bytes", queue.bytes());
            all.put("rx_q" + i + "_errors", queue.errors());
        }
        for (int i = 0; i < queues.txCount(); i++) {
            final QueueStats queue = of(queues.tx(i));
            all.put("tx_q" + i + "_packets", queue.packets());
            all.put("tx_q" + i + "_bytes", queue.bytes());
        }
        if (ops instanceof final ExtendedStats device) {
            final List<String> names = device.extendedNames();
            final long[] values = device.extendedValues();
            for (int i = 0; i < names.size(); i++) {
                all.put(names.get(i), values[i]);
            }
        }
        return all;
    }
}
