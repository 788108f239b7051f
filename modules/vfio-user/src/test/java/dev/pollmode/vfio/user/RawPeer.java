package dev.pollmode.vfio.user;

import dev.pollmode.sys.Fd;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/// A peer that sends whatever bytes it likes.
final class RawPeer implements AutoCloseable {
    private final Channel channel;

    RawPeer(final Fd socket) {
        channel = new Channel(socket);
    }

    /// {@return whether the stream took all of it}
    boolean send(final byte[] bytes, final int... fds) {
        MemorySegment.copy(bytes, 0, channel.outgoing(), ValueLayout.JAVA_BYTE, 0, bytes.length);
        return channel.send(bytes.length, fds) == 0;
    }

    boolean send(final MessageHeader header, final byte[] payload, final int... fds) {
        final byte[] bytes = new byte[MessageHeader.SIZE + payload.length];
        header.write(MemorySegment.ofArray(bytes));
        System.arraycopy(payload, 0, bytes, MessageHeader.SIZE, payload.length);
        return send(bytes, fds);
    }

    boolean command(final int id, final int command, final byte[] payload, final int... fds) {
        return send(new MessageHeader(id, command, MessageHeader.SIZE + payload.length, 0, 0), payload, fds);
    }

    /// {@return the next message, or null when the stream ended or nothing came in time; its descriptors are closed}
    Message receive(final long timeoutMs) {
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try (ReceivedFds fds = new ReceivedFds()) {
            if (channel.receive(0, MessageHeader.SIZE, fds, deadline) != MessageHeader.SIZE) {
                return null;
            }
            final MessageHeader header = MessageHeader.read(channel.incoming());
            final long length = header.payloadLength();
            if (length < 0 || channel.receive(MessageHeader.SIZE, length, fds, deadline) != length) {
                return null;
            }
            return new Message(header, channel.incoming().asSlice(MessageHeader.SIZE, length), new ReceivedFds()).keep();
        }
    }

    boolean agree() {
        return command(1, Command.VERSION, new VersionMessage(0, 1, Capabilities.OURS.toJson()).toBytes()) && receive(5_000) != null;
    }

    @Override
    public void close() {
        channel.close();
    }
}
