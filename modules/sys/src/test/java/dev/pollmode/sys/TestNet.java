package dev.pollmode.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// A network namespace of a test, with access to its links. It has no name, so that tests of several processes never meet.
final class TestNet implements AutoCloseable {
    final NetNs namespace = NetNs.create();
    final RtNetlink links = RtNetlink.openIn(namespace);

    /// For [RequiresNetNs].
    static boolean isAvailable() {
        try (NetNs namespace = NetNs.create()) {
            return namespace.fd().isOpen();
        } catch (final SysException e) {
            return false;
        }
    }

    /// Makes a pair of veth devices, up.
    TestNet veth(final String name, final String peer) {
        links.createVeth(name, peer);
        links.setUp(index(name), true);
        links.setUp(index(peer), true);
        return this;
    }

    int index(final String name) {
        return link(name).index();
    }

    LinkInfo link(final String name) {
        return links.link(name).orElseThrow(() -> new AssertionError("no link " + name));
    }

    /// Runs a program in the namespace and returns what it wrote.
    String exec(final String... command) {
        try {
            return namespace.call(() -> {
                final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for the kernel to get somewhere on its own, 5 seconds at most.
    static boolean eventually(final BooleanSupplier condition) {
        final long end = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Override
    public void close() {
        links.close();
        namespace.close();
    }
}
