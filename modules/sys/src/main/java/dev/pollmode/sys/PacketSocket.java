package dev.pollmode.sys;

/// A packet socket: frames of an interface, with their Ethernet header, read and written as they are on the wire.
///
/// ```java
/// final PacketSocket socket = PacketSocket.open();     // receives nothing yet
/// socket.rings(new PacketRingSize(2048, 512), new PacketRingSize(2048, 512));
/// socket.bind(link.index(), PacketSocket.ETH_P_ALL);   // frames come from now on
/// ```
///
/// Settings belong to the control plane: they throw, and must be made in the order shown, since the kernel refuses most of
/// them (`EBUSY`, `EINVAL`) once there are rings. [#receive], [#send] and [#kick] belong to a queue: they neither
/// wait nor allocate, and return `-errno`. Whoever uses these or the rings must have stopped before [#close()].
///
/// While the interface is down, calls answer `ENETDOWN` and frames come again when it is up; when it is deleted, they answer `ENXIO`.
/// Needs CAP_NET_RAW. packet(7), `linux/if_packet.h`.
public final class PacketSocket implements AutoCloseable {
    /// All Ethernet types (`linux/if_ether.h`).
    public static final int ETH_P_ALL = 0x0003;
    /// No Ethernet type: a socket that only sends.
    public static final int NOTHING = 0;

    private static final int SOL_PACKET = 263;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int DROP_MEMBERSHIP = 2;
    private static final int RX_RING = 5;
    private static final int STATISTICS = 6;
    private static final int VERSION = 10;
    private static final int TX_RING = 13;
    private static final int LOSS = 14;
    private static final int VNET_HDR = 15;
    private static final int FANOUT = 18;
    private static final int QDISC_BYPASS = 20;
    private static final int IGNORE_OUTGOING = 23;
    private static final int TPACKET_V2 = 1;

    private final Fd fd;
    private final int number;
    private int index;
    private Mapping mapping;
    private PacketRing rx;
    private PacketRing tx;

    private PacketSocket(final Fd fd) {
        this.fd = fd;
        number = fd.number();
    }

    /// What a socket wants its interface to receive besides what is meant for this host. The kernel counts the sockets that want it.
    public enum Membership {
        /// Frames for everybody.
        PROMISCUOUS(1),
        /// All multicast frames.
        ALL_MULTICAST(2);

        private final int value;

        Membership(final int value) {
            this.value = value;
        }
    }

    /// Opens a socket in the network namespace of the calling thread. It receives nothing until it is bound. To be closed by the caller.
    ///
    /// @return the socket
    /// @throws SysException when the kernel refuses
    public static PacketSocket open() {
        final int type = Sock.SOCK_RAW | Sock.SOCK_CLOEXEC;
        return new PacketSocket(Fd.check(SocketCalls.socket(CallState.current(), Sock.AF_PACKET, type, 0), "socket(AF_PACKET)"));
    }

    /// Opens a socket in a network namespace. To be closed by the caller; `namespace` may be closed at once.
    ///
    /// @param namespace the namespace
    /// @return the socket
    /// @throws SysException when the kernel refuses
    public static PacketSocket openIn(final NetNs namespace) {
        return namespace.call(PacketSocket::open);
    }

    /// {@return the descriptor, to wait on; it stays owned by the socket}
    public Fd fd() {
        return fd;
    }

    // ---- settings ----

    /// Binds the socket to an interface; frames come from now on.
    ///
    /// @param index    the index of the interface
    /// @param protocol the Ethernet type to receive, [#ETH_P_ALL] or [#NOTHING]
    /// @throws SysException `ENODEV` when there is no such interface; that it is down is said by the first call for a frame
    public void bind(final int index, final int protocol) {
        LinkRequest.requireIndex(index);
        final CallState state = CallState.current();
        final long address = state.scratch;
        Mem.fill(address, SockaddrLl.SIZE, (byte) 0);
        SockaddrLl.family(address, Sock.AF_PACKET);
        SockaddrLl.protocol(address, protocol);
        SockaddrLl.index(address, index);
        SysException.check(SocketCalls.bind(state, number, address, SockaddrLl.SIZE), "bind(AF_PACKET, ifindex " + index + ")");
        this.index = index;
    }

