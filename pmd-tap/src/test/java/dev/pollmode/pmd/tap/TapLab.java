package dev.pollmode.pmd.tap;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.test.support.Forwarder;
import dev.pollmode.test.support.TestNet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// An Eal in a network namespace of its own, with ports of this driver and threads that forward between them.
final class TapLab implements AutoCloseable {
    static final Set<RxOffload> LARGE = Set.of(RxOffload.TCP_LRO, RxOffload.SCATTER);
    static final Set<TxOffload> ALL_TX = Set.of(TxOffload.MULTI_SEGS, TxOffload.IPV4_CKSUM, TxOffload.UDP_CKSUM, TxOffload.TCP_CKSUM,
        TxOffload.TCP_TSO);

    final TestNet home = new TestNet();
    final Eal eal;
    final Mempool pool;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final List<Forwarder> forwarders = new ArrayList<>();

    TapLab() {
        this("--no-huge", "--no-pci", "-l", "0", "--log-level=pmd.net.tap:debug");
    }

    TapLab(final String... args) {
        eal = home.namespace.call(() -> Eal.builder().args(args).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init());
        pool = Mempool.builder(eal, "lab").count(4096).create();
    }

    String logged() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    /// Plugs a device in and returns its port, not configured yet.
    EthDev plug(final String devargs) {
        final Device device = home.namespace.call(() -> eal.plug(devargs));
        return EthDevs.of(eal).of(device).findFirst().orElseThrow();
    }

    /// Plugs a device in and starts its port with one queue each way, promiscuous.
    EthDev start(final String devargs, final Set<RxOffload> rx) {
        final EthDev port = plug(devargs);
        start(port, EthConf.queues(1, 1).withRxOffloads(rx).withTxOffloads(ALL_TX).withInterrupts(true, true));
        port.findCapability(Promiscuous.class).ifPresent(promiscuous -> promiscuous.promiscuous(true));
        return port;
    }

    void start(final EthDev port, final EthConf conf) {
        home.namespace.run(() -> {
            port.configure(conf);
            for (int i = 0; i < conf.rxQueues(); i++) {
                port.setupRxQueue(i, QueueConf.DEFAULT, pool);
            }
            for (int i = 0; i < conf.txQueues(); i++) {
                port.setupTxQueue(i, QueueConf.DEFAULT);
            }
            port.start();
        });
    }

    /// Forwards both ways between two ports on a thread of its own, until this is closed.
    void forward(final EthDev a, final EthDev b) {
        forwarders.add(Forwarder.dropping(a, b));
    }

    /// {@return what one burst receives}
    static List<Mbuf> poll(final RxQueue queue) {
        final Mbuf[] burst = new Mbuf[32];
        return List.copyOf(Arrays.asList(burst).subList(0, queue.rxBurst(burst, 0, burst.length)));
    }

    /// Polls a queue until so many packets came, or nothing more comes.
    static List<Mbuf> receive(final RxQueue queue, final int count) {
        final List<Mbuf> packets = new ArrayList<>();
        final Mbuf[] burst = new Mbuf[32];
        TestNet.eventually(() -> {
            final int received = queue.rxBurst(burst, 0, Math.min(burst.length, count - packets.size()));
            packets.addAll(Arrays.asList(burst).subList(0, received));
            return packets.size() == count;
        });
        return packets;
    }

    /// Polls a queue until a packet comes that is the last one.
    static List<Mbuf> receiveUntil(final RxQueue queue, final Predicate<Mbuf> last) {
        final List<Mbuf> packets = new ArrayList<>();
        final Mbuf[] burst = new Mbuf[32];
        TestNet.eventually(() -> {
            final int received = queue.rxBurst(burst, 0, burst.length);
            packets.addAll(Arrays.asList(burst).subList(0, received));
            return !packets.isEmpty() && last.test(packets.getLast());
        });
        return packets;
    }

    @Override
    public void close() {
        forwarders.forEach(Forwarder::close);
        eal.close();
        home.close();
    }
}
