package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.FilterAction;
import dev.pollmode.sys.FilterInfo;
import dev.pollmode.sys.LinkInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The mark on our filters, which tells them from the administrator's and remembers how the interface was before: whoever
/// comes after a process that was killed can put everything back.
///
/// | offset | size | field                                                    |
/// |-------:|-----:|----------------------------------------------------------|
/// |      0 |    3 | "PMt"                                                    |
/// |      3 |    1 | 1: the queueing discipline is ours; 2: the interface was up; 4: promiscuous; 8: all-multicast |
/// |      4 |    2 | its MTU; 0 when it does not fit                          |
/// |      6 |    6 | its MAC address                                          |
/// |     12 |    4 | the process                                              |
///
/// Sixteen bytes are what the kernel allows (`TC_COOKIE_MAX_SIZE`). Big-endian.
///
/// @param ownsQdisc whether the queueing discipline is ours too
/// @param flags the flags the interface had, out of [#FLAGS]
/// @param mtu the MTU it had, 0 when unknown
/// @param mac the address it had
/// @param pid the process that put the filter there
record RemoteCookie(boolean ownsQdisc, int flags, int mtu, MacAddress mac, int pid) {
    /// The flags that are remembered and restored.
    static final int FLAGS = LinkInfo.IFF_UP | LinkInfo.IFF_PROMISC | LinkInfo.IFF_ALLMULTI;

    private static final byte[] MAGIC = {'P', 'M', 't'};
    private static final int QDISC = 1;
    private static final int UP = 2;
    private static final int PROMISC = 4;
    private static final int ALLMULTI = 8;

    /// {@return the mark for filters of an interface as it is now}
    ///
    /// @param ownsQdisc whether the queueing discipline is ours
    /// @param link the interface
    static RemoteCookie of(final boolean ownsQdisc, final LinkInfo link) {
        return new RemoteCookie(ownsQdisc, link.flags() & FLAGS, link.mtu() > 0xffff ? 0 : link.mtu(), Netdev.mac(link),
            (int) ProcessHandle.current().pid());
    }

    /// {@return this mark on a queueing discipline that is somebody else's, or ours}
    RemoteCookie withQdisc(final boolean ours) {
        return new RemoteCookie(ours, flags, mtu, mac, pid);
    }

    byte[] bytes() {
        final int bits = (ownsQdisc ? QDISC : 0) | (has(LinkInfo.IFF_UP) ? UP : 0) | (has(LinkInfo.IFF_PROMISC) ? PROMISC : 0)
            | (has(LinkInfo.IFF_ALLMULTI) ? ALLMULTI : 0);
        return ByteBuffer.allocate(FilterAction.MAX_COOKIE).put(MAGIC).put((byte) bits).putShort((short) mtu).put(mac.bytes())
            .putInt(pid).array();
    }

    private boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    /// {@return what a filter is marked with, if it is one of ours}
    static Optional<RemoteCookie> on(final FilterInfo filter) {
        return filter.actions().stream().map(FilterAction::cookie).map(RemoteCookie::parse).flatMap(Optional::stream).findFirst();
    }

    /// {@return our mark in a cookie, empty when it is somebody else's}
    static Optional<RemoteCookie> parse(final byte[] cookie) {
        if (cookie.length != FilterAction.MAX_COOKIE || !Arrays.equals(cookie, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        final ByteBuffer bytes = ByteBuffer.wrap(cookie, MAGIC.length, cookie.length - MAGIC.length);
        final int bits = bytes.get();
        final int mtu = bytes.getShort() & 0xffff;
        bytes.position(bytes.position() + MacAddress.LENGTH);
        final int flags = ((bits & UP) != 0 ? LinkInfo.IFF_UP : 0) | ((bits & PROMISC) != 0 ? LinkInfo.IFF_PROMISC : 0)
            | ((bits & ALLMULTI) != 0 ? LinkInfo.IFF_ALLMULTI : 0);
        return Optional.of(new RemoteCookie((bits & QDISC) != 0, flags, mtu,
            MacAddress.of(cookie, MAGIC.length + 1 + Short.BYTES), bytes.getInt()));
    }

    /// {@return whether the process that a filter belongs to can't be using it any more}
    ///
    /// @param filter the filter
    /// @param own the index of our interface
    boolean isStale(final FilterInfo filter, final int own) {
        // The interface of a process that ended is gone, but for a persistent one, which may be ours by now.
        final List<Integer> targets = filter.actions().stream().map(FilterAction::target).filter(target -> target != 0).toList();
        return targets.isEmpty() || (filter.index() == own || targets.contains(own)) && (pid == ProcessHandle.current().pid()
            || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}
