package dev.pollmode.ethdev;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A field of a header that the items `eth`, `vlan`, `ipv4`, `ipv6`, `udp` and `tcp` of flow rules name, and where it is: bits are counted from the first
/// of the header, the most significant of its first byte.
public enum FlowField {
    /// Destination address.
    ETH_DST("eth", "dst", 0, 48, Form.MAC),
    /// Source address.
    ETH_SRC("eth", "src", 48, 48, Form.MAC),
    /// Ethernet type; that of the VLAN tag if there is one.
    ETH_TYPE("eth", "type", 96, 16, Form.NUMBER),
    /// Priority, drop eligibility and number of the VLAN.
    VLAN_TCI("vlan", "tci", 0, 16, Form.NUMBER),
    /// Priority.
    VLAN_PCP("vlan", "pcp", 0, 3, Form.NUMBER),
    /// Drop eligibility.
    VLAN_DEI("vlan", "dei", 3, 1, Form.NUMBER),
    /// Number of the VLAN.
    VLAN_VID("vlan", "vid", 4, 12, Form.NUMBER),
    /// Ethernet type of what is inside.
    VLAN_INNER_TYPE("vlan", "inner_type", 16, 16, Form.NUMBER),
    /// Version, and length of the header in words.
    IPV4_VERSION_IHL("ipv4", "version_ihl", 0, 8, Form.NUMBER),
    /// Type of service.
    IPV4_TOS("ipv4", "tos", 8, 8, Form.NUMBER),
    /// Length of the packet.
    IPV4_LENGTH("ipv4", "length", 16, 16, Form.NUMBER),
    /// Identification.
    IPV4_PACKET_ID("ipv4", "packet_id", 32, 16, Form.NUMBER),
    /// Flags and offset of a fragment.
    IPV4_FRAGMENT_OFFSET("ipv4", "fragment_offset", 48, 16, Form.NUMBER),
    /// Time to live.
    IPV4_TTL("ipv4", "ttl", 64, 8, Form.NUMBER),
    /// Protocol of what is inside.
    IPV4_PROTO("ipv4", "proto", 72, 8, Form.NUMBER),
    /// Source address.
    IPV4_SRC("ipv4", "src", 96, 32, Form.IPV4),
    /// Destination address.
    IPV4_DST("ipv4", "dst", 128, 32, Form.IPV4),
    /// Traffic class.
    IPV6_TC("ipv6", "tc", 4, 8, Form.NUMBER),
    /// Flow label.
    IPV6_FLOW("ipv6", "flow", 12, 20, Form.NUMBER),
    /// The next header.
    IPV6_PROTO("ipv6", "proto", 48, 8, Form.NUMBER),
    /// Hop limit.
    IPV6_HOP("ipv6", "hop", 56, 8, Form.NUMBER),
    /// Source address.
    IPV6_SRC("ipv6", "src", 64, 128, Form.IPV6),
    /// Destination address.
    IPV6_DST("ipv6", "dst", 192, 128, Form.IPV6),
    /// Source port.
    UDP_SRC("udp", "src", 0, 16, Form.NUMBER),
    /// Destination port.
    UDP_DST("udp", "dst", 16, 16, Form.NUMBER),
    /// Source port.
    TCP_SRC("tcp", "src", 0, 16, Form.NUMBER),
    /// Destination port.
    TCP_DST("tcp", "dst", 16, 16, Form.NUMBER),
    /// Flags.
    TCP_FLAGS("tcp", "flags", 104, 8, Form.NUMBER);

    /// How values are written.
    enum Form {
        NUMBER, MAC, IPV4, IPV6
    }

    final Form form;
    private final String item;
    private final String text;
    private final int offset;
    private final int width;

    FlowField(final String item, final String text, final int offset, final int width, final Form form) {
        this.item = item;
        this.text = text;
        this.offset = offset;
        this.width = width;
        this.form = form;
    }

    /// {@return the fields of an item}
    ///
    /// @param item its name
    public static List<FlowField> of(final String item) {
        return Arrays.stream(values()).filter(field -> field.item.equals(item)).toList();
    }

    static Optional<FlowField> find(final String item, final String text) {
        return of(item).stream().filter(field -> field.text.equals(text)).findFirst();
    }

    /// {@return the name of the item}
    public String item() {
        return item;
    }

    /// {@return its name in the item}
    public String text() {
        return text;
    }

    /// {@return the first bit in the header}
    public int offset() {
        return offset;
    }

    /// {@return how many bits}
    public int width() {
        return width;
    }
}
