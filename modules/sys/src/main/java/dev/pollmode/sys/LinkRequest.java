package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Begins the requests about links, and checks what names the link.
final class LinkRequest {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int IFLA_IFNAME = 3;

    // IFNAMSIZ without the zero byte.
    private static final int MAX_NAME = 15;

    private LinkRequest() {
    }

    static NetlinkRequest of(final String operation, final int type, final int flags, final int index) {
        final NetlinkRequest request = new NetlinkRequest(operation, type, flags);
        IfInfoMsg.index(request.header(IfInfoMsg.SIZE), requireIndex(index));
        return request;
    }

    static NetlinkRequest ofName(final String operation, final int type, final int flags, final String name) {
        requireName(name);
        final NetlinkRequest request = new NetlinkRequest(operation, type, flags);
        request.header(IfInfoMsg.SIZE);
        return request.put(IFLA_IFNAME, name);
    }

    static NetlinkRequest create(final String name, final String kind) {
        return ofName("RTM_NEWLINK(" + name + ", " + kind + ")", RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL, name);
    }

    static NetlinkRequest change(final int index, final String what) {
        return of(changeOf(index, what), RTM_NEWLINK, 0, index);
    }

    static NetlinkRequest flags(final int index, final int mask, final int flags, final String what) {
        final NetlinkRequest request = new NetlinkRequest(changeOf(index, what), RTM_NEWLINK, 0);
        final MemorySegment header = request.header(IfInfoMsg.SIZE);
        IfInfoMsg.index(header, requireIndex(index));
        IfInfoMsg.change(header, mask);
        IfInfoMsg.flags(header, flags);
        return request;
    }

    private static String changeOf(final int index, final String what) {
        return "RTM_NEWLINK(ifindex " + index + ", " + what + ")";
    }

    static int requireIndex(final int index) {
        if (index <= 0) {
            throw new IllegalArgumentException("not an interface index: " + index);
        }
        return index;
    }

    static String requireName(final String name) {
        final int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an interface name of 1 to " + MAX_NAME + " bytes: '" + name + "'");
        }
        return name;
    }
}
