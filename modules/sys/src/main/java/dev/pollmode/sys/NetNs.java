package dev.pollmode.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A network namespace, held open: it lives at least as long as this handle.
///
/// The namespace of a thread decides what its *new* sockets see; a socket stays where it was opened. So a piece of
/// code runs in a namespace on a thread of its own ([#call(Task)]), and the thread of the caller is never moved.
/// May be used by several threads. network_namespaces(7), setns(2), unshare(2).
public final class NetNs implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final String OF_THREAD = "/proc/thread-self/ns/net";

    private final Fd fd;
    private final String name;

    private NetNs(final Fd fd, final String name) {
        this.fd = fd;
        this.name = name;
    }

    /// Something to do in a namespace.
    ///
    /// @param <T> what it returns
    /// @param <E> what it throws
    @FunctionalInterface
    public interface Task<T, E extends Exception> {
        /// {@return the result}
        ///
        /// @throws E when it fails
        T call() throws E;
    }

    /// {@return the namespace of the calling thread; to be closed by the caller}
    ///
    /// @throws SysException when the kernel refuses
    public static NetNs current() {
        return open(Path.of(OF_THREAD));
    }

    /// Opens a namespace by file: `/proc/PID/ns/net`, or one that ip-netns(8) made. To be closed by the caller.
    ///
    /// @param path the file
    /// @return the namespace
    /// @throws SysException when the kernel refuses
    public static NetNs open(final Path path) {
        return new NetNs(Fd.open(path.toString(), Fd.O_RDONLY), path.toString());
    }

    /// Opens a namespace by the name that `ip netns add` gave it. To be closed by the caller.
    ///
    /// @param name the name
    /// @return the namespace
    /// @throws SysException when there is none, or the kernel refuses
    public static NetNs named(final String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not the name of a network namespace: '" + name + "'");
        }
        return open(Path.of("/run/netns", name));
    }

    /// Makes a new namespace. It has no name, holds a loopback device that is down, and goes with its last handle, socket and
    /// process. Needs CAP_SYS_ADMIN. To be closed by the caller.
    ///
    /// @return the namespace
    /// @throws SysException when the kernel refuses
    public static NetNs create() {
        return onOwnThread("netns-create", () -> {
            SysException.check(ProcessCalls.unshare(CallState.current(), CLONE_NEWNET), "unshare(CLONE_NEWNET)",
                "needs CAP_SYS_ADMIN; unshare(1) with -rn gives it to a user");
            return current();
        });
    }

    /// Takes over a descriptor of a namespace, as `TUNGETDEVNETNS` returns one.
    ///
    /// @param fd the descriptor; owned by the namespace from now on
    /// @return the namespace; to be closed by the caller
    public static NetNs of(final Fd fd) {
        return new NetNs(fd, fd.toString());
    }

    /// {@return the descriptor, for requests that name a namespace by one; it stays owned by this handle}
    public Fd fd() {
        return fd;
    }

    /// Runs code in this namespace on a thread of its own, and waits for its end. Processes that the code starts are in this
    /// namespace too.
    ///
    /// An interrupt of the caller is handed to that thread.
    ///
    /// @param task the code
    /// @param <T>  what it returns
    /// @param <E>  what it throws
    /// @return what the code returned
    /// @throws E            what the code threw
    /// @throws SysException when the namespace cannot be entered
    public <T, E extends Exception> T call(final Task<T, E> task) throws E {
        final int number = fd.number();
        return onOwnThread("netns-" + number, () -> {
            SysException.check(ProcessCalls.setns(CallState.current(), number, CLONE_NEWNET), "setns(" + name + ")", "needs CAP_SYS_ADMIN");
            return task.call();
        });
    }

    /// The same for code that returns nothing.
    ///
    /// @param task the code
    /// @throws SysException when the namespace cannot be entered
    public void run(final Runnable task) {
        this.<Void, RuntimeException>call(() -> {
            task.run();
            return null;
        });
    }

    /// {@return whether both are the same namespace, whatever way they were opened}
    ///
    /// @param other another handle
    /// @throws UncheckedIOException when the kernel refuses
    public boolean isSameAs(final NetNs other) {
        return identity().equals(other.identity());
    }

    // The link reads "net:[4026531840]".
    private String identity() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number())).toString();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T, E extends Exception> T onOwnThread(final String threadName, final Task<T, E> task) throws E {
        final Outcome<T, E> outcome = new Outcome<>(task);
        final Thread thread = Thread.ofPlatform().name(threadName).daemon().start(outcome);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (final InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome.get();
    }

    /// Keeps what a task returned or threw; written by its thread, read after that has ended.
    private static final class Outcome<T, E extends Exception> implements Runnable {
        private final Task<T, E> task;
        private T result;
        private Throwable thrown;

        Outcome(final Task<T, E> task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                result = task.call();
            } catch (final Throwable t) {
                thrown = t;
            }
        }

        // A task throws its E, or what need not be declared.
        @SuppressWarnings("unchecked")
        T get() throws E {
            switch (thrown) {
                case null -> {
                    return result;
                }
                case final RuntimeException e -> throw e;
                case final Error e -> throw e;
                default -> throw (E) thrown;
            }
        }
    }

    /// Closes the handle; a second call does nothing.
    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "network namespace " + name;
    }
}
