package dev.pollmode.ethdev;

import java.util.HexFormat;

/// What of a packet goes into the RSS hash; bits as `RTE_ETH_RSS_*` of DPDK's rte_ethdev.h.
public final class RssHash {
    /// IPv4 addresses.
    public static final long IPV4 = 1L << 2;
    /// IPv4 addresses of fragments.
    public static final long FRAG_IPV4 = 1L << 3;
    /// IPv4 addresses and TCP ports.
    public static final long NONFRAG_IPV4_TCP = 1L << 4;
    /// IPv4 addresses and UDP ports.
    public static final long NONFRAG_IPV4_UDP = 1L << 5;
    /// IPv4 addresses of other protocols.
    public static final long NONFRAG_IPV4_OTHER = 1L << 7;
    /// IPv6 addresses.
    public static final long IPV6 = 1L << 8;
    /// IPv6 addresses of fragments.
    public static final long FRAG_IPV6 = 1L << 9;
    /// IPv6 addresses and TCP ports.
    public static final long NONFRAG_IPV6_TCP = 1L << 10;
    /// IPv6 addresses and UDP ports.
    public static final long NONFRAG_IPV6_UDP = 1L << 11;
    /// IPv6 addresses of other protocols.
    public static final long NONFRAG_IPV6_OTHER = 1L << 13;
    /// IPv6 addresses, also those in extension headers.
    public static final long IPV6_EX = 1L << 15;
    /// IPv6 addresses, also those in extension headers, and TCP ports.
    public static final long IPV6_TCP_EX = 1L << 16;
    /// IPv6 addresses, also those in extension headers, and UDP ports.
    public static final long IPV6_UDP_EX = 1L << 17;
    /// All that concerns addresses.
    public static final long IP = IPV4 | FRAG_IPV4 | NONFRAG_IPV4_OTHER | IPV6 | FRAG_IPV6 | NONFRAG_IPV6_OTHER;
    /// All that concerns TCP.
    public static final long TCP = NONFRAG_IPV4_TCP | NONFRAG_IPV6_TCP;
    /// All that concerns UDP.
    public static final long UDP = NONFRAG_IPV4_UDP | NONFRAG_IPV6_UDP;

    private static final String DEFAULT_KEY = "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

    private RssHash() {
    }

    /// {@return the key of a port that was given none: 40 bytes, those that the specification of RSS verifies hashes with (Microsoft, "Verifying
    /// the RSS Hash Calculation")}
    public static byte[] defaultKey() {
        return HexFormat.of().parseHex(DEFAULT_KEY);
    }
}
