package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthConf;
import java.util.function.Consumer;

/// How a port spreads packets over its queues: the settings, and the device's side of them while the port is started.
///
/// The control plane calls, one thread at a time.
final class Spreading {
    private final int tableLength;
    private RssSettings settings = RssSettings.none();
    private RssTargets targets;

    /// @param tableLength entries of the table of queues, a power of two
    Spreading(final int tableLength) {
        this.tableLength = tableLength;
    }

    /// {@return entries of the table of queues}
    int tableLength() {
        return tableLength;
    }

    /// Spreads over the queues of a configuration alike; the key stays.
    void configure(final EthConf conf) {
        settings = settings.withQueues(conf.rxQueues(), tableLength, conf.rssHashTypes());
    }

    /// Makes the device's side.
    ///
    /// @param queues numbers of the receive queues
    /// @param running gets what takes it away
    /// @param undo for the device's side
    /// @return number of the table to which received frames are to be led
    int start(final Resources resources, final int[] queues, final Undo running, final Undo undo) {
        targets = new RssTargets(resources, undo, settings, queues);
        running.add(() -> {
            final RssTargets last = targets;
            targets = null;
            last.close();
        });
        return targets.table();
    }

    private void change(final RssSettings wanted, final Consumer<RssTargets> command) {
        if (targets != null) {
            command.accept(targets);
        }
        settings = wanted;
    }

    /// Hashes with another key, if there is one, and other fields.
    void hash(final byte[] key, final long types) {
        final RssSettings wanted = settings.withHash(key, types);
        change(wanted, device -> device.hash(wanted));
    }

    /// Spreads by another table.
    void table(final int[] queues) {
        final RssSettings wanted = settings.withTable(queues);
        change(wanted, device -> device.queues(wanted));
    }

    /// {@return the key, a copy}
    byte[] key() {
        return settings.key().clone();
    }

    /// {@return what is hashed}
    long types() {
        return settings.types();
    }

    /// {@return the table, a copy}
    int[] table() {
        return settings.table().clone();
    }
}
