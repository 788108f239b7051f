package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.RtNetlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// A network namespace of a test. It has no name, so that tests of several processes never meet.
final class TestNet implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;

    final NetNs namespace;
    final RtNetlink links;

    TestNet() {
        this(NetNs.create());
    }

    TestNet(final NetNs namespace) {
        this.namespace = namespace;
        links = RtNetlink.openIn(namespace);
    }

    LinkInfo link(final String name) {
        return links.link(name).orElseThrow(() -> new AssertionError("no interface " + name));
    }

    int index(final String name) {
        return link(name).index();
    }

    MacAddress mac(final String name) {
        return MacAddress.of(link(name).mac(), 0);
    }

    /// Runs a program in the namespace, which must succeed.
    ///
    /// @return what it wrote
    String run(final String command) {
        try {
            final Process process = start(command.split(" "));
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(command + " ended with " + status + ": " + text);
            }
            return text;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
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

    /// Waits for others to get somewhere on their own.
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
