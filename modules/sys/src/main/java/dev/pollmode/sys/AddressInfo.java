package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// An address of an interface.
///
/// @param index        the index of the interface
/// @param family       [Sock#AF_INET] or [Sock#AF_INET6]
/// @param address      the address in network order, 4 or 16 bytes. Copied in and out
/// @param prefixLength how many bits are the network
/// @param scope        where it is valid, [#SCOPE_UNIVERSE] ...
public record AddressInfo(int index, int family, byte[] address, int prefixLength, int scope) {
    /// Valid everywhere (`linux/rtnetlink.h`).
    public static final int SCOPE_UNIVERSE = 0;
    /// Valid in this site (deprecated for IPv6).
    public static final int SCOPE_SITE = 200;
    /// Valid on this link: `fe80::`, `169.254.` where it was configured so.
    public static final int SCOPE_LINK = 253;
    /// Valid on this host: `127.0.0.1`, `::1`.
    public static final int SCOPE_HOST = 254;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    /// Copies the address.
    public AddressInfo {
        address = address.clone();
    }

    /// {@return a copy of the address}
    @Override
    public byte[] address() {
        return address.clone();
    }

    /// {@return whether others can reach it: its scope is not the link or the host}
    public boolean isGlobal() {
        return scope < SCOPE_LINK;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof AddressInfo that && index == that.index && family == that.family
            && Arrays.equals(address, that.address) && prefixLength == that.prefixLength && scope == that.scope;
    }

    @Override
    public int hashCode() {
        return 31 * index + Arrays.hashCode(address);
    }

    /// Reads a message RTM_NEWADDR.
    ///
    /// @param message the message
    /// @return the address; null when it is of another family than IPv4 and IPv6
    /// @throws NetlinkException `EBADMSG` when the message is malformed, or an address of the wrong length
    static AddressInfo of(final NetlinkMessage message) {
        final MemorySegment header = message.header(IfAddrMsg.SIZE);
        final int family = IfAddrMsg.family(header);
        if (family != Sock.AF_INET && family != Sock.AF_INET6) {
            return null;
        }
        byte[] address = {};
        boolean local = false;
        final NetlinkAttributes attributes = message.attributes(IfAddrMsg.SIZE);
        while (attributes.next()) {
            if (attributes.type() == IFA_LOCAL) {
                // On a point-to-point link IFA_ADDRESS is the other end.
                address = attributes.bytes();
                local = true;
            } else if (attributes.type() == IFA_ADDRESS && !local) {
                address = attributes.bytes();
            }
        }
        if (address.length != (family == Sock.AF_INET ? 4 : 16)) {
            throw NetlinkException.malformed("an address of family " + family + " with " + address.length + " bytes");
        }
        return new AddressInfo(IfAddrMsg.index(header), family, address, IfAddrMsg.prefixLength(header), IfAddrMsg.scope(header));
    }
}
