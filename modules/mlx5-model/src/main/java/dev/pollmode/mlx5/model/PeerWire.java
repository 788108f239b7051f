package dev.pollmode.mlx5.model;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Iovec;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MsgHdr;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SocketCalls;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixListener;
import dev.pollmode.sys.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A wire to another model: a socket of sequenced packets, a frame each. See unix(7).
///
/// Who comes first listens, who comes second connects. The link is up while both are there; when one leaves, the other listens for the next.
public final class PeerWire implements Wire {
    private final String path;
    private final MessageBatch arrived = new MessageBatch();
    // Held so that the memory stays as long as this wire.
    private final MemorySegment memory = Arena.ofAuto().allocate(MsgHdr.SIZE + (long) Iovec.SIZE, Long.BYTES);
    private final long message = memory.address();
    private final long vector = message + MsgHdr.SIZE;
    private UnixListener listener;
    private UnixSocket peer;

    private PeerWire(final String path) {
        this.path = path;
        MsgHdr.put(message, 0, 0, vector, 1, 0, 0);
    }

    /// Connects to a peer that listens, or listens for one.
    ///
    /// @param path of the socket
    /// @return the wire; owned by the caller
    /// @throws SysException if neither is possible
    public static PeerWire open(final String path) {
        final PeerWire wire = new PeerWire(path);
        if (!wire.connect()) {
            wire.listener = UnixListener.listen(path, UnixSocket.Type.SEQPACKET);
        }
        return wire;
    }

    /// {@return the two ends of a wire inside this process}
    public static List<Wire> pair() {
        final List<Wire> ends = new ArrayList<>();
        for (final UnixSocket socket : UnixSocket.pair(UnixSocket.Type.SEQPACKET)) {
            final PeerWire wire = new PeerWire("pair");
            wire.peer = socket;
            ends.add(wire);
        }
        return ends;
    }

    private boolean connect() {
        try {
            peer = UnixSocket.connect(path, UnixSocket.Type.SEQPACKET);
            return true;
        } catch (final SysException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ECONNREFUSED) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean isUp() {
        if (peer == null && listener != null) {
            peer = listener.accept(0).orElse(null);
        }
        return peer != null;
    }

    @Override
    public boolean send(final long address, final int length) {
        if (peer == null) {
            return true;
        }
        Iovec.put(vector, address, length);
        final long sent = SocketCalls.sendmsg(CallState.current(), peer.fd().number(), message, Sock.MSG_DONTWAIT | Sock.MSG_NOSIGNAL);
        if (sent == -Errno.EPIPE || sent == -Errno.ECONNRESET) {
            drop();
        }
        return sent != -Errno.EAGAIN && sent != -Errno.EINTR;
    }

    @Override
    public int receive(final long address, final int capacity) {
        if (arrived.isEmpty() && !fetch()) {
            return 0;
        }
        final int length = arrived.take();
        if (length == 0) {
            drop();
        }
        if (length <= 0) {
            return 0;
        }
        final int taken = Math.min(length, capacity);
        Mem.copy(arrived.address(), address, taken);
        return taken;
    }

    private boolean fetch() {
        if (peer == null) {
            return false;
        }
        final int received = arrived.receive(peer.fd().number());
        if (received < 0 && received != -Errno.EAGAIN && received != -Errno.EINTR) {
            drop();
        }
        return received > 0;
    }

    private void drop() {
        peer.close();
        peer = null;
        arrived.clear();
        if (listener == null && !path.equals("pair") && !connect()) {
            listener = UnixListener.listen(path, UnixSocket.Type.SEQPACKET);
        }
    }

    @Override
    public void close() {
        if (peer != null) {
            peer.close();
        }
        if (listener != null) {
            listener.close();
        }
    }
}
