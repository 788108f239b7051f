package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// What the user wants of a port beyond its configuration: `key=value,…` after the PCI address, with the names that DPDK's mlx5 gives them.
///
/// @param commandTimeout how long a command may take; `command_timeout_ms`, which is our own
/// @param tx what concerns sending
/// @param rx what concerns receiving
record DriverArguments(Duration commandTimeout, TxArguments tx, RxArguments rx) {
    static final String COMMAND_TIMEOUT = "command_timeout_ms";
    private static final int DEFAULT_TIMEOUT_MS = 60_000;
    private static final int MIN_TIMEOUT_MS = 10;
    private static final int MAX_TIMEOUT_MS = 600_000;

    /// {@return all keys that are known}
    static Set<String> keys() {
        final Set<String> keys = new TreeSet<>(TxArguments.KEYS);
        keys.addAll(RxArguments.KEYS);
        keys.add(COMMAND_TIMEOUT);
        return keys;
    }

    /// Reads arguments.
    ///
    /// @param text may be empty
    /// @throws EalException EINVAL for an unknown key or a value out of range, naming it
    static DriverArguments parse(final String text) {
        final Kvargs pairs = Kvargs.parse(text, keys());
        final int timeout = pairs.integer(COMMAND_TIMEOUT, DEFAULT_TIMEOUT_MS, MIN_TIMEOUT_MS, MAX_TIMEOUT_MS);
        return new DriverArguments(Duration.ofMillis(timeout), TxArguments.of(pairs), RxArguments.of(pairs));
    }
}
