package dev.pollmode.test.support;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.RtNetlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// A network namespace of a test. It has no name, so that tests of several processes never meet.
///
/// Used by one thread at a time, but for [#start]. Closing it ends the namespace once nobody else is in it.
public final class TestNet implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;

    /// The namespace; it belongs to this object.
    public final NetNs namespace;
    /// The interfaces in it.
    public final RtNetlink links;

    /// Makes a namespace.
    public TestNet() {
        this(NetNs.create());
    }

    /// Takes over one that is there.
    ///
    /// @param namespace closed with this object
    public TestNet(final NetNs namespace) {
        this.namespace = namespace;
        links = RtNetlink.openIn(namespace);
    }

    /// {@return an interface that has to be there}
    ///
    /// @param name its name
    public LinkInfo link(final String name) {
        return links.link(name).orElseThrow(() -> new AssertionError("no interface " + name));
    }

    /// {@return the number of an interface}
    ///
    /// @param name its name
    public int index(final String name) {
        return link(name).index();
    }

    /// {@return whether an interface is there}
    ///
    /// @param name its name
    public boolean has(final String name) {
        return links.link(name).isPresent();
    }

    /// {@return the address of an interface}
    ///
    /// @param name its name
    public MacAddress mac(final String name) {
        return MacAddress.of(link(name).mac(), 0);
    }

    /// Switches an interface on.
    ///
    /// @param name its name
    public void up(final String name) {
        links.setUp(index(name), true);
    }

    /// Moves an interface to another namespace.
    ///
    /// @param name its name
    /// @param to where it goes
    public void move(final String name, final TestNet to) {
        links.moveTo(index(name), to.namespace);
    }

    /// Gives an interface an address and switches it on.
    ///
    /// @param name its name
    /// @param address as `ip addr add` takes it
    /// @return this
    public TestNet address(final String name, final String address) {
        run("ip", "addr", "add", address, "dev", name);
        up(name);
        return this;
    }

    /// Keeps the kernel from sending frames of its own out of an interface.
    ///
    /// @param name its name
    public void quiet(final String name) {
        run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/" + name + "/disable_ipv6");
    }

    /// Runs a program in the namespace, which must succeed.
    ///
    /// @param command its words; one alone is split at its blanks
    /// @return what it wrote
    public String run(final String... command) {
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
    ///
    /// @param address whom to ask
    /// @param count how often
    public void ping(final String address, final int count) {
        for (int i = 0; i < count; i++) {
            run("ping", "-c", "1", "-W", "5", address);
        }
    }

    /// Starts a program in the namespace; it has no input.
    ///
    /// @param command its words; one alone is split at its blanks
    /// @return the process, which the caller ends
    public Process start(final String... command) {
        final String[] words = command.length == 1 ? command[0].split(" ") : command;
        try {
            return namespace.call(() -> {
                final Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
                process.getOutputStream().close();
                return process;
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for the kernel, or another thread, to get somewhere on its own.
    ///
    /// @param condition what shall become true
    /// @return whether it did within 20 seconds
    public static boolean eventually(final BooleanSupplier condition) {
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
