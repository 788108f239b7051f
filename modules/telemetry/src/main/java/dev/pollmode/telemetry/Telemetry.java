package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Json;
import dev.pollmode.eal.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What can be asked of a running environment: commands such as `/ethdev/stats,0`, answered in JSON of the shape that
/// DPDK's telemetry gives (lib/telemetry, version 2).
///
/// Safe for use by several threads; commands run on the thread of the socket.
public final class Telemetry {
    /// The longest answer, in bytes; an answer that would be longer is `null`.
    public static final int MAX_OUTPUT = 1 << 16;

    private final SortedMap<String, Entry> commands = new TreeMap<>();

    private record Entry(String help, Function<String, Object> handler) {
    }

    private Telemetry(final Eal eal) {
        register("/", "Returns list of available commands, Takes no parameters", _ -> paths());
        register("/help", "Returns help text for a command. Parameters: string command", this::help);
        register("/info", "Returns the version, the process and the longest answer. Takes no parameters", _ -> info());
        new EalCommands(eal).register(this);
        new MemoryCommands(eal).register(this);
        new EthdevCommands(eal).register(this);
        new QueueCommands(eal).register(this);
    }

    /// {@return the commands of an environment}
    ///
    /// @param eal the environment
    public static Telemetry of(final Eal eal) {
        return eal.extension(Telemetry.class, Telemetry::new);
    }

    /// Adds a command.
    ///
    /// @param path what it is called, such as `/mine/state`
    /// @param help a sentence
    /// @param handler gets what follows the first comma, empty when nothing does; gives a map, a list, a text or a number,
    ///     null or an exception when the parameters are wrong
    /// @throws IllegalArgumentException when the path is none, or taken
    public synchronized void register(final String path, final String help, final Function<String, Object> handler) {
        if (!path.startsWith("/") || path.contains(",")) {
            throw new IllegalArgumentException("path " + path + ": must begin with / and have no comma");
        }
        if (commands.putIfAbsent(path, new Entry(Objects.requireNonNull(help), Objects.requireNonNull(handler))) != null) {
            throw new IllegalArgumentException("path " + path + ": is taken");
        }
    }

    /// {@return what the socket sends to who connects}
    static Map<String, Object> info() {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("version", "Pollmode " + Version.number());
        info.put("pid", ProcessHandle.current().pid());
        info.put("max_output_len", MAX_OUTPUT);
        return info;
    }

    /// {@return the answer to a request, in JSON: an object with the command as its key, null when there is nothing}
    ///
    /// @param request what came, whoever sent it
    public String answer(final String request) {
        final int comma = request.indexOf(',');
        final String path = comma < 0 ? request : request.substring(0, comma);
        final Optional<Object> data = find(path).map(Entry::handler).flatMap(handler -> run(handler, comma < 0 ? "" : request.substring(comma + 1)));
        final String text = Json.text(Collections.singletonMap(path, data.orElse(null)));
        return text.length() <= MAX_OUTPUT ? text : Json.text(Collections.singletonMap(path, null));
    }

    private synchronized Optional<Entry> find(final String path) {
        return Optional.ofNullable(commands.get(path));
    }

    private static Optional<Object> run(final Function<String, Object> handler, final String parameters) {
        try {
            return Optional.ofNullable(handler.apply(parameters));
        } catch (final EalException | IllegalArgumentException | IllegalStateException _) {
            // Wrong parameters, or a port that is gone: C answers null.
            return Optional.empty();
        }
    }

    private synchronized List<String> paths() {
        return new ArrayList<>(commands.keySet());
    }

    private Object help(final String path) {
        return find(path.isEmpty() ? "/help" : path).map(entry -> Map.of(path.isEmpty() ? "/help" : path, entry.help())).orElse(null);
    }
}
