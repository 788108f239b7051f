package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.spi.EalService;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixListener;
import dev.pollmode.sys.UnixSocket;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// Opens the telemetry socket of an environment, `dpdk_telemetry.v2` in its [RuntimeDirectory], unless `--no-telemetry` is
/// said. Where another environment has it, `dpdk_telemetry.v2:1` and so on, as DPDK does with `--in-memory`.
public final class TelemetryService implements EalService {
    /// Of the socket, without the number of its instance.
    static final String NAME = "dpdk_telemetry.v2";
    private static final int INSTANCES = 32;

    /// For `ServiceLoader`.
    public TelemetryService() {
    }

    @Override
    public Optional<AutoCloseable> start(final Eal eal) {
        if (!eal.options().telemetry()) {
            return Optional.empty();
        }
        final Path folder = RuntimeDirectory.of(eal.options().filePrefix(), System.getenv(), RuntimeDirectory.isRoot());
        try {
            RuntimeDirectory.create(folder);
            return Optional.of(new TelemetryServer(Telemetry.of(eal), listen(folder.resolve(NAME).toString()), eal.logs().logger("lib.telemetry")));
        } catch (final UncheckedIOException e) {
            throw new IllegalStateException("telemetry socket in " + folder + ": " + e.getCause() + "; --no-telemetry does without", e);
        }
    }

    private static UnixListener listen(final String path) {
        for (int instance = 0; instance < INSTANCES - 1; instance++) {
            try {
                return UnixListener.listen(instance == 0 ? path : path + ':' + instance, UnixSocket.Type.SEQPACKET);
            } catch (final SysException e) {
                if (e.errno() != Errno.EADDRINUSE) {
                    throw e;
                }
            }
        }
        return UnixListener.listen(path + ':' + (INSTANCES - 1), UnixSocket.Type.SEQPACKET);
    }
}
