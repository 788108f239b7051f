package dev.pollmode.testpmd.forward;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.RxCallback;
import dev.pollmode.ethdev.TxCallback;
import dev.pollmode.mbuf.DynamicFields;
import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long packets take from a receiving queue to a sending one, as lib/latencystats of DPDK has it: least, average and
/// greatest time, and jitter. Each packet that was received is looked at.
///
/// A receiving queue notes the time in a dynamic field of the packet, under the name that DPDK uses; each sending queue has
/// counters of its own, written by the one thread that sends and read by any.
public final class LatencyMeter {
    /// The weight of a new value in the average, that of DPDK.
    private static final double WEIGHT = 0.2;
    /// The weight of a new difference in the jitter, RFC 3550 section 6.4.1.
    private static final double JITTER_WEIGHT = 1.0 / 16;

    private final int field;
    private final long flag;
    private final List<Sending> sending = new ArrayList<>();

    /// Makes one and reserves its field in the packets of an environment.
    ///
    /// @param eal the environment
    public LatencyMeter(final Eal eal) {
        field = DynamicFields.of(eal).registerField("rte_dynfield_timestamp");
        flag = DynamicFields.of(eal).registerFlag("rte_dynflag_rx_timestamp");
    }

    /// {@return what notes when packets were received}
    public RxCallback receiving() {
        return (_, _, burst, offset, count, _) -> {
            final long now = System.nanoTime();
            for (int i = offset; i < offset + count; i++) {
                burst[i].dynamicField(field, now);
                burst[i].offloads(burst[i].offloads() | flag);
            }
            return count;
        };
    }

    /// {@return what measures how long they took, for one sending queue}
    public synchronized TxCallback sending() {
        final Sending one = new Sending(field, flag);
        sending.add(one);
        return one;
    }

    /// Forgets what was measured.
    public synchronized void reset() {
        sending.clear();
    }

    /// {@return what was measured, in ns, by the names of DPDK; zeros before the first packet}
    public synchronized Map<String, Long> values() {
        long least = Long.MAX_VALUE;
        long greatest = 0;
        long samples = 0;
        double average = 0;
        double jitter = 0;
        for (final Sending one : sending) {
            final long count = one.samples();
            if (count > 0) {
                least = Math.min(least, (long) Sending.LEAST.getOpaque(one));
                greatest = Math.max(greatest, (long) Sending.GREATEST.getOpaque(one));
                average += count * (double) Sending.AVERAGE.getOpaque(one);
                jitter += count * (double) Sending.JITTER.getOpaque(one);
                samples += count;
            }
        }
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("min_latency_ns", samples == 0 ? 0 : least);
        values.put("avg_latency_ns", samples == 0 ? 0 : Math.round(average / samples));
        values.put("max_latency_ns", greatest);
        values.put("jitter_ns", samples == 0 ? 0 : Math.round(jitter / samples));
        values.put("samples", samples);
        return values;
    }

    /// What one sending queue measured.
    private static final class Sending implements TxCallback {
        private static final VarHandle LEAST;
        private static final VarHandle GREATEST;
        private static final VarHandle AVERAGE;
        private static final VarHandle JITTER;
        private static final VarHandle SAMPLES;

        static {
            try {
                final MethodHandles.Lookup lookup = MethodHandles.lookup();
                LEAST = lookup.findVarHandle(Sending.class, "least", long.class);
                GREATEST = lookup.findVarHandle(Sending.class, "greatest", long.class);
                AVERAGE = lookup.findVarHandle(Sending.class, "average", double.class);
                JITTER = lookup.findVarHandle(Sending.class, "jitter", double.class);
                SAMPLES = lookup.findVarHandle(Sending.class, "samples", long.class);
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final int field;
        private final long flag;
        private long least = Long.MAX_VALUE;
        private long greatest;
        private double average;
        private double jitter;
        private long samples;
        private long last;

        private Sending(final int field, final long flag) {
            this.field = field;
            this.flag = flag;
        }

        private long samples() {
            return (long) SAMPLES.getOpaque(this);
        }

        @Override
        public int onTransmit(final int port, final int queue, final Mbuf[] burst, final int offset, final int count) {
            final long now = System.nanoTime();
            for (int i = offset; i < offset + count; i++) {
                final Mbuf packet = burst[i];
                if ((packet.offloads() & flag) != 0) {
                    // A packet that the queue does not take now comes once more: it counts once.
                    packet.offloads(packet.offloads() & ~flag);
                    add(now - packet.dynamicField(field));
                }
            }
            return count;
        }

        /// Opaque: one writer; a reader sees each value whole and sooner or later.
        private void add(final long latency) {
            final boolean first = samples == 0;
            LEAST.setOpaque(this, Math.min(least, latency));
            GREATEST.setOpaque(this, Math.max(greatest, latency));
            AVERAGE.setOpaque(this, first ? latency : average + WEIGHT * (latency - average));
            JITTER.setOpaque(this, first ? 0 : jitter + JITTER_WEIGHT * (Math.abs(latency - last) - jitter));
            last = latency;
            SAMPLES.setOpaque(this, samples + 1);
        }
    }
}
