package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells which links come, change and go in a network namespace.
///
/// The descriptor is readable when there may be something to tell; then [#poll()] tells it without waiting. An event is
/// told only when something of a [LinkInfo] differs from what was known. When the kernel could not keep up
/// (`ENOBUFS`), the monitor reads all links again and tells the differences after [LinkEvent.Kind#RESYNC].
///
/// For one thread at a time. rtnetlink(7), group `RTMGRP_LINK`.
public final class LinkMonitor implements AutoCloseable {
    private static final int RTMGRP_LINK = 1;
    private static final int RTM_NEWLINK = LinkRequest.RTM_NEWLINK;
    private static final int RTM_DELLINK = LinkRequest.RTM_DELLINK;
    private static final int IFLA_WIRELESS = 11;
    private static final int AF_UNSPEC = 0;
    private static final String OPERATION = "recvfrom(RTMGRP_LINK)";

    private final RtNetlink links;
    private final NetlinkSocket socket;
    private final Map<Integer, LinkInfo> known = new HashMap<>();

    private LinkMonitor() {
        links = RtNetlink.open();
        try {
            socket = new NetlinkSocket(Netlink.ROUTE, RTMGRP_LINK);
        } catch (final RuntimeException e) {
            links.close();
            throw e;
        }
        try {
            // After joining the group: what changes meanwhile is told as well.
            links.links().forEach(link -> known.put(link.index(), link));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Watches the network namespace of the calling thread. To be closed by the caller.
    ///
    /// @return a monitor that knows the links there are
    /// @throws SysException when the kernel refuses
    public static LinkMonitor open() {
        return new LinkMonitor();
    }

    /// Watches a network namespace. To be closed by the caller; `namespace` may be closed at once.
    ///
    /// @param namespace the namespace
    /// @return a monitor that knows the links there are
    /// @throws SysException when the kernel refuses
    public static LinkMonitor openIn(final NetNs namespace) {
        return namespace.call(LinkMonitor::open);
    }

    /// {@return the descriptor to wait on; it stays owned by the monitor}
    public Fd fd() {
        return socket.fd();
    }

    /// {@return the links as they were last told, those that [#open()] found included}
    public List<LinkInfo> links() {
        return List.copyOf(known.values());
    }

    /// Asks for a receive buffer of a size; a larger one makes [LinkEvent.Kind#RESYNC] rarer.
    ///
    /// @param bytes the size
    public void receiveBuffer(final int bytes) {
        socket.receiveBuffer(bytes);
    }

    /// Takes what waits, and does not wait for more.
    ///
    /// @return the events, in their order; empty when nothing happened
    /// @throws SysException when the socket fails, `EBADMSG` for a malformed message; the rest of its datagram is lost
    public List<LinkEvent> poll() {
        final List<LinkEvent> events = new ArrayList<>();
        while (true) {
            try {
                final MemorySegment datagram = socket.poll(OPERATION);
                if (datagram == null) {
                    return events;
                }
                accept(datagram, events);
            } catch (final SysException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
                resync(events);
            }
        }
    }

    private void accept(final MemorySegment bytes, final List<LinkEvent> events) {
        final NetlinkDatagram datagram = new NetlinkDatagram(bytes);
        while (datagram.next()) {
            final NetlinkMessage message = datagram.message();
            if (message.type() == RTM_NEWLINK && isAboutTheLinkItself(message)) {
                update(LinkInfo.of(message), events);
            } else if (message.type() == RTM_DELLINK && isAboutTheLinkItself(message)) {
                remove(LinkInfo.of(message).index(), events);
            }
        }
    }

    // A bridge speaks of its ports (AF_BRIDGE), and says RTM_DELLINK when one leaves it; wireless events hold nothing else.
    private static boolean isAboutTheLinkItself(final NetlinkMessage message) {
        if (IfInfoMsg.family(message.header(IfInfoMsg.SIZE)) != AF_UNSPEC) {
            return false;
        }
        final NetlinkAttributes attributes = message.attributes(IfInfoMsg.SIZE);
        while (attributes.next()) {
            if (attributes.type() == IFLA_WIRELESS) {
                return false;
            }
        }
        return true;
    }

    private void update(final LinkInfo link, final List<LinkEvent> events) {
        final LinkInfo before = known.put(link.index(), link);
        if (before == null) {
            events.add(new LinkEvent(LinkEvent.Kind.NEW, link));
        } else if (!before.equals(link)) {
            events.add(new LinkEvent(LinkEvent.Kind.CHANGED, link));
        }
    }

    private void remove(final int index, final List<LinkEvent> events) {
        final LinkInfo before = known.remove(index);
        if (before != null) {
            events.add(new LinkEvent(LinkEvent.Kind.DELETED, before));
        }
    }

    private void resync(final List<LinkEvent> events) {
        drain();
        events.add(new LinkEvent(LinkEvent.Kind.RESYNC, null));
        final Set<Integer> gone = new HashSet<>(known.keySet());
        for (final LinkInfo link : links.links()) {
            gone.remove(link.index());
            update(link, events);
        }
        gone.forEach(index -> remove(index, events));
    }

    // What waits is older than what the kernel will now be asked for.
    private void drain() {
        boolean more = true;
        while (more) {
            try {
                more = socket.poll(OPERATION) != null;
            } catch (final SysException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
            }
        }
    }

    /// Closes the descriptor; a second call does nothing.
    @Override
    public void close() {
        socket.close();
        links.close();
    }
}
