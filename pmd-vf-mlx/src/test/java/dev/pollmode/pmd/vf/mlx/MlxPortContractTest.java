package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.Device;
import dev.pollmode.mlx5.model.LoopWire;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.model.ServedFunction;
import dev.pollmode.test.support.PortContract;
import dev.pollmode.vfio.user.VfioUserServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every port does, done by a port on a model of the device.
@Timeout(600)
final class MlxPortContractTest extends PortContract {
    @TempDir
    private Path directory;
    private ServedFunction function;
    private VfioUserServer server;

    @Override
    protected String devargs() {
        return ModelPort.ADDRESS;
    }

    @Override
    protected List<String> ealArguments() {
        function = new ServedFunction(ModelConfig.DEFAULT, new LoopWire());
        server = VfioUserServer.listen(directory.resolve("vf.sock"), function);
        server.start("served function");
        final List<String> arguments = new ArrayList<>(super.ealArguments());
        arguments.addAll(List.of("--vfio-user", ModelPort.ADDRESS + "=" + server.path()));
        return arguments;
    }

    /// The first time the bus has found it by itself.
    @Override
    protected Device plugIn(final String text) {
        return eal().device(text).orElseGet(() -> super.plugIn(text));
    }

    @AfterEach
    void leave() {
        server.close();
        function.close();
    }

    /// Firmware takes its time, also that of the model.
    @Override
    protected int rounds() {
        return 20 * Integer.getInteger("pollmode.soak", 1);
    }
}
