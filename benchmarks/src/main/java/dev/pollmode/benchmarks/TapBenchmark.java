package dev.pollmode.benchmarks;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What a tap costs: a frame written, per frame at bursts of 32, and a poll that finds nothing. Needs root.
public class TapBenchmark extends TimedBenchmark {
    private static final int FRAME = 64;
    private static final int ETHER_TYPE = 12;
    private static final short EXPERIMENTAL = (short) 0x88b5;

    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private final Mbuf[] received = new Mbuf[Bench.BURST];
    private Bench bench;
    private RxQueue rx;
    private TxQueue tx;

    /// Makes the interface.
    @Setup(Level.Trial)
    public void open() {
        bench = new Bench("net_tap0");
        rx = bench.port(0).rxQueue(0);
        tx = bench.port(0).txQueue(0);
    }

    /// Deletes it.
    @TearDown(Level.Trial)
    public void close() {
        bench.close();
    }

    /// Frames that the stack throws away.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public int write() {
        bench.pool().getBulk(burst, 0, Bench.BURST);
        for (final Mbuf packet : burst) {
            packet.append(FRAME);
            packet.putShort(ETHER_TYPE, EXPERIMENTAL);
        }
        final int sent = tx.txBurst(burst, 0, Bench.BURST);
        Mbuf.freeBulk(burst, sent, Bench.BURST - sent);
        return sent;
    }

    /// A poll of an idle interface.
    @Benchmark
    public int pollNothing() {
        final int count = rx.rxBurst(received, 0, Bench.BURST);
        Mbuf.freeBulk(received, 0, count);
        return count;
    }
}
