package dev.pollmode.testpmd.port;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.testpmd.spi.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The ports that testpmd works with: those that nobody else owns. Safe for use by several threads: alarms ask for them too.
public final class Ports {
    private final EthDevs devs;
    private final Map<Integer, TestPort> known = new TreeMap<>();

    /// The ports of an environment.
    ///
    /// @param eal the environment
    public Ports(final Eal eal) {
        devs = EthDevs.of(eal);
    }

    /// {@return all ports there are now, by number}
    public synchronized List<TestPort> all() {
        final List<TestPort> ports = new ArrayList<>();
        for (final EthDev dev : devs.available().toList()) {
            final TestPort before = known.get(dev.id());
            final TestPort port = before != null && before.dev() == dev ? before : new TestPort(dev);
            known.put(dev.id(), port);
            ports.add(port);
        }
        known.values().retainAll(ports);
        return ports;
    }

    /// {@return the numbers of all ports}
    public List<Integer> ids() {
        return all().stream().map(TestPort::id).toList();
    }

    /// {@return the port of that number, if there is one}
    ///
    /// @param id its number
    public Optional<TestPort> find(final int id) {
        return all().stream().filter(port -> port.id() == id).findFirst();
    }

    /// {@return the port of that number}
    ///
    /// @param id its number
    /// @throws CommandException when there is none
    public TestPort get(final int id) {
        return find(id).orElseThrow(() -> new CommandException("Invalid port " + id));
    }

    /// {@return the port of that number}
    ///
    /// @param id its number
    /// @throws CommandException when there is none, which also lists those there are
    public TestPort getOrList(final int id) {
        return find(id).orElseThrow(() -> new CommandException("Invalid port " + id + "\nThe valid ports array is " + validPorts()));
    }

    /// {@return the ports that a word means: a number, or `all`}
    ///
    /// @param word as typed, of a token `<name:ports>`
    /// @throws CommandException when there is no port of that number
    public List<TestPort> select(final String word) {
        return "all".equals(word) ? all() : List.of(get(Integer.decode(word)));
    }

    /// {@return the ports that a word means; see [#select] and [#getOrList]}
    ///
    /// @param word as typed
    public List<TestPort> selectOrList(final String word) {
        return "all".equals(word) ? all() : List.of(getOrList(Integer.decode(word)));
    }

    private String validPorts() {
        final StringBuilder text = new StringBuilder("[ ");
        ids().forEach(id -> text.append(id).append(' '));
        return text.append(']').toString();
    }
}