    /// Sends past the queueing disciplines of the interface: faster, but a full device drops.
    ///
    /// @param on whether so
    public void bypassQdisc(final boolean on) {
        set(QDISC_BYPASS, on ? 1 : 0, "PACKET_QDISC_BYPASS");
    }

    /// Does not receive what this host sends by the interface: Linux 4.20.
    ///
    /// @param on whether so
    public void ignoreOutgoing(final boolean on) {
        set(IGNORE_OUTGOING, on ? 1 : 0, "PACKET_IGNORE_OUTGOING");
    }

    /// Puts a [VirtioNetHdr] of 10 bytes before each frame. In a slot of a receive ring it ends where the frame begins; in one of a transmit
    /// ring, the frame follows it and the length counts both. To be set before the rings.
    ///
    /// @param on whether so
    public void virtioNetHeader(final boolean on) {
        set(VNET_HDR, on ? 1 : 0, "PACKET_VNET_HDR");
    }

    /// Drops a frame of a transmit ring that cannot be sent, instead of stopping at it. To be set before the rings.
    ///
    /// @param on whether so
    public void skipMalformed(final boolean on) {
        set(LOSS, on ? 1 : 0, "PACKET_LOSS");
    }

    /// Shares the frames of the interface with the other sockets of a group. To be set after [#bind(int, int)].
    ///
    /// @param group 0 to 65535, the same for all sockets of the group; known in the whole network namespace
    /// @param mode  how they share, the same for all
    /// @param flags [PacketFanout#FLAG_ROLLOVER] ..., the same for all
    /// @throws SysException `EINVAL` when the group exists with another mode, or the socket is not bound
    public void fanout(final int group, final PacketFanout mode, final int flags) {
        if (group < 0 || group > 0xffff) {
            throw new IllegalArgumentException("not a fanout group of 0 to 65535: " + group);
        }
        set(FANOUT, group | (mode.value | flags) << 16, "PACKET_FANOUT, " + group + ", " + mode);
    }

    /// Wants the interface to receive more, until [#drop(Membership)] or [#close()]. To be called after [#bind(int, int)].
    ///
    /// @param membership what it shall receive
    public void add(final Membership membership) {
        membership(ADD_MEMBERSHIP, "PACKET_ADD_MEMBERSHIP, ", membership);
    }

    /// Wants that no longer; does nothing when it was not wanted.
    ///
    /// @param membership what was wanted
    public void drop(final Membership membership) {
        membership(DROP_MEMBERSHIP, "PACKET_DROP_MEMBERSHIP, ", membership);
    }

    private void membership(final int option, final String name, final Membership membership) {
        if (index == 0) {
            throw new IllegalStateException("the socket is not bound");
        }
        final CallState state = CallState.current();
        Mem.fill(state.scratch, PacketMreq.SIZE, (byte) 0);
        PacketMreq.index(state.scratch, index);
        PacketMreq.type(state.scratch, membership.value);
        set(state, option, PacketMreq.SIZE, name + membership);
    }

    /// {@return what was counted since the last call}
    ///
    /// @throws SysException when the kernel refuses
    public PacketStatistics statistics() {
        final CallState state = CallState.current();
        final long length = state.scratch + TpacketStats.SIZE;
        Mem.putInt(length, TpacketStats.SIZE);
        SysException.check(SocketCalls.getsockopt(state, number, SOL_PACKET, STATISTICS, state.scratch, length), "getsockopt(PACKET_STATISTICS)");
        return new PacketStatistics(Integer.toUnsignedLong(TpacketStats.packets(state.scratch)),
            Integer.toUnsignedLong(TpacketStats.drops(state.scratch)));
    }

