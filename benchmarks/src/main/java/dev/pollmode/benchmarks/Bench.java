package dev.pollmode.benchmarks;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mempool;
import java.util.List;
import java.util.stream.Stream;

/// What most benchmarks need: an Eal with started ports of one queue, a pool, and a slot for the measuring thread.
final class Bench implements AutoCloseable {
    /// Packets in a burst.
    static final int BURST = 32;

    private static final int MBUFS = 8192;

    private final Eal eal;
    private final ThreadSlots.Registration slot;
    private final Mempool pool;
    private final List<EthDev> ports;

    Bench(final String... vdevs) {
        final Stream<String> devices = Stream.of(vdevs).map(vdev -> "--vdev=" + vdev);
        eal = Eal.init(Stream.concat(Stream.of("--no-pci", "--no-huge", "--log-level=*:error"), devices).toArray(String[]::new));
        slot = ThreadSlots.register();
        pool = Mempool.builder(eal, "bench").count(MBUFS).create();
        ports = EthDevs.of(eal).available().toList();
        ports.forEach(this::start);
    }

    private void start(final EthDev port) {
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
    }

    Mempool pool() {
        return pool;
    }

    EthDev port(final int index) {
        return ports.get(index);
    }

    @Override
    public void close() {
        ports.forEach(EthDev::close);
        pool.close();
        slot.close();
        eal.close();
    }
}
