package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Finds the headers of packets, whoever made them: nothing a packet says is believed before it was compared with the
/// bytes that are there.
///
/// Headers that reach into a second segment are looked at in a copy of the first [#MAX_HEADERS] bytes; what lies beyond
/// counts as cut off. Tags and IPv6 extension headers are walked up to a limit each. Encapsulated packets are payload.
///
/// One parser belongs to one thread; nothing is allocated after construction.
public final class PacketParser {
    /// How far headers reach at the most in a packet of several segments, in bytes.
    public static final int MAX_HEADERS = 512;

    private static final int MAX_TAGS = 8;
    private static final int MAX_EXTENSIONS = 8;
    private static final int SCTP_LENGTH = 12;
    private static final int ICMP_LENGTH = 8;
    private static final int FRAGMENT_LENGTH = 8;

    private final MemorySegment scratch = Arena.ofAuto().allocate(MAX_HEADERS);

    /// Makes a parser.
    public PacketParser() {
    }

    /// Looks at a packet that begins with an Ethernet header.
    ///
    /// @param packet the packet; its bytes and metadata stay as they are
    /// @param into where the result goes
    /// @return what the packet is, [Headers#packetType()]
    public int parse(final Mbuf packet, final Headers into) {
        final int type = parse(packet.dataAddress(), packet.dataLength(), into);
        return into.cut && packet.next() != null ? parse(scratch.address(), gather(packet), into) : type;
    }

    /// Looks at a packet that begins with an IP header (of a tun interface).
    ///
    /// @param packet the packet; its bytes and metadata stay as they are
    /// @param into where the result goes
    /// @return what the packet is, [Headers#packetType()]
    public int parseIp(final Mbuf packet, final Headers into) {
        final int type = parseIp(packet.dataAddress(), packet.dataLength(), into);
        return into.cut && packet.next() != null ? parseIp(scratch.address(), gather(packet), into) : type;
    }

    private int gather(final Mbuf packet) {
        int length = 0;
        for (Mbuf segment = packet; segment != null && length < MAX_HEADERS; segment = segment.next()) {
            final int part = Math.min(segment.dataLength(), MAX_HEADERS - length);
            Mem.copy(segment.dataAddress(), scratch.address() + length, part);
            length += part;
        }
        return length;
    }

    /// Looks at a frame in memory, which begins with an Ethernet header.
    ///
    /// @param address where it begins; readable for `length` bytes, which the caller answers for
    /// @param length bytes at hand
    /// @param into where the result goes
    /// @return what the packet is, [Headers#packetType()]
    public static int parse(final long address, final int length, final Headers into) {
        into.clear();
        if (length < EthernetHeader.LENGTH) {
            into.cut = true;
            return 0;
        }
        into.packetType = PacketType.L2_ETHER;
        into.l2Length = EthernetHeader.LENGTH;
        final int type = Mem.getShortBe(address + EthernetHeader.ETHER_TYPE) & 0xffff;
        if (type == EthernetHeader.TYPE_VLAN || type == EthernetHeader.TYPE_QINQ) {
            walkTags(address, length, type, into);
        } else {
            into.etherType = type;
        }
        switch (into.etherType) {
            case EthernetHeader.TYPE_IPV4 -> ipv4(address, length, into);
            case EthernetHeader.TYPE_IPV6 -> ipv6(address, length, into);
            case EthernetHeader.TYPE_ARP -> plainEther(into, PacketType.L2_ETHER_ARP);
            case EthernetHeader.TYPE_LLDP -> plainEther(into, PacketType.L2_ETHER_LLDP);
            case EthernetHeader.TYPE_TIMESYNC -> plainEther(into, PacketType.L2_ETHER_TIMESYNC);
            default -> {
            }
        }
        return into.packetType;
    }

    /// Looks at a packet in memory, which begins with an IP header.
    ///
    /// @param address where it begins; readable for `length` bytes, which the caller answers for
    /// @param length bytes at hand
    /// @param into where the result goes
    /// @return what the packet is, [Headers#packetType()]
    public static int parseIp(final long address, final int length, final Headers into) {
        into.clear();
        if (length < 1) {
            into.cut = true;
            return 0;
        }
        final int version = Mem.getByte(address) >> 4 & 0xf;
        if (version == 4) {
            into.etherType = EthernetHeader.TYPE_IPV4;
            ipv4(address, length, into);
        } else if (version == 6) {
            into.etherType = EthernetHeader.TYPE_IPV6;
            ipv6(address, length, into);
        }
        return into.packetType;
    }

    private static void plainEther(final Headers into, final int type) {
        if (into.vlanTags == 0) {
            into.packetType = type;
        }
    }

    private static void walkTags(final long address, final int length, final int firstType, final Headers into) {
        int type = firstType;
        while (type == EthernetHeader.TYPE_VLAN || type == EthernetHeader.TYPE_QINQ) {
            final int at = into.l2Length;
            if (at + VlanTag.LENGTH > length || into.vlanTags == MAX_TAGS) {
                into.cut = at + VlanTag.LENGTH > length;
                return;
            }
            if (into.vlanTags++ == 0) {
                into.vlanTci = Mem.getShortBe(address + at) & 0xffff;
            }
            into.packetType = firstType == EthernetHeader.TYPE_QINQ || into.vlanTags > 1
                ? PacketType.L2_ETHER_QINQ : PacketType.L2_ETHER_VLAN;
            into.l2Length += VlanTag.LENGTH;
            type = Mem.getShortBe(address + at + 2) & 0xffff;
        }
        into.etherType = type;
    }

