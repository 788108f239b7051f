package dev.pollmode.telemetry;

import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixSocket;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Asks a running environment over its telemetry socket: one of this project, or of DPDK.
///
/// ```
/// telemetry [-f PREFIX] [-i INSTANCE] [COMMAND ...]
/// ```
///
/// Each answer is a line of JSON. Without a command, commands are read from standard input, one a line.
public final class TelemetryClient implements AutoCloseable {
    private static final String USAGE = """
        Usage: telemetry [-f PREFIX] [-i INSTANCE] [COMMAND ...]
          -f, --file-prefix PREFIX  That of the environment to ask; rte by default.
          -i, --instance N          Which of several with the same prefix; 0 by default.
        Each answer is a line of JSON. Without a command, commands are read from standard input, one a line; / lists them.
        """;
    private static final int PATIENCE_MS = 10_000;
    private static final int WRONG = 1;

    private final Arena arena = Arena.ofConfined();
    private final long buffer = arena.allocate(Telemetry.MAX_OUTPUT).address();
    private final UnixSocket socket;
    private final String greeting;

    /// Connects, and takes the greeting.
    ///
    /// @param path of the socket
    /// @throws SysException when nobody listens there, or does not answer
    TelemetryClient(final Path path) {
        try {
            socket = UnixSocket.connect(path.toString(), UnixSocket.Type.SEQPACKET, PATIENCE_MS);
            greeting = receive();
        } catch (final SysException e) {
            arena.close();
            throw e;
        }
    }

    /// {@return what the environment said first: version, process, length of answers}
    String greeting() {
        return greeting;
    }

    /// Asks for something.
    ///
    /// @param command for instance `/ethdev/stats,0`
    /// @return the answer, empty when the environment has ended
    String ask(final String command) {
        send(command);
        return receive();
    }

    /// Sends a command; [#receive()] has its answer.
    void send(final String command) {
        final byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Telemetry.MAX_OUTPUT) {
            throw new IllegalArgumentException("a command of " + bytes.length + " bytes: too long");
        }
        Mem.copy(bytes, 0, buffer, bytes.length);
        socket.send(buffer, bytes.length);
    }

    /// {@return the next answer}
    String receive() {
        final byte[] bytes = new byte[(int) socket.receive(buffer, Telemetry.MAX_OUTPUT, List.of(), 0)];
        Mem.copy(buffer, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
        arena.close();
    }

    /// Runs the client.
    ///
    /// @param in where commands come from when `args` have none
    /// @param out where answers go
    /// @param error where messages go
    /// @param environment variables that tell where sockets are
    /// @param args see above
    /// @return the exit status
    public static int run(final InputStream in, final PrintStream out, final PrintStream error, final Map<String, String> environment,
                          final String... args) {
        String prefix = "rte";
        String instance = "0";
        final Deque<String> left = new ArrayDeque<>(List.of(args));
        while (!left.isEmpty() && left.peek().startsWith("-")) {
            final String option = left.pop();
            if (List.of("-f", "--file-prefix").contains(option) && !left.isEmpty()) {
                prefix = left.pop();
            } else if (List.of("-i", "--instance").contains(option) && !left.isEmpty()) {
                instance = left.pop();
            } else {
                final boolean asked = List.of("-h", "--help").contains(option);
                (asked ? out : error).print(asked ? USAGE : option + ": no such option, or its value is missing\n" + USAGE);
                return asked ? 0 : WRONG;
            }
        }
        final Path folder = RuntimeDirectory.of(prefix, environment, RuntimeDirectory.isRoot());
        try (TelemetryClient client = new TelemetryClient(folder.resolve(TelemetryService.NAME + ("0".equals(instance) ? "" : ":" + instance)))) {
            for (final String command : left.isEmpty() ? lines(in) : left) {
                final String answer = client.ask(command);
                if (answer.isEmpty()) {
                    error.println(command + ": the environment has ended");
                    return WRONG;
                }
                out.println(answer);
                out.flush();
            }
            return 0;
        } catch (final SysException e) {
            error.println(e.getMessage() + "\n  is it running, with --file-prefix=" + prefix + " and without --no-telemetry?");
            return WRONG;
        }
    }

    /// Commands are read when they are asked for, so that somebody may type them.
    private static Iterable<String> lines(final InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().map(String::strip)
            .filter(line -> !line.isEmpty())::iterator;
    }
}
