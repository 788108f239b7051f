package dev.pollmode.testpmd;

import dev.pollmode.ethdev.RssHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of a packet can be hashed, by the names of DPDK's testpmd.
final class RssTypes {
    private static final Map<String, Long> SINGLE = new LinkedHashMap<>();
    private static final Map<String, Long> GROUPS = new LinkedHashMap<>();

    static {
        SINGLE.put("ipv4", RssHash.IPV4);
        SINGLE.put("ipv4-frag", RssHash.FRAG_IPV4);
        SINGLE.put("ipv4-tcp", RssHash.NONFRAG_IPV4_TCP);
        SINGLE.put("ipv4-udp", RssHash.NONFRAG_IPV4_UDP);
        SINGLE.put("ipv4-other", RssHash.NONFRAG_IPV4_OTHER);
        SINGLE.put("ipv6", RssHash.IPV6);
        SINGLE.put("ipv6-frag", RssHash.FRAG_IPV6);
        SINGLE.put("ipv6-tcp", RssHash.NONFRAG_IPV6_TCP);
        SINGLE.put("ipv6-udp", RssHash.NONFRAG_IPV6_UDP);
        SINGLE.put("ipv6-other", RssHash.NONFRAG_IPV6_OTHER);
        GROUPS.put("all", RssHash.IP | RssHash.TCP | RssHash.UDP);
        GROUPS.put("default", RssHash.IP);
        GROUPS.put("ip", RssHash.IP);
        GROUPS.put("tcp", RssHash.TCP);
        GROUPS.put("udp", RssHash.UDP);
        GROUPS.put("none", 0L);
    }

    private RssTypes() {
    }

    /// {@return the choices of a command}
    static String choices() {
        return String.join("|", GROUPS.keySet()) + "|" + String.join("|", SINGLE.keySet());
    }

    /// {@return the bits of a name}
    static Optional<Long> find(final String name) {
        return Optional.ofNullable(GROUPS.getOrDefault(name, SINGLE.get(name)));
    }

    /// {@return the names of bits}
    static List<String> names(final long types) {
        return SINGLE.entrySet().stream().filter(entry -> (types & entry.getValue()) != 0).map(Map.Entry::getKey).toList();
    }
}
