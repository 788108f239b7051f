package dev.pollmode.benchmarks;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mlx5.model.ServedFunction;
import dev.pollmode.vfio.user.VfioUserServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A function of the model, served, and a started port of the ConnectX driver on it: what benchmarks of that driver stand on.
final class MlxBench implements AutoCloseable {
    private static final String ADDRESS = "0000:af:00.2";
    private static final int MBUFS = 4096;

    private final Path directory = Files.createTempDirectory("mlx-bench");
    private final ServedFunction function;
    private final VfioUserServer server;
    private final ThreadSlots.Registration slot;
    final Eal eal;
    final Mempool pool;
    final EthDev port;

    /// Serves the function and starts a port with a queue each way.
    ///
    /// @param function closed with this
    /// @param arguments of the driver
    MlxBench(final ServedFunction function, final String arguments, final EthConf conf, final QueueConf rx) throws IOException {
        this.function = function;
        final Path socket = directory.resolve("vf.sock");
        server = VfioUserServer.listen(socket, function);
        server.start("function");
        eal = Eal.init("--no-pci", "--no-huge", "--log-level=*:error", "--vfio-user", ADDRESS + "=" + socket, "-a", ADDRESS + "," + arguments);
        slot = ThreadSlots.register();
        pool = Mempool.builder(eal, "bench").count(MBUFS).create();
        port = EthDevs.of(eal).port(0);
        port.configure(conf);
        port.setupRxQueue(0, rx, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
    }

    @Override
    public void close() throws IOException {
        port.close();
        pool.close();
        slot.close();
        eal.close();
        server.close();
        function.close();
        Files.delete(directory);
    }
}
