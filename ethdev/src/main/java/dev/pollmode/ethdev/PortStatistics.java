package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.EthDevOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The statistics of one port: what its queues and its device count, less what was there at the last reset.
///
/// Guarded by the lock of the port.
final class PortStatistics {
    private static final List<String> PORT_NAMES = List.of("rx_good_packets", "tx_good_packets", "rx_good_bytes", "tx_good_bytes",
        "rx_missed_errors", "rx_errors", "tx_errors", "rx_mbuf_allocation_errors");
    private static final int PORT_VALUES = PORT_NAMES.size();

    private final PortQueues queues;
    private EthDevOps ops;
    // In the order of PORT_NAMES.
    private final long[] baseline = new long[PORT_VALUES];
    private final long[] last = new long[PORT_VALUES];
    private boolean frozen;

    PortStatistics(final PortQueues queues) {
        this.queues = queues;
    }

    void serve(final EthDevOps device) {
        ops = device;
    }

    EthStats port() {
        readTotals();
        return new EthStats(since(0), since(1), since(2), since(3), since(4), since(5), since(6), since(7));
    }

    private long since(final int value) {
        return last[value] - baseline[value];
    }

    private void readTotals() {
        if (frozen) {
            return;
        }
        if (ops instanceof final PortStats device) {
            takeOver(device.deviceStats());
        } else {
            addUp();
        }
    }

    private void takeOver(final EthStats stats) {
        last[0] = stats.rxPackets();
        last[1] = stats.txPackets();
        last[2] = stats.rxBytes();
        last[3] = stats.txBytes();
        last[4] = stats.rxMissed();
        last[5] = stats.rxErrors();
        last[6] = stats.txErrors();
        last[7] = stats.rxNoMbuf();
    }

    private void addUp() {
        Arrays.fill(last, 0);
        final List<PortQueues.Rx> rx = queues.allRx();
        for (int i = 0; i < rx.size(); i++) {
            final QueueCounters counters = rx.get(i).counters;
            last[0] += counters.packets();
            last[2] += counters.bytes();
            last[4] += counters.missed();
            last[5] += counters.errors();
            last[7] += counters.noMbuf();
        }
        if (ops instanceof final RxMissed device) {
            last[4] += device.rxMissed();
        }
        final List<PortQueues.Tx> tx = queues.allTx();
        for (int i = 0; i < tx.size(); i++) {
            final QueueCounters counters = tx.get(i).counters;
            last[1] += counters.packets();
            last[3] += counters.bytes();
            last[6] += counters.errors();
        }
    }

    QueueStats of(final PortQueues.Rx queue) {
        return QueueStats.of(queue.counters).minus(queue.baseline);
    }

    QueueStats of(final PortQueues.Tx queue) {
        return QueueStats.of(queue.counters).minus(queue.baseline);
    }

    void reset() {
        readTotals();
        System.arraycopy(last, 0, baseline, 0, PORT_VALUES);
        queues.allRx().forEach(queue -> queue.baseline = QueueStats.of(queue.counters));
        queues.allTx().forEach(queue -> queue.baseline = QueueStats.of(queue.counters));
    }

    void resetExtended() {
        reset();
        if (ops instanceof final ExtendedStats device) {
            device.resetExtended();
        }
    }

    /// Keeps the last reading, because the device is about to be closed. One that can't be read any more leaves what was
    /// read before.
    void freeze() {
        try {
            readTotals();
        } finally {
            frozen = true;
        }
    }

    /// {@return changes when there are other names}
    int generation() {
        return queues.generation();
    }

    List<String> names() {
        final List<String> names = new ArrayList<>(PORT_NAMES);
        for (int i = 0; i < queues.rxCount(); i++) {
            names.addAll(List.of("rx_q" + i + "_packets", "rx_q" + i + "_bytes", "rx_q" + i + "_errors"));
        }
        for (int i = 0; i < queues.txCount(); i++) {
            names.addAll(List.of("tx_q" + i + "_packets", "tx_q" + i + "_bytes"));
        }
        if (ops instanceof final ExtendedStats device) {
            names.addAll(device.extendedNames());
        }
        return List.copyOf(names);
    }

    /// Puts all values into an array, in the order of [#names()], without making garbage.
    void fill(final long[] values) {
        readTotals();
        int at = 0;
        while (at < PORT_VALUES) {
            values[at] = since(at);
            at++;
        }
        for (int i = 0; i < queues.rxCount(); i++) {
            final PortQueues.Rx queue = queues.rx(i);
            values[at++] = queue.counters.packets() - queue.baseline.packets();
            values[at++] = queue.counters.bytes() - queue.baseline.bytes();
            values[at++] = queue.counters.errors() - queue.baseline.errors();
        }
        for (int i = 0; i < queues.txCount(); i++) {
            final PortQueues.Tx queue = queues.tx(i);
            values[at++] = queue.counters.packets() - queue.baseline.packets();
            values[at++] = queue.counters.bytes() - queue.baseline.bytes();
        }
        if (ops instanceof final ExtendedStats device) {
            device.extendedValues(values, at);
        }
    }

    SequencedMap<String, Long> extended() {
        final List<String> names = names();
        final long[] values = new long[names.size()];
        fill(values);
        final SequencedMap<String, Long> all = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            all.put(names.get(i), values[i]);
        }
        return all;
    }
}
