package dev.pollmode.ethdev;

/// The hash that spreads packets over queues.
public interface RssControl extends Capability {
    /// Sets key and types.
    ///
    /// @param key the hash key, or null to keep it
    /// @param hashTypes bits of [RssHash]
    void rssHash(byte[] key, long hashTypes);

    /// {@return the hash key}
    byte[] rssKey();

    /// {@return what is hashed, bits of [RssHash]}
    long rssHashTypes();

    /// Sets the redirection table.
    ///
    /// @param queues the queue of each entry; as long as [EthDevInfo#rssTableSize()]
    void rssTable(int[] queues);

    /// {@return the redirection table}
    int[] rssTable();
}
