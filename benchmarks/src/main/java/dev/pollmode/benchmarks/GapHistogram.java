package dev.pollmode.benchmarks;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Affinity;

/// Polls two null ports for a while and counts how long each turn took: the gaps in which a packet would have waited.
///
/// One line of JSON at the end: `{"seconds":…,"turns":…,"max_ns":…,"buckets":{"64":…}}`; the keys are the lower bounds of the
/// buckets in ns, powers of two. `benchmarks/vs-dpdk/gaps` runs it beside the same loop in C.
public final class GapHistogram {
    private static final int CHUNK = 1024;

    private final long[] buckets = new long[Long.SIZE];
    private long turns;
    private long longest;

    private GapHistogram() {
    }

    /// Runs it.
    ///
    /// @param args `--seconds S`, `--warmup S`, `--cpu N`, `--json`
    public static void main(final String[] args) {
        double seconds = 10;
        double warmUp = 2;
        int cpu = -1;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--warmup" -> warmUp = Double.parseDouble(args[++i]);
                case "--cpu" -> cpu = Integer.parseInt(args[++i]);
                case "--json" -> { }
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        try (Bench bench = new Bench("net_null0", "net_null1")) {
            if (cpu >= 0) {
                Affinity.pin(cpu);
            }
            new GapHistogram().run(bench, warmUp);
            final GapHistogram measured = new GapHistogram();
            measured.run(bench, seconds);
            System.out.println(measured.json(seconds));
        }
    }

    private void run(final Bench bench, final double seconds) {
        final RxQueue rx = bench.port(0).rxQueue(0);
        final TxQueue tx = bench.port(1).txQueue(0);
        final Mbuf[] burst = new Mbuf[Bench.BURST];
        final long end = System.nanoTime() + (long) (seconds * 1e9);
        long now = System.nanoTime();
        while (now < end) {
            now = chunk(rx, tx, burst, now);
        }
    }

    private long chunk(final RxQueue rx, final TxQueue tx, final Mbuf[] burst, final long start) {
        long before = start;
        for (int i = 0; i < CHUNK; i++) {
            final int received = rx.rxBurst(burst, 0, Bench.BURST);
            final int sent = tx.txBurst(burst, 0, received);
            Mbuf.freeBulk(burst, sent, received - sent);
            final long now = System.nanoTime();
            count(now - before);
            before = now;
        }
        return before;
    }

    private void count(final long gap) {
        turns++;
        buckets[Long.SIZE - 1 - Long.numberOfLeadingZeros(gap | 1)]++;
        longest = Math.max(longest, gap);
    }

    private String json(final double seconds) {
        final StringBuilder json = new StringBuilder();
        json.append("{\"seconds\":").append(seconds).append(",\"turns\":").append(turns).append(",\"max_ns\":").append(longest)
            .append(",\"buckets\":{");
        String comma = "";
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] > 0) {
                json.append(comma).append('"').append(1L << i).append("\":").append(buckets[i]);
                comma = ",";
            }
        }
        return json.append("}}").toString();
    }
}
