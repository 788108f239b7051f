package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthStats;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// What the sub-devices carried: of those that left, what they had counted last; of those there, what they count now.
/// The sums never fall. Safe for use by several threads.
final class Ledger {
    /// The account of one place.
    private static final class Account {
        EthStats past = EthStats.ZERO;
        EthDev live;
        EthStats snapshot = EthStats.ZERO;
        long snapshotNs = -1;
    }

    private final Account[] accounts;
    private final Logger log;

    Ledger(final int places, final Logger log) {
        accounts = new Account[places];
        for (int i = 0; i < places; i++) {
            accounts[i] = new Account();
        }
        this.log = log;
    }

    /// Counts a port from now on.
    synchronized void open(final int index, final EthDev port) {
        final Account account = accounts[index];
        account.live = port;
        account.snapshot = EthStats.ZERO;
        account.snapshotNs = -1;
    }

    /// Keeps what a port counted, because it left.
    synchronized void close(final int index) {
        final Account account = accounts[index];
        if (account.live == null) {
            return;
        }
        if (!update(account)) {
            log.log(Level.WARNING, "Could not access latest statistics from sub-device " + index + ". " + (account.snapshotNs < 0
                ? "No snapshot." : "Using latest snapshot taken before " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()
                - account.snapshotNs) + " seconds."));
        }
        account.past = account.past.plus(account.snapshot);
        account.live = null;
        account.snapshot = EthStats.ZERO;
    }

    /// {@return what one place carried}
    ///
    /// @param index which
    synchronized EthStats of(final int index) {
        final Account account = accounts[index];
        if (account.live == null) {
            return account.past;
        }
        update(account);
        return account.past.plus(account.snapshot);
    }

    /// {@return what all carried}
    synchronized EthStats total() {
        EthStats total = EthStats.ZERO;
        for (int i = 0; i < accounts.length; i++) {
            total = total.plus(of(i));
        }
        return total;
    }

    private static boolean update(final Account account) {
        try {
            account.snapshot = account.live.stats();
            account.snapshotNs = System.nanoTime();
            return true;
        } catch (final RuntimeException e) {
            return false;
        }
    }
}
