package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The statistics of a failsafe port beyond those of every port: its own, then those of each sub-device that is there, as
/// `rx_sub0_good_packets` or `sub1_link_flaps`. Called under the lock of the port.
final class SubXstats {
    private static final List<String> OWN = List.of("failsafe_tx_switches", "failsafe_tx_sub_device", "failsafe_plug_ins",
        "failsafe_removals", "failsafe_lost_packets");
    /// Whether packets are sent on a sub-device that was named over a descriptor, as the netvsc driver names VFs.
    private static final String DATA_PATH_VF = "data_path_vf";

    private final Core core;
    // What was there at the last reset; a sub-device that came later began at zero.
    private final Map<String, Long> baseline = new HashMap<>();
    private final Map<Integer, EthDev> baselinePorts = new HashMap<>();
    private List<String> names = List.of();
    private Map<String, Long> last = Map.of();

    SubXstats(final Core core) {
        this.core = core;
    }

    List<String> names() {
        last = read();
        names = List.copyOf(last.keySet());
        return names;
    }

    /// {@return the values for the names that were told last}
    long[] values() {
        final Map<String, Long> now = read();
        final long[] values = new long[names.size()];
        for (int i = 0; i < values.length; i++) {
            final String name = names.get(i);
            // Of a sub-device that left in between, what was read last.
            values[i] = now.getOrDefault(name, last.getOrDefault(name, 0L));
        }
        return values;
    }

    void reset() {
        baseline.clear();
        baselinePorts.clear();
        final Map<String, Long> now = read();
        for (final SubDevice sub : core.subs()) {
            baselinePorts.put(sub.index(), sub.port());
        }
        baseline.putAll(now);
    }

    private Map<String, Long> read() {
        final Map<String, Long> all = new LinkedHashMap<>();
        final List<Long> own = own();
        for (int i = 0; i < OWN.size(); i++) {
            final String name = OWN.get(i);
            final boolean gauge = i == 1;
            all.put(name, own.get(i) - (gauge ? 0 : baseline.getOrDefault(name, 0L)));
        }
        if (core.subs().stream().anyMatch(SubXstats::isNamedOverFd)) {
            final SubDevice sending = core.paths().sending();
            all.put(DATA_PATH_VF, sending != null && isNamedOverFd(sending) ? 1L : 0L);
        }
        for (final SubDevice sub : core.subs()) {
            final EthDev port = sub.port();
            if (port != null) {
                addSub(all, sub.index(), port);
            }
        }
        return all;
    }

    /// In the order of [#OWN]; the sub-device that sends is −1 for none.
    private List<Long> own() {
        final SubDevice sending = core.paths().sending();
        return List.of(core.paths().switches(), sending == null ? -1L : sending.index(), core.subs().stream().mapToLong(SubDevice::plugIns)
            .sum(), core.subs().stream().mapToLong(SubDevice::removals).sum(), core.subs().stream().mapToLong(SubDevice::lost).sum());
    }

    private static boolean isNamedOverFd(final SubDevice sub) {
        return sub.source() instanceof FdSource;
    }

    private void addSub(final Map<String, Long> all, final int index, final EthDev port) {
        final boolean same = baselinePorts.get(index) == port;
        statsOf(port).forEach((name, value) -> {
            final String told = prefixed(index, name);
            all.put(told, value - (same ? baseline.getOrDefault(told, 0L) : 0L));
        });
    }

    private static Map<String, Long> statsOf(final EthDev port) {
        try {
            return port.xstats();
        } catch (final EthDevException e) {
            // It was closed at this moment: it has no statistics of its own any more.
            return Map.of();
        }
    }

    private static String prefixed(final int index, final String name) {
        if (name.startsWith("rx_") || name.startsWith("tx_")) {
            return name.substring(0, 3) + "sub" + index + '_' + name.substring(3);
        }
        return "sub" + index + '_' + name;
    }
}
