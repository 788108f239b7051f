package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;

/// The addresses a port receives frames for. The control plane changes them, under the lock of the port; the receiving threads read the rules
/// that follow.
final class TapMacs {
    /// How many addresses a port can have, the default one included.
    static final int MAX = 16;

    private final List<MacAddress> extra = new ArrayList<>();
    private List<MacAddress> groups = List.of();
    private MacAddress first;
    private boolean promiscuous;
    private boolean allMulticast;
    private volatile MacRules rules;

    /// @param first the default address; zero for an interface without Ethernet headers, which filters nothing
    TapMacs(final MacAddress first) {
        this.first = first;
        publish();
    }

    /// {@return what to receive now}
    MacRules rules() {
        return rules;
    }

    private void publish() {
        rules = first.isZero() ? MacRules.ALL : new MacRules(promiscuous, allMulticast,
            all().stream().mapToLong(MacAddress::value).toArray(), groups.stream().mapToLong(MacAddress::value).toArray());
    }

    /// {@return the addresses, the default one first}
    List<MacAddress> all() {
        final List<MacAddress> all = new ArrayList<>();
        all.add(first);
        all.addAll(extra);
        return all;
    }

    void first(final MacAddress address) {
        extra.remove(address);
        first = address;
        publish();
    }

    void add(final String port, final MacAddress address) {
        if (address.equals(first) || extra.contains(address)) {
            return;
        }
        if (extra.size() + 1 == MAX) {
            throw new EthDevException(Errno.ENOSPC, "add MAC address " + address + " to " + port + ": ENOSPC, it has " + MAX + " already");
        }
        extra.add(address);
        publish();
    }

    void remove(final String port, final MacAddress address) {
        if (address.equals(first)) {
            throw new EthDevException(Errno.EADDRINUSE, "remove MAC address " + address + " of " + port
                + ": EADDRINUSE, it is the default address; set another one first");
        }
        extra.remove(address);
        publish();
    }

    /// {@return whether there are addresses that the interface itself does not know}
    boolean hasExtra() {
        return !extra.isEmpty();
    }

    List<MacAddress> groups() {
        return groups;
    }

    void groups(final List<MacAddress> wanted) {
        groups = List.copyOf(wanted);
        publish();
    }

    boolean isPromiscuous() {
        return promiscuous;
    }

    void promiscuous(final boolean on) {
        promiscuous = on;
        publish();
    }

    boolean isAllMulticast() {
        return allMulticast;
    }

    void allMulticast(final boolean on) {
        allMulticast = on;
        publish();
    }
}
