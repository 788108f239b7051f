package dev.pollmode.benchmarks;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs to receive a packet and send it on, per packet at bursts of 32.
public class BurstBenchmark extends TimedBenchmark {
    private final Mbuf[] burst = new Mbuf[Bench.BURST];
    private Bench bench;
    private RxQueue rx;
    private TxQueue tx;

    /// The device that receives and sends.
    @Param({"net_null0", "net_ring0", "net_failsafe0,dev(net_null0)", "net_failsafe0,dev(net_null0),dev(net_null1)"})
    private String device;

    /// Makes the port; one that loops gets a burst to carry round.
    @Setup(Level.Trial)
    public void open() {
        bench = new Bench(device);
        rx = bench.port(0).rxQueue(0);
        tx = bench.port(0).txQueue(0);
        if (device.startsWith("net_ring") && bench.pool().getBulk(burst, 0, Bench.BURST)) {
            tx.txBurst(burst, 0, Bench.BURST);
        }
    }

    /// Ends it.
    @TearDown(Level.Trial)
    public void close() {
        bench.close();
    }

    /// Receive and send.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public int io() {
        return tx.txBurst(burst, 0, rx.rxBurst(burst, 0, Bench.BURST));
    }

    /// Receive, exchange the addresses by checked accesses, send.
    @Benchmark
    @OperationsPerInvocation(Bench.BURST)
    public int macswap() {
        final int received = rx.rxBurst(burst, 0, Bench.BURST);
        for (int i = 0; i < received; i++) {
            swap(burst[i]);
        }
        return tx.txBurst(burst, 0, received);
    }

    private static void swap(final Mbuf packet) {
        final long destination = packet.getLong(0);
        final int rest = packet.getInt(8);
        packet.putLong(0, destination << 48 | Integer.toUnsignedLong(rest) << 16 | destination >>> 48);
        packet.putInt(8, (int) (destination >>> 16));
    }
}
