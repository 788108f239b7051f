package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.sys.Errno;

/// Spreading over queues as the kernel does it: a flow comes to the queue that sent its last packet, others are spread by the kernel's own
/// hash. The types can be noted; the key is told, but neither used nor changed.
interface FixedRss extends RssControl {
    /// What can be asked to be hashed.
    long TYPES = RssHash.IP | RssHash.TCP | RssHash.UDP | RssHash.IPV6_EX | RssHash.IPV6_TCP_EX | RssHash.IPV6_UDP_EX;
    /// Bytes of the key.
    int KEY_SIZE = 40;

    /// What is noted.
    final class State {
        private static final byte[] KEY = RssHash.defaultKey();

        private long types;
    }

    /// {@return what is noted}
    State rss();

    /// {@return the number of the port}
    int portId();

    @Override
    default void rssHash(final byte[] key, final long hashTypes) {
        if (key != null) {
            throw new EthDevException(Errno.EINVAL, "port " + portId() + " RSS key cannot be updated");
        }
        if ((hashTypes & ~TYPES) != 0) {
            throw new EthDevException(Errno.EINVAL, "port " + portId() + " can't hash the types 0x" + Long.toHexString(hashTypes & ~TYPES));
        }
        rss().types = hashTypes;
    }

    @Override
    default byte[] rssKey() {
        return State.KEY.clone();
    }

    @Override
    default long rssHashTypes() {
        return rss().types;
    }

    @Override
    default void rssTable(final int[] queues) {
        throw noTable();
    }

    @Override
    default int[] rssTable() {
        throw noTable();
    }

    private EthDevException noTable() {
        return new EthDevException(Errno.ENOTSUP, "port " + portId() + " has no RSS redirection table");
    }
}
