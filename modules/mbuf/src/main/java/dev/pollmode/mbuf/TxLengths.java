package dev.pollmode.mbuf;

/// Header lengths and segment size, packed into the 64 bits of [Mbuf#txLengths()].
///
/// | bits  | field        | meaning                                           |
/// |------:|--------------|---------------------------------------------------|
/// |  0-6  | `l2Length`   | Ethernet header with tags, in bytes               |
/// |  7-15 | `l3Length`   | IP header with options or extensions              |
/// | 16-23 | `l4Length`   | TCP header with options, or 8 for UDP             |
/// | 24-39 | `segmentSize`| bytes of payload in one segment (MSS)             |
///
/// The layout of `tx_offload` in DPDK's rte_mbuf_core.h.
public final class TxLengths {
    private TxLengths() {
    }

    /// {@return the four values packed}
    ///
    /// @param l2Length bytes, at most 127
    /// @param l3Length bytes, at most 511
    /// @param l4Length bytes, at most 255
    /// @param segmentSize bytes, at most 65535; 0 when nothing is to be segmented
    public static long of(final int l2Length, final int l3Length, final int l4Length, final int segmentSize) {
        return l2Length & 0x7fL | (l3Length & 0x1ffL) << 7 | (l4Length & 0xffL) << 16 | (segmentSize & 0xffffL) << 24;
    }

    /// {@return the length of the Ethernet header}
    ///
    /// @param packed made by [#of]
    public static int l2Length(final long packed) {
        return (int) packed & 0x7f;
    }

    /// {@return the length of the IP header}
    ///
    /// @param packed made by [#of]
    public static int l3Length(final long packed) {
        return (int) (packed >>> 7) & 0x1ff;
    }

    /// {@return the length of the TCP or UDP header}
    ///
    /// @param packed made by [#of]
    public static int l4Length(final long packed) {
        return (int) (packed >>> 16) & 0xff;
    }

    /// {@return the payload of one segment in bytes}
    ///
    /// @param packed made by [#of]
    public static int segmentSize(final long packed) {
        return (int) (packed >>> 24) & 0xffff;
    }
}
