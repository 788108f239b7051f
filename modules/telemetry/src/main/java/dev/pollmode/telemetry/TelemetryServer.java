package dev.pollmode.telemetry;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.eal.Json;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.UnixListener;
import dev.pollmode.sys.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers requests on the telemetry socket, on a thread of its own: a message is a request, and its answer is a message.
///
/// Who connects is not trusted: there are at most [#CLIENTS], a request has at most [#MAX_REQUEST] bytes, and who does not
/// take his answers is let go.
final class TelemetryServer implements AutoCloseable {
    /// As many connections as DPDK serves.
    static final int CLIENTS = 10;
    /// The longest request.
    static final int MAX_REQUEST = 1024;

    private static final long LISTENER = 0;
    private static final long STOP = 1;
    private static final long JOIN_MS = 10_000;

    private final Telemetry telemetry;
    private final UnixListener listener;
    private final System.Logger log;
    private final EventFd stop;
    private final Epoll epoll;
    private final Map<Long, UnixSocket> clients = new HashMap<>();
    private final Thread thread;
    private long nextClient = STOP + 1;

    /// Starts answering.
    ///
    /// @param telemetry what can be asked
    /// @param listener becomes this object's
    /// @param log where to say what goes wrong
    TelemetryServer(final Telemetry telemetry, final UnixListener listener, final System.Logger log) {
        this.telemetry = telemetry;
        this.listener = listener;
        this.log = log;
        stop = EventFd.create();
        epoll = Epoll.create(CLIENTS + 2);
        epoll.add(listener.fd().number(), Epoll.EPOLLIN, LISTENER);
        epoll.add(stop.fd().number(), Epoll.EPOLLIN, STOP);
        thread = Thread.ofPlatform().name("telemetry-v2").daemon().start(this::serve);
    }

    /// {@return where it listens}
    String path() {
        return listener.path();
    }

    private void serve() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment buffer = arena.allocate(Telemetry.MAX_OUTPUT + 4L);
            boolean stopping = false;
            while (!stopping) {
                final int events = epoll.await(-1);
                for (int i = 0; i < events; i++) {
                    stopping |= epoll.data(i) == STOP;
                    handle(epoll.data(i), buffer);
                }
            }
        } catch (final RuntimeException e) {
            log.log(ERROR, "telemetry ends", e);
        } finally {
            clients.values().forEach(UnixSocket::close);
        }
    }

    private void handle(final long source, final MemorySegment buffer) {
        if (source == LISTENER) {
            listener.accept(0).ifPresent(client -> welcome(client, buffer));
        } else if (source != STOP && !answer(clients.get(source), buffer)) {
            final UnixSocket gone = clients.remove(source);
            epoll.remove(gone.fd().number());
            gone.close();
        }
    }

    private void welcome(final UnixSocket client, final MemorySegment buffer) {
        if (clients.size() == CLIENTS || !send(client, Json.text(Telemetry.info()), buffer)) {
            client.close();
            return;
        }
        final long number = nextClient++;
        clients.put(number, client);
        epoll.add(client.fd().number(), Epoll.EPOLLIN, number);
    }

    /// {@return whether the client stays}
    private boolean answer(final UnixSocket client, final MemorySegment buffer) {
        final long length = client.tryReceive(buffer.address(), MAX_REQUEST, List.of(), 0);
        if (length <= 0) {
            return length == -Errno.EAGAIN;
        }
        final byte[] request = new byte[(int) length];
        Mem.copy(buffer.address(), request, 0, request.length);
        return send(client, telemetry.answer(new String(request, StandardCharsets.UTF_8)), buffer);
    }

    private static boolean send(final UnixSocket client, final String text, final MemorySegment buffer) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Telemetry.MAX_OUTPUT) {
            return false;
        }
        Mem.copy(bytes, 0, buffer.address(), bytes.length);
        return client.trySend(buffer.address(), bytes.length) == bytes.length;
    }

    /// Ends the connections and removes the socket.
    @Override
    public void close() {
        stop.signal();
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        epoll.close();
        stop.close();
    }
}
