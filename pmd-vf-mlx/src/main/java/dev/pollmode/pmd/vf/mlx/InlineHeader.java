package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;

/// How long the headers of a packet are that a port wants to see in work requests. Looks at the first buffer only and never behind its end.
final class InlineHeader {
    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int TYPE = 12;
    private static final int VLAN = 0x8100;
    private static final int QINQ = 0x88a8;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int IPV6_EXTENSION_UNIT = 8;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int UDP_LENGTH = 8;
    private static final int TCP_OFFSET = 12;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION = 60;
    /// When they can't be seen: two tags, the longest IPv4 and TCP headers.
    private static final int LONGEST = ETHERNET + 2 * TAG + 60 + 60;

    private InlineHeader() {
    }

    /// {@return the bytes up to the end of the headers that a mode asks for, or more; may be more than the packet has}
    ///
    /// @param mode [TxLayout#IP] or [TxLayout#TCP_UDP]
    static int length(final Mbuf packet, final int mode) {
        final long data = packet.dataAddress();
        final int length = packet.dataLength();
        int at = ETHERNET;
        if (length < ETHERNET) {
            return LONGEST;
        }
        int type = Mem.getShortBe(data + TYPE) & 0xffff;
        while (type == VLAN || type == QINQ) {
            at += TAG;
            if (at > length) {
                return LONGEST;
            }
            type = Mem.getShortBe(data + at - 2) & 0xffff;
        }
        if (type == IPV4) {
            return afterIpv4(data, at, length, mode);
        }
        return type == IPV6 ? afterIpv6(data, at, length, mode) : Math.max(at, TxLayout.L2_LENGTH);
    }

    private static int afterIpv4(final long data, final int at, final int length, final int mode) {
        if (at + IPV4_LENGTH > length) {
            return LONGEST;
        }
        final int end = at + (Mem.getByte(data + at) & 0xf) * 4;
        return mode == TxLayout.IP ? end : afterTransport(data, end, length, Mem.getByte(data + at + 9) & 0xff);
    }

    private static int afterIpv6(final long data, final int at, final int length, final int mode) {
        if (at + IPV6_LENGTH > length) {
            return LONGEST;
        }
        int end = at + IPV6_LENGTH;
        int next = Mem.getByte(data + at + 6) & 0xff;
        while (next == HOP_BY_HOP || next == ROUTING || next == DESTINATION || next == FRAGMENT) {
            if (end + IPV6_EXTENSION_UNIT > length) {
                return LONGEST;
            }
            final int units = next == FRAGMENT ? 0 : Mem.getByte(data + end + 1) & 0xff;
            next = Mem.getByte(data + end) & 0xff;
            end += (units + 1) * IPV6_EXTENSION_UNIT;
        }
        return mode == TxLayout.IP ? end : afterTransport(data, end, length, next);
    }

    private static int afterTransport(final long data, final int at, final int length, final int protocol) {
        if (protocol == UDP) {
            return at + UDP_LENGTH;
        }
        if (protocol != TCP) {
            return at;
        }
        return at + TCP_OFFSET >= length ? LONGEST : at + (Mem.getByte(data + at + TCP_OFFSET) >>> 4 & 0xf) * 4;
    }
}
