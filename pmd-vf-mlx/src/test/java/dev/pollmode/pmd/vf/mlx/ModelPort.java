package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.model.LoopWire;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.ServedFunction;
import dev.pollmode.sys.Affinity;
import dev.pollmode.vfio.user.VfioUserServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// A port on a model of the device whose wire leads back to it, served over a socket.
final class ModelPort {
    static final String ADDRESS = "0000:af:00.2";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    final ServedFunction function;
    VfioUserServer server;
    final Eal eal;
    final Mempool pool;
    private final AutoCloseable slot = ThreadSlots.register();

    private final Path socket;

    ModelPort(final Path directory, final ModelConfig config) {
        this(directory, config, "");
    }

    /// @param arguments of the driver, each after a comma
    ModelPort(final Path directory, final ModelConfig config, final String arguments) {
        function = new ServedFunction(config, new LoopWire());
        socket = directory.resolve("vf.sock");
        serve();
        eal = Eal.init("--lcores=0@(" + cpus() + ")", "--no-huge", "--no-pci", "--vfio-user", ADDRESS + "=" + socket, "-a", ADDRESS + arguments);
        pool = Mempool.builder(eal, "frames").count(4096).create();
    }

    /// {@return all that this process may use: a thread bound to one of them waits for whoever else is}
    private static String cpus() {
        return Affinity.get().stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    /// Serves the function; after the server died, anew.
    void serve() {
        server = VfioUserServer.listen(socket, function);
        server.start("served function");
    }

    EthDev port() {
        return EthDevs.of(eal).port(0);
    }

    /// Starts the port with as many queues as the configuration says.
    EthDev started(final EthConf conf) {
        final EthDev port = port();
        port.configure(conf);
        for (int i = 0; i < conf.rxQueues(); i++) {
            port.setupRxQueue(i, QueueConf.descriptors(256), pool);
        }
        for (int i = 0; i < conf.txQueues(); i++) {
            port.setupTxQueue(i, QueueConf.descriptors(256));
        }
        port.start();
        return port;
    }

    EthDev started() {
        return started(EthConf.queues(1, 1));
    }

    static void await(final String what, final BooleanSupplier condition) {
        final long end = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.yield();
        }
    }

    /// {@return a packet of these bytes}
    Mbuf packet(final byte[] bytes) {
        final Mbuf packet = pool.tryAlloc();
        packet.append(bytes.length);
        packet.putBytes(0, bytes, 0, bytes.length);
        return packet;
    }

    /// Sends one packet.
    static void send(final EthDev port, final Mbuf packet) {
        final Mbuf[] burst = {packet};
        await("room to send", () -> port.txQueue(0).txBurst(burst, 0, 1) == 1);
    }

    /// {@return the next packet}
    static Mbuf receive(final EthDev port) {
        final Mbuf[] burst = new Mbuf[1];
        await("a frame", () -> port.rxQueue(0).rxBurst(burst, 0, 1) == 1);
        return burst[0];
    }

    static byte[] bytes(final Mbuf packet) {
        final byte[] bytes = new byte[packet.packetLength()];
        packet.getBytes(0, bytes, 0, bytes.length);
        return bytes;
    }

    void close() throws Exception {
        slot.close();
        eal.close();
        server.close();
        function.close();
    }
}
