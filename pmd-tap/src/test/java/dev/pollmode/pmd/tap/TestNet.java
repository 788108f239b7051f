package dev.pollmode.pmd.tap;

import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.RtNetlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// A network namespace of a test. It has no name, so that tests of several processes never meet.
final class TestNet implements AutoCloseable {
    private static final long PATIENCE_NS = 10_000_000_000L;

    final NetNs namespace = NetNs.create();
    final RtNetlink links = RtNetlink.openIn(namespace);

    LinkInfo link(final String name) {
        return links.link(name).orElseThrow(() -> new AssertionError("no interface " + name));
    }

    int index(final String name) {
        return link(name).index();
    }

    boolean has(final String name) {
        return links.link(name).isPresent();
    }

    /// Moves an interface to another namespace.
    void move(final String name, final TestNet to) {
        links.moveTo(index(name), to.namespace);
    }

    /// Gives an interface an address and switches it on.
    TestNet address(final String name, final String address) {
        run("ip", "addr", "add", address, "dev", name);
        run("ip", "link", "set", name, "up");
        return this;
    }

    /// Keeps the kernel from sending frames of its own out of an interface.
    void quiet(final String name) {
        run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/" + name + "/disable_ipv6");
    }

    /// Runs a program in the namespace, which must succeed.
    ///
    /// @return what it wrote
    String run(final String... command) {
        try {
            final Process process = start(command);
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + status + ": " + text);
            }
            return text;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Has each of some echo requests answered, and waits for each answer (a busy machine is no loss).
    void ping(final String address, final int count) {
        for (int i = 0; i < count; i++) {
            run("ping", "-c", "1", "-W", "5", address);
        }
    }

    /// Starts a program in the namespace.
    Process start(final String... command) {
        try {
            return namespace.call(() -> {
                final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
                return process;
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for the kernel to get somewhere on its own.
    static boolean eventually(final BooleanSupplier condition) {
        final long end = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.yield();
        }
        return condition.getAsBoolean();
    }

    @Override
    public void close() {
        links.close();
        namespace.close();
    }
}
