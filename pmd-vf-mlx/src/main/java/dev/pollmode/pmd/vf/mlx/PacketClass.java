package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.RssHash;
import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.RxHashFields;
import dev.pollmode.mlx5.prm.Struct;

/// Kinds of packets for which the function hashes different fields; each has a receive target. In the order in which they are looked for.
enum PacketClass {
    TCP4(Kind.TRANSPORT, 4, 6, RssHash.NONFRAG_IPV4_TCP, RssHash.IPV4),
    UDP4(Kind.TRANSPORT, 4, 17, RssHash.NONFRAG_IPV4_UDP, RssHash.IPV4),
    TCP6(Kind.TRANSPORT, 6, 6, RssHash.NONFRAG_IPV6_TCP, RssHash.IPV6),
    UDP6(Kind.TRANSPORT, 6, 17, RssHash.NONFRAG_IPV6_UDP, RssHash.IPV6),
    FRAGMENT4(Kind.FRAGMENT, 4, 0, 0, RssHash.IPV4 | RssHash.FRAG_IPV4),
    FRAGMENT6(Kind.FRAGMENT, 6, 0, 0, RssHash.IPV6 | RssHash.FRAG_IPV6),
    OTHER4(Kind.INTERNET, 4, 0, 0, RssHash.IPV4 | RssHash.NONFRAG_IPV4_OTHER),
    OTHER6(Kind.INTERNET, 6, 0, 0, RssHash.IPV6 | RssHash.NONFRAG_IPV6_OTHER),
    REST(Kind.ANY, 0, 0, 0, 0);

    /// What tells the classes apart; the classes of one kind follow one another.
    enum Kind {
        /// Whole TCP and UDP packets.
        TRANSPORT,
        /// Fragments of IP packets.
        FRAGMENT,
        /// Other IP packets.
        INTERNET,
        /// Everything else.
        ANY;

        /// Sets the bits that are compared.
        void mask(final Struct headers) {
            if (this != ANY) {
                headers.set(FlowMatchHeaders.ETHERTYPE, 0xffff);
            }
            if (this == TRANSPORT) {
                headers.set(FlowMatchHeaders.IP_PROTOCOL, 0xff);
            }
            if (this == TRANSPORT || this == FRAGMENT) {
                headers.set(FlowMatchHeaders.FRAG, 1);
            }
        }
    }

    private static final int ADDRESSES = 0b0011;
    private static final int ADDRESSES_AND_PORTS = 0b1111;
    private static final int UDP = 17;

    private final Kind kind;
    private final int version;
    private final int protocol;
    private final long portTypes;
    private final long addressTypes;

    PacketClass(final Kind kind, final int version, final int protocol, final long portTypes, final long addressTypes) {
        this.kind = kind;
        this.version = version;
        this.protocol = protocol;
        this.portTypes = portTypes;
        this.addressTypes = addressTypes;
    }

    /// {@return all that can be hashed, bits of [RssHash]}
    static long supported() {
        long types = 0;
        for (final PacketClass packets : values()) {
            types |= packets.portTypes | packets.addressTypes;
        }
        return types;
    }

    /// {@return what tells it from others}
    Kind kind() {
        return kind;
    }

    /// Sets what its packets have in the fields that are compared.
    void match(final Struct headers) {
        if (version != 0) {
            headers.set(FlowMatchHeaders.ETHERTYPE, version == 4 ? 0x0800 : 0x86dd);
        }
        headers.set(FlowMatchHeaders.IP_PROTOCOL, protocol).set(FlowMatchHeaders.FRAG, kind == Kind.FRAGMENT);
    }

    /// Sets what of its packets is hashed.
    ///
    /// @param selection a [RxHashFields]
    /// @param types what the port shall hash, bits of [RssHash]
    void select(final Struct selection, final long types) {
        final boolean ports = (types & portTypes) != 0;
        final boolean addresses = (types & addressTypes) != 0;
        selection.set(RxHashFields.L3_PROT_TYPE, version == 6).set(RxHashFields.L4_PROT_TYPE, protocol == UDP)
            .set(RxHashFields.SELECTED_FIELDS, ports ? ADDRESSES_AND_PORTS : addresses ? ADDRESSES : 0);
    }
}