    /// Forgets an error that waits for the next call: `ENETDOWN` after the interface was down, also when the socket was bound.
    ///
    /// @return its number, 0 when there was none
    /// @throws SysException when the kernel refuses
    public int takeError() {
        final CallState state = CallState.current();
        final long length = state.scratch + Integer.BYTES;
        Mem.putInt(length, Integer.BYTES);
        SysException.check(SocketCalls.getsockopt(state, number, Sock.SOL_SOCKET, Sock.SO_ERROR, state.scratch, length), "getsockopt(SO_ERROR)");
        return Mem.getInt(state.scratch);
    }

    /// Makes the rings and maps them, with headers of version 2. Once, before [#bind(int, int)].
    ///
    /// @param rxSize the ring for received frames, or null for none
    /// @param txSize the ring for frames to send, or null for none
    /// @throws SysException `ENOMEM` when the kernel has not the memory; the socket can only be closed then
    public void rings(final PacketRingSize rxSize, final PacketRingSize txSize) {
        if (mapping != null) {
            throw new IllegalStateException("the socket has its rings already");
        }
        set(VERSION, TPACKET_V2, "PACKET_VERSION, TPACKET_V2");
        final long rxLength = ring(RX_RING, "PACKET_RX_RING", rxSize);
        final long txLength = ring(TX_RING, "PACKET_TX_RING", txSize);
        // One mapping for both: the receive ring lies first.
        mapping = Mapping.map(number, 0, rxLength + txLength, Mapping.PROT_READ | Mapping.PROT_WRITE,
            Mapping.MAP_SHARED | Mapping.MAP_POPULATE, "AF_PACKET rings");
        rx = rxSize == null ? null : new PacketRing(mapping.address(), rxSize);
        tx = txSize == null ? null : new PacketRing(mapping.address() + rxLength, txSize);
    }

    private long ring(final int option, final String name, final PacketRingSize size) {
        if (size == null) {
            return 0;
        }
        final CallState state = CallState.current();
        size.put(state.scratch);
        set(state, option, TpacketReq.SIZE, name + ", " + size.frameCount() + " x " + size.frameSize());
        return size.length();
    }

    /// {@return the ring for received frames; null when none was made}
    public PacketRing rx() {
        return rx;
    }

    /// {@return the ring for frames to send; null when none was made}
    public PacketRing tx() {
        return tx;
    }

    // ---- frames ----

    /// Takes a frame, without a ring.
    ///
    /// @param state   the cell of the calling queue or thread
    /// @param address where to put it
    /// @param length  how much fits; the rest of a longer frame is lost
    /// @return its length on the wire, which may be more than `length`, or `-errno`: `-EAGAIN` when there is none
    public long receive(final CallState state, final long address, final long length) {
        return SocketCalls.recv(state, number, address, length, Sock.MSG_DONTWAIT | Sock.MSG_TRUNC);
    }

    /// Sends a frame, without a ring.
    ///
    /// @param state   the cell of the calling queue or thread
    /// @param address where it is
    /// @param length  its length
    /// @return `length`, or `-errno`: `-EAGAIN` or `-ENOBUFS` when the socket or the device is full
    public long send(final CallState state, final long address, final long length) {
        return SocketCalls.send(state, number, address, length, Sock.MSG_DONTWAIT);
    }

    /// Makes the kernel send the slots of the transmit ring that ask for it.
    ///
    /// @param state the cell of the calling queue or thread
    /// @return the bytes that were sent, or `-errno`: `-EAGAIN` when there was nothing to do or no room,
    ///     another when a slot holds what cannot be sent
    public long kick(final CallState state) {
        return SocketCalls.sendto(state, number, 0, 0, Sock.MSG_DONTWAIT, 0, 0);
    }

    /// Unmaps the rings and closes the socket; a second call does nothing.
    @Override
    public void close() {
        if (mapping != null) {
            mapping.close();
        }
        fd.close();
    }

    private void set(final int option, final int value, final String name) {
        final CallState state = CallState.current();
        Mem.putInt(state.scratch, value);
        set(state, option, Integer.BYTES, name);
    }

    private void set(final CallState state, final int option, final int length, final String name) {
        SysException.check(SocketCalls.setsockopt(state, number, SOL_PACKET, option, state.scratch, length), "setsockopt(" + name + ")");
    }
}
