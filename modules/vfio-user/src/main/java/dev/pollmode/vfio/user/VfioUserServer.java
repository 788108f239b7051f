package dev.pollmode.vfio.user;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SocketCalls;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixListener;
import dev.pollmode.sys.UnixSocket;
import java.nio.file.Path;
import java.util.Optional;

/// Serves a device over vfio-user, to one client after another.
///
/// ```java
/// try (VfioUserServer server = VfioUserServer.listen(Path.of("/run/vf.sock"), device)) {
///     server.run();                      // until another thread closes it
/// }
/// ```
///
/// The thread in [#run()] does everything that the protocol asks, and calls the device. [#close()] may be called by any
/// thread: it ends the link to a client, waits until the device is detached, and removes the socket file.
public final class VfioUserServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("pollmode.vfio.user");

    private final Path path;
    private final VfioUserDevice device;
    private final UnixListener listener;
    private final Object lock = new Object();
    private ServerSession session;
    private boolean running;
    private boolean closed;

    private VfioUserServer(final Path path, final VfioUserDevice device) {
        this.path = path;
        this.device = device;
        this.listener = UnixListener.listen(path.toString(), UnixSocket.Type.STREAM);
    }

    /// {@return a server that clients can connect to, but that does not answer before [#run()]}
    ///
    /// @param path   of the socket file; one that a dead server left is replaced
    /// @param device what is served; stays the caller's
    /// @throws dev.pollmode.sys.SysException when the kernel refuses, as with EADDRINUSE when another server lives there
    public static VfioUserServer listen(final Path path, final VfioUserDevice device) {
        return new VfioUserServer(path, device);
    }

    /// Serves one client over a socket that is connected already, until either end closes it.
    ///
    /// @param socket a stream socket, owned by the call
    /// @param device what is served
    public static void serve(final Fd socket, final VfioUserDevice device) {
        new ServerSession(socket, device).serve();
    }

    /// Serves clients on the calling thread until the server is closed.
    ///
    /// @throws IllegalStateException when another thread does so
    public void run() {
        synchronized (lock) {
            if (running) {
                throw new IllegalStateException("another thread runs the server of " + path);
            }
            if (closed) {
                return;
            }
            running = true;
        }
        try {
            while (!isClosed()) {
                accept().ifPresent(client -> serveOne(client.fd()));
            }
        } finally {
            synchronized (lock) {
                running = false;
                lock.notifyAll();
            }
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private Optional<UnixSocket> accept() {
        try {
            return listener.accept(-1);
        } catch (final SysException e) {
            // What close() does to the listener shows as EINVAL.
            if (e.errno() == Errno.EINVAL && isClosed()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void serveOne(final Fd client) {
        final ServerSession serving;
        synchronized (lock) {
            if (closed) {
                client.close();
                return;
            }
            serving = new ServerSession(client, device);
            session = serving;
        }
        try {
            serving.serve();
        } catch (final RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "serving a client of " + path + " failed", e);
        } finally {
            synchronized (lock) {
                session = null;
            }
        }
    }

    /// Runs the server on a new daemon thread.
    ///
    /// @param name of the thread
    /// @return the thread, which ends when the server is closed
    public Thread start(final String name) {
        return Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /// {@return the path of the socket file}
    public Path path() {
        return path;
    }

    /// Ends the link to a client, stops listening, and waits for [#run()] to return. A second call does nothing. Not to be
    /// called from a callback of the device.
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            // The accept in run() returns, and all later ones.
            SocketCalls.shutdown(CallState.current(), listener.fd().number(), Sock.SHUT_RDWR);
            if (session != null) {
                session.disconnect();
            }
            awaitEndOfRun();
        }
        listener.close();
    }

    // Under the lock, which waiting gives up.
    private void awaitEndOfRun() {
        boolean interrupted = false;
        while (running) {
            try {
                lock.wait();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
