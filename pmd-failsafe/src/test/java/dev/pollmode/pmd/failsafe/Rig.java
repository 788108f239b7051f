package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Clock;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.TestClock;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Failover;
import dev.pollmode.ethdev.FailoverStatus;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// An Eal with a failsafe port over fake devices.
final class Rig implements AutoCloseable {
    final FakeNics nics;
    final TestClock clock = new TestClock();
    final Eal eal;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Mempool pool;

    /// On a clock that stands until the test moves it.
    static Rig on(final FakeNics nics, final String... args) {
        return new Rig(nics, true, args);
    }

    /// On the clock of the system.
    static Rig live(final FakeNics nics, final String... args) {
        return new Rig(nics, false, args);
    }

    private Rig(final FakeNics nics, final boolean stopped, final String... args) {
        this.nics = nics;
        final List<String> all = new ArrayList<>(List.of("-l", "0", "--no-huge", "-m", "64", "--no-pci", "--log-level=pmd.net.failsafe:debug"));
        all.addAll(List.of(args));
        eal = Eal.builder().args(all.toArray(String[]::new)).clock(stopped ? clock : Clock.system()).bus(nics)
            .logsTo(new PrintStream(output, true, StandardCharsets.UTF_8)).init();
    }

    EthDev port() {
        return port("net_failsafe0");
    }

    EthDev port(final String name) {
        return EthDevs.of(eal).find(name).orElseThrow();
    }

    FailoverStatus status() {
        return port().capability(Failover.class).failover();
    }

    FailoverStatus.Path path(final int index) {
        return status().paths().get(index);
    }

    Mempool pool() {
        if (pool == null) {
            pool = Mempool.builder(eal, "test").count(4095).bufferLength(512).cacheSize(0).create();
        }
        return pool;
    }

    /// Configures a port with one queue each way and starts it.
    EthDev start() {
        setUp();
        port().start();
        return port();
    }

    void setUp() {
        final EthDev port = port();
        port.configure(EthConf.queues(1, 1).withInterrupts(true, false));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool());
        port.setupTxQueue(0, QueueConf.DEFAULT);
    }

    RxQueue rx() {
        return port().rxQueue(0);
    }

    TxQueue tx() {
        return port().txQueue(0);
    }

    Mbuf packet() {
        final Mbuf packet = pool().tryAlloc();
        packet.append(60);
        return packet;
    }

    /// Sends packets; frees what was not taken.
    int send(final int count) {
        final Mbuf[] burst = new Mbuf[count];
        for (int i = 0; i < count; i++) {
            burst[i] = packet();
        }
        final int sent = tx().txBurst(burst, 0, count);
        Mbuf.freeBulk(burst, sent, count - sent);
        return sent;
    }

    /// Receives and frees packets.
    int receive(final int limit) {
        final Mbuf[] burst = new Mbuf[limit];
        final int received = rx().rxBurst(burst, 0, limit);
        Mbuf.freeBulk(burst, 0, received);
        return received;
    }

    /// Lets what was asked for at once be done.
    void settle() {
        clock.advance(Duration.ofMillis(1));
    }

    void advance(final long ms) {
        clock.advance(Duration.ofMillis(ms));
    }

    String log() {
        return output.toString(StandardCharsets.UTF_8);
    }

    static void await(final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen within 5 s");
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void close() {
        eal.close();
    }
}
