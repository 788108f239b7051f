package dev.pollmode.testpmd;

import dev.pollmode.eal.Alarms;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.testpmd.port.Ports;
import dev.pollmode.testpmd.port.TestPort;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `--bitrate-stats`: bits per second of each port, read every second on the thread of alarms, as lib/bitratestats of DPDK
/// has it: smoothed, mean and peak.
///
/// Read by any thread.
final class BitrateMeter implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /// The weight of a new second in the smoothed rate, that of DPDK.
    private static final double WEIGHT = 0.2;

    private final Alarms alarms;
    private final Ports ports;
    private final Runnable reading = this::read;
    private final Map<Integer, Rates> rates = new HashMap<>();

    /// Starts reading.
    BitrateMeter(final Alarms alarms, final Ports ports) {
        this.alarms = alarms;
        this.ports = ports;
        read();
    }

    /// One direction of one port.
    private static final class Rate {
        private double smoothed;
        private double mean;
        private double peak;

        private void add(final long bits, final long readings) {
            smoothed += (bits - smoothed) * (readings == 1 ? 1 : WEIGHT);
            mean += (bits - mean) / readings;
            peak = Math.max(peak, bits);
        }
    }

    /// Both directions of one port.
    private static final class Rates {
        private final Rate in = new Rate();
        private final Rate out = new Rate();
        private EthStats last;
        private long readings;

        private void add(final EthStats now) {
            if (last != null && now.rxBytes() >= last.rxBytes() && now.txBytes() >= last.txBytes()) {
                readings++;
                in.add((now.rxBytes() - last.rxBytes()) * Byte.SIZE, readings);
                out.add((now.txBytes() - last.txBytes()) * Byte.SIZE, readings);
            }
            last = now;
        }
    }

    private synchronized void read() {
        final List<TestPort> all = ports.all();
        rates.keySet().retainAll(all.stream().map(TestPort::id).toList());
        for (final TestPort port : all) {
            try {
                rates.computeIfAbsent(port.id(), _ -> new Rates()).add(port.dev().stats());
            } catch (final EalException _) {
                // It was closed meanwhile; the next reading finds it gone.
                rates.remove(port.id());
            }
        }
        alarms.set(PERIOD, reading);
    }

    /// {@return the rates of a port in bits per second, by the names of DPDK}
    synchronized Map<String, Long> values(final int port) {
        final Rates found = rates.getOrDefault(port, new Rates());
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("ewma_bits_in", Math.round(found.in.smoothed));
        values.put("ewma_bits_out", Math.round(found.out.smoothed));
        values.put("mean_bits_in", Math.round(found.in.mean));
        values.put("mean_bits_out", Math.round(found.out.mean));
        values.put("peak_bits_in", Math.round(found.in.peak));
        values.put("peak_bits_out", Math.round(found.out.peak));
        return values;
    }

    @Override
    public void close() {
        alarms.cancelAll(reading);
    }
}
