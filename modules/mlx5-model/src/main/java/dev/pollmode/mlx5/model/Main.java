package dev.pollmode.mlx5.model;

import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.VfioUserServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/// Serves a ConnectX virtual function over vfio-user: the program `bin/mlx5-model`.
public final class Main {
    private static final int USAGE_ERROR = 2;
    private static final int WARMUP_FRAMES = 100_000;
    private static final long WARMUP_NS = 4_000_000_000L;

    private Main() {
    }

    /// Serves until standard input says `quit` or the process is ended.
    ///
    /// @param words see `--help`
    public static void main(final String... words) {
        if (words.length > 0 && (words[0].equals("--help") || words[0].equals("-h"))) {
            System.out.println(Arguments.USAGE);
            return;
        }
        final Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (final IllegalArgumentException e) {
            System.err.println("mlx5-model: " + e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(USAGE_ERROR);
            return;
        }
        try {
            serve(arguments);
        } catch (final SysException | IllegalArgumentException | UncheckedIOException e) {
            System.err.println("mlx5-model: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void serve(final Arguments arguments) {
        try (ServedFunction function = new ServedFunction(arguments.config(), arguments.openWire());
             VfioUserServer server = VfioUserServer.listen(arguments.socket(), function)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "mlx5-model-end"));
            final Thread serving = server.start("mlx5-model-server");
            Thread.ofPlatform().name("mlx5-model-warmup").daemon().start(() -> Warmup.run(WARMUP_FRAMES, WARMUP_NS));
            System.out.println("mlx5-model: serving " + arguments.socket());
            if (readCommands(new Console(function, System.out))) {
                // Standard input has ended: serve on.
                join(serving);
            }
        }
    }

    private static boolean readCommands(final Console console) {
        try {
            final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!console.accept(line)) {
                    return false;
                }
            }
            return true;
        } catch (final IOException e) {
            return true;
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
