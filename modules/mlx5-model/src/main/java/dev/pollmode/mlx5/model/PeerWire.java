package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixListener;
import dev.pollmode.sys.UnixSocket;
import java.util.ArrayList;
import java.util.List;

/// A wire to another model: a socket of sequenced packets, a frame each. See unix(7).
///
/// Who comes first listens, who comes second connects. The link is up while both are there; when one leaves, the other listens for the next.
public final class PeerWire implements Wire {
    private final String path;
    private UnixListener listener;
    private UnixSocket peer;

    private PeerWire(final String path) {
        this.path = path;
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
        final long sent = peer.trySend(address, length);
        if (sent == -Errno.EPIPE || sent == -Errno.ECONNRESET) {
            drop();
        }
        return sent != -Errno.EAGAIN;
    }

    @Override
    public int receive(final long address, final int capacity) {
        if (peer == null) {
            return 0;
        }
        final long received;
        try {
            received = peer.tryReceive(address, capacity, new ArrayList<>(), 0);
        } catch (final SysException e) {
            // Too long a message, or one with descriptors: no frame.
            return 0;
        }
        if (received == -Errno.EAGAIN) {
            return 0;
        }
        if (received <= 0) {
            drop();
            return 0;
        }
        return (int) received;
    }

    private void drop() {
        peer.close();
        peer = null;
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
