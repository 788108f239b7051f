package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// A route, as far as it is of interest here: which interfaces it leads to.
///
/// @param family            [Sock#AF_INET] or [Sock#AF_INET6]
/// @param destinationLength how many bits of the destination count; 0 is a default route
/// @param table             its routing table
/// @param type              its kind, [#UNICAST] ...
/// @param interfaces        the indices of the interfaces it leads to; several with multipath, none for `unreachable` and the like
public record RouteInfo(int family, int destinationLength, long table, int type, List<Integer> interfaces) {
    /// `RTN_UNICAST`: leads to a gateway or onto a link.
    public static final int UNICAST = 1;

    private static final int RTM_F_CLONED = 0x200;
    private static final int RTA_OIF = 4;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    // struct rtnexthop: 2 bytes length, flags, hops, then the index of the interface; attributes follow.
    private static final int NEXT_HOP = 8;
    private static final int NEXT_HOP_INDEX = 4;

    /// Copies the list.
    public RouteInfo {
        interfaces = List.copyOf(interfaces);
    }

    /// {@return whether it leads to everywhere}
    public boolean isDefault() {
        return destinationLength == 0 && type == UNICAST;
    }

    /// Reads a message RTM_NEWROUTE.
    ///
    /// @param message the message
    /// @return the route; null for an entry of a cache
    /// @throws NetlinkException `EBADMSG` when the message is malformed
    static RouteInfo of(final NetlinkMessage message) {
        final MemorySegment header = message.header(RtMsg.SIZE);
        if ((RtMsg.flags(header) & RTM_F_CLONED) != 0) {
            return null;
        }
        long table = RtMsg.table(header);
        final List<Integer> interfaces = new ArrayList<>();
        final NetlinkAttributes attributes = message.attributes(RtMsg.SIZE);
        while (attributes.next()) {
            switch (attributes.type()) {
                case RTA_OIF -> interfaces.add(attributes.s32());
                case RTA_TABLE -> table = Integer.toUnsignedLong(attributes.s32());
                case RTA_MULTIPATH -> addNextHops(attributes.struct(attributes.length()), interfaces);
                default -> { }
            }
        }
        return new RouteInfo(RtMsg.family(header), RtMsg.destinationLength(header), table, RtMsg.type(header), interfaces);
    }

    private static void addNextHops(final MemorySegment hops, final List<Integer> interfaces) {
        long next = 0;
        while (next < hops.byteSize()) {
            final long remaining = hops.byteSize() - next;
            final int length = remaining < NEXT_HOP ? 0 : Short.toUnsignedInt(hops.get(ValueLayout.JAVA_SHORT_UNALIGNED, next));
            if (length < NEXT_HOP || length > remaining) {
                throw NetlinkException.malformed("a next hop at " + next + " claims " + length + " bytes of " + remaining);
            }
            interfaces.add(hops.get(ValueLayout.JAVA_INT_UNALIGNED, next + NEXT_HOP_INDEX));
            next += NetlinkAttributes.align(length);
        }
    }
}
