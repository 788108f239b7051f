package dev.pollmode.mlx5.model;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.PacketSocket;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;

/// A wire to a network interface of this host by a packet socket: the device shares the interface with the kernel. See packet(7).
public final class PacketWire implements Wire {
    private final CallState callState = CallState.create();
    private final PacketSocket socket;

    private PacketWire(final PacketSocket socket) {
        this.socket = socket;
    }

    /// Opens a socket on an interface, which must be up.
    ///
    /// @param name of the interface
    /// @return the wire; owned by the caller
    /// @throws SysException if there is no such interface or the kernel refuses
    public static PacketWire open(final String name) {
        final int index;
        try (RtNetlink netlink = RtNetlink.open()) {
            index = netlink.link(name).map(LinkInfo::index)
                .orElseThrow(() -> new SysException("packet=" + name, Errno.ENODEV, "name an interface that exists"));
        }
        final PacketSocket socket = PacketSocket.open();
        try {
            socket.bind(index, PacketSocket.ETH_P_ALL);
            socket.ignoreOutgoing(true);
            socket.add(PacketSocket.Membership.PROMISCUOUS);
            return new PacketWire(socket);
        } catch (final RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public boolean send(final long address, final int length) {
        final long sent = socket.send(callState, address, length);
        return sent != -Errno.EAGAIN && sent != -Errno.ENOBUFS;
    }

    @Override
    public int receive(final long address, final int capacity) {
        return Math.clamp(socket.receive(callState, address, capacity), 0, capacity);
    }

    @Override
    public void close() {
        socket.close();
    }
}