    private static void ipv4(final long address, final int length, final Headers into) {
        final int at = into.l2Length;
        if (at + Ipv4Header.LENGTH > length) {
            into.cut = true;
            return;
        }
        final long header = address + at;
        final int versionAndLength = Mem.getByte(header) & 0xff;
        final int headerLength = (versionAndLength & 0xf) << 2;
        if (versionAndLength >> 4 != 4 || headerLength < Ipv4Header.LENGTH) {
            return;
        }
        into.packetType |= headerLength == Ipv4Header.LENGTH ? PacketType.L3_IPV4 : PacketType.L3_IPV4_EXT;
        if (at + headerLength > length) {
            into.cut = true;
            return;
        }
        into.l3Length = headerLength;
        into.datagramLength = Mem.getShortBe(header + Ipv4Header.TOTAL_LENGTH) & 0xffff;
        into.protocol = Mem.getByte(header + Ipv4Header.PROTOCOL) & 0xff;
        final int fragment = Mem.getShortBe(header + Ipv4Header.FRAGMENT) & (Ipv4Header.MORE_FRAGMENTS | Ipv4Header.OFFSET_MASK);
        if (fragment != 0) {
            onFragment(into, (fragment & Ipv4Header.OFFSET_MASK) << 3);
        } else {
            layer4(address, length, into);
        }
    }

    private static void onFragment(final Headers into, final int offset) {
        into.fragment = true;
        into.fragmentOffset = offset;
        into.packetType |= PacketType.L4_FRAG;
    }

    private static void ipv6(final long address, final int length, final Headers into) {
        final int at = into.l2Length;
        if (at + Ipv6Header.LENGTH > length) {
            into.cut = true;
            return;
        }
        final long header = address + at;
        if ((Mem.getByte(header) & 0xf0) != 0x60) {
            return;
        }
        into.l3Length = Ipv6Header.LENGTH;
        into.datagramLength = Ipv6Header.LENGTH + (Mem.getShortBe(header + Ipv6Header.PAYLOAD_LENGTH) & 0xffff);
        final int next = Mem.getByte(header + Ipv6Header.NEXT_HEADER) & 0xff;
        if (isExtension(next)) {
            into.packetType |= PacketType.L3_IPV6_EXT;
            walkExtensions(address, length, next, into);
        } else {
            into.packetType |= PacketType.L3_IPV6;
            into.protocol = next;
            layer4(address, length, into);
        }
    }

    private static boolean isExtension(final int next) {
        return switch (next) {
            case Ipv6Header.HOP_BY_HOP, Ipv6Header.ROUTING, Ipv6Header.FRAGMENT, Ipv6Header.ESP, Ipv6Header.AUTHENTICATION,
                Ipv6Header.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    /// RFC 8200, section 4; a fragment header without other fragments is like none (RFC 6946).
    private static void walkExtensions(final long address, final int length, final int first, final Headers into) {
        int next = first;
        for (int walked = 0; isExtension(next); walked++) {
            final int at = into.l2Length + into.l3Length;
            if (next == Ipv6Header.ESP || walked == MAX_EXTENSIONS) {
                return;
            }
            if (at + FRAGMENT_LENGTH > length) {
                into.cut = true;
                return;
            }
            final int bytes = extensionLength(next, Mem.getByte(address + at + 1) & 0xff);
            if (at + bytes > length) {
                into.cut = true;
                return;
            }
            into.l3Length += bytes;
            final int fragment = next == Ipv6Header.FRAGMENT ? Mem.getShortBe(address + at + 2) & 0xfff9 : 0;
            next = Mem.getByte(address + at) & 0xff;
            if (fragment != 0) {
                into.protocol = next;
                onFragment(into, fragment & 0xfff8);
                return;
            }
        }
        into.protocol = next;
        layer4(address, length, into);
    }

    /// Lengths are told in units of 8 bytes without the first (RFC 8200), of an authentication header in units of 4
    /// without the first two (RFC 4302); the fragment header has none.
    private static int extensionLength(final int header, final int told) {
        return switch (header) {
            case Ipv6Header.FRAGMENT -> FRAGMENT_LENGTH;
            case Ipv6Header.AUTHENTICATION -> told + 2 << 2;
            default -> told + 1 << 3;
        };
    }

    private static void layer4(final long address, final int length, final Headers into) {
        switch (into.protocol) {
            case Ipv4Header.TCP -> tcp(address, length, into);
            case Ipv4Header.UDP -> fixed(length, UdpHeader.LENGTH, PacketType.L4_UDP, into);
            case Ipv4Header.SCTP -> fixed(length, SCTP_LENGTH, PacketType.L4_SCTP, into);
            case Ipv4Header.ICMP -> icmp(length, into.isIpv4(), PacketType.L4_ICMP, into);
            case Ipv6Header.ICMP -> icmp(length, into.isIpv6(), PacketType.L4_ICMP, into);
            case Ipv4Header.IGMP -> icmp(length, into.isIpv4(), PacketType.L4_IGMP, into);
            default -> {
            }
        }
    }

    private static void icmp(final int length, final boolean meant, final int type, final Headers into) {
        if (meant) {
            fixed(length, ICMP_LENGTH, type, into);
        }
    }

    private static void fixed(final int length, final int headerLength, final int type, final Headers into) {
        if (into.l4Offset() + headerLength > length) {
            into.cut = true;
            return;
        }
        into.packetType |= type;
        into.l4Length = headerLength;
    }

    private static void tcp(final long address, final int length, final Headers into) {
        final int at = into.l4Offset();
        if (at + TcpHeader.LENGTH > length) {
            into.cut = true;
            return;
        }
        into.packetType |= PacketType.L4_TCP;
        final int headerLength = Mem.getByte(address + at + TcpHeader.DATA_OFFSET) >>> 2 & 0x3c;
        if (at + headerLength > length) {
            into.cut = true;
        } else if (headerLength >= TcpHeader.LENGTH) {
            into.l4Length = headerLength;
        }
    }
}
