package dev.pollmode.lab;

import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.ServedFunction;
import dev.pollmode.mlx5.model.Wire;
import dev.pollmode.vfio.user.VfioUserServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One life of the VF: a model of a ConnectX function, served over a socket from its arrival to its departure.
final class Vf implements AutoCloseable {
    private final int path;
    private final String address;
    private final Path socket;
    private final ServedFunction function;
    private final VfioUserServer server;

    /// @param path its number, from 1 on
    /// @param address on the PCI bus
    /// @param socket where it is served
    /// @param config what kind of function
    /// @param wire its port; owned from now on
    Vf(final int path, final String address, final Path socket, final ModelConfig config, final Wire wire) {
        this.path = path;
        this.address = address;
        this.socket = socket;
        function = new ServedFunction(config, wire);
        server = VfioUserServer.listen(socket, function);
        server.start("vf-" + path);
    }

    /// {@return by which number the accounts know it}
    int path() {
        return path;
    }

    String address() {
        return address;
    }

    /// {@return the name of the netdevice that stands for it}
    String iface() {
        return "vf" + path;
    }

    /// Asks the guest's driver to let go of it. From now on it can't be opened any more.
    void askBack() {
        try {
            Files.deleteIfExists(socket);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        function.requestRelease();
    }

    /// Pulls it out: its registers read as ones, and whoever uses it is told that it is gone.
    void pull() {
        function.device().remove();
        server.close();
    }

    @Override
    public void close() {
        server.close();
        function.close();
    }
}
