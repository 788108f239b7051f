package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.RssHash;

/// How packets are spread over the receive queues. Immutable; the arrays are not handed out.
///
/// @param key of the Toeplitz hash
/// @param types what is hashed, bits of [RssHash]
/// @param table the queue for each value of the hash's low bits
record RssSettings(byte[] key, long types, int[] table) {
    static final int KEY_LENGTH = 40;

    /// {@return what holds until something else is asked for: everything goes to the first queue}
    static RssSettings none() {
        return new RssSettings(RssHash.defaultKey(), 0, new int[1]);
    }

    /// {@return these for so many queues, each as often in the table as the others}
    RssSettings withQueues(final int queues, final int tableLength, final long hashTypes) {
        final int[] even = new int[tableLength];
        for (int i = 0; i < tableLength; i++) {
            even[i] = queues == 0 ? 0 : i % queues;
        }
        return new RssSettings(key, hashTypes, even);
    }

    /// {@return these with another hash}
    ///
    /// @param newKey null for the same
    RssSettings withHash(final byte[] newKey, final long hashTypes) {
        return new RssSettings(newKey == null ? key : newKey.clone(), hashTypes, table);
    }

    /// {@return these with another table}
    RssSettings withTable(final int[] queues) {
        return new RssSettings(key, types, queues.clone());
    }
}
