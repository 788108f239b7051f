package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tells what the kernel says about devices: that they come and go, and which driver serves them.
///
/// The descriptor is readable when there may be something to tell; then [#poll()] tells it without waiting. Only messages of the
/// kernel are looked at. Events of network devices are told in the network namespace of the device, all others in every
/// one that the initial user namespace owns.
///
/// For one thread at a time. Needs no rights. `NETLINK_KOBJECT_UEVENT` of netlink(7), `lib/kobject_uevent.c` of the kernel.
public final class UeventSocket implements AutoCloseable {
    private static final int NETLINK_KOBJECT_UEVENT = 15;
    // The group of the kernel. What udev passes on goes to another.
    private static final int KERNEL = 1;
    private static final String OPERATION = "recvfrom(NETLINK_KOBJECT_UEVENT)";

    private final NetlinkSocket socket = new NetlinkSocket(NETLINK_KOBJECT_UEVENT, KERNEL);
    private long malformed;

    private UeventSocket() {
    }

    /// Listens in the network namespace of the calling thread. To be closed by the caller.
    ///
    /// @return the socket
    /// @throws SysException when the kernel refuses
    public static UeventSocket open() {
        return new UeventSocket();
    }

    /// Listens in a network namespace. To be closed by the caller; `namespace` may be closed at once.
    ///
    /// @param namespace the namespace
    /// @return the socket
    /// @throws SysException when the kernel refuses
    public static UeventSocket openIn(final NetNs namespace) {
        return namespace.call(UeventSocket::open);
    }

    /// {@return the descriptor to wait on; it stays owned by this object}
    public Fd fd() {
        return socket.fd();
    }

    /// Asks for a receive buffer of a size; a larger one makes [Uevent.Action#RESYNC] rarer.
    ///
    /// @param bytes the size
    public void receiveBuffer(final int bytes) {
        socket.receiveBuffer(bytes);
    }

    /// {@return how many messages were thrown away because they were malformed}
    public long malformed() {
        return malformed;
    }

    /// Takes what waits, and does not wait for more.
    ///
    /// @return the events, in their order; empty when nothing happened. [Uevent.Action#RESYNC] stands where some were lost
    /// @throws SysException when the socket fails
    public List<Uevent> poll() {
        final List<Uevent> events = new ArrayList<>();
        while (true) {
            try {
                final MemorySegment datagram = socket.poll(OPERATION);
                if (datagram == null) {
                    return events;
                }
                accept(Uevent.parse(datagram.toArray(ValueLayout.JAVA_BYTE)), events);
            } catch (final SysException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
                events.add(new Uevent(Uevent.Action.RESYNC, "", Map.of()));
            }
        }
    }

    private void accept(final Uevent event, final List<Uevent> events) {
        if (event == null) {
            malformed++;
        } else {
            events.add(event);
        }
    }

    /// Closes the descriptor; a second call does nothing.
    @Override
    public void close() {
        socket.close();
    }
}
