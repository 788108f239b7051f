package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Queue;

/// Messages over a connection, the same at both ends: commands of the peer go to a handler and their replies back, commands
/// of ours wait for theirs.
///
/// One thread receives ([#run()]); any thread may send. A command that the receiving thread itself sends, from inside the
/// handler, is answered too: meanwhile it keeps receiving and puts commands aside, which are handled in their order
/// afterwards. What a peer sends wrong is answered by an error; a header that says a wrong size is answered, and what
/// follows is skipped as far as it says. A reply nobody waits for is dropped.
final class Link {
    /// Handles the commands of the peer, on the receiving thread.
    interface Handler {
        /// @param command valid until the method returns; descriptors that it does not take are closed
        /// @return what to reply
        /// @throws VfioUserException to reply with its errno
        Body handle(Message command);
    }

    private static final System.Logger LOG = System.getLogger("pollmode.vfio.user");

    /// Commands put aside while a handler waits, and their bytes: more is an attack.
    private static final int MAX_ASIDE = 1024;
    private static final long MAX_ASIDE_BYTES = 16L << 20;

    private static final int[] NO_FDS = {};

    private final Channel channel;
    private final MemorySegment outgoing;
    private final MemorySegment outgoingBody;
    private final MemorySegment incoming;
    private final Handler handler;
    private final Object sending = new Object();
    private final Calls calls = new Calls();
    private final Queue<Message> aside = new ArrayDeque<>();
    private long asideBytes;
    private Thread receiver;
    private boolean closed;
    private volatile boolean ended;

    /// @param socket  a connected stream socket, owned by the link from now on
    /// @param handler of commands
    Link(final Fd socket, final Handler handler) {
        this.channel = new Channel(socket);
        this.outgoing = channel.outgoing();
        this.outgoingBody = outgoing.asSlice(MessageHeader.SIZE);
        this.incoming = channel.incoming();
        this.handler = handler;
    }

    // ---- receiving

    /// Receives until the stream ends, then releases everything. The calling thread is the receiving one.
    void run() {
        receiver = Thread.currentThread();
        try {
            while (!ended) {
                final Message command = aside.poll();
                if (command != null) {
                    asideBytes -= command.payload().byteSize();
                    handle(command);
                } else {
                    receive(Channel.FOREVER, false);
                }
            }
        } finally {
            release();
        }
    }

    /// Receives one message on the receiving thread, from inside a handler: replies are delivered, commands put aside.
    ///
    /// @param deadline in ns of [System#nanoTime()]
    void pump(final long deadline) {
        receive(deadline, true);
    }

    private void receive(final long deadline, final boolean nested) {
        try (ReceivedFds fds = new ReceivedFds()) {
            // Only the beginning of a message is waited for with a deadline: inside one, giving up would lose its border.
            if (deadline != Channel.FOREVER && !channel.awaitInput(deadline)) {
                return;
            }
            // The handler that pumps may still be reading the message it was given, in the first half of the buffer.
            final long base = nested ? Channel.MAX_MESSAGE : 0;
            if (!receiveAll(base, MessageHeader.SIZE, fds)) {
                return;
            }
            final MessageHeader header = MessageHeader.read(incoming.asSlice(base));
            final long length = header.payloadLength();
            if (length < 0 || length > Channel.MAX_MESSAGE - MessageHeader.SIZE) {
                skip(base, header, length, fds);
            } else if (receiveAll(base + MessageHeader.SIZE, length, fds)) {
                dispatch(new Message(header, incoming.asSlice(base + MessageHeader.SIZE, length), fds), nested);
            }
        }
    }

    private boolean receiveAll(final long offset, final long length, final ReceivedFds fds) {
        final long received = channel.receive(offset, length, fds, Channel.FOREVER);
        if (received != length) {
            end(received < 0 ? Errno.name((int) -received) : "end of stream");
            return false;
        }
        return true;
    }

    private void skip(final long base, final MessageHeader header, final long length, final ReceivedFds fds) {
        if (header.isCommand()) {
            replyError(header, length < 0 ? Errno.EINVAL : Errno.EMSGSIZE);
        } else {
            calls.fail(header.id(), Errno.EPROTO);
        }
        long left = length;
        while (left > 0) {
            final long part = Math.min(left, Channel.MAX_MESSAGE);
            if (!receiveAll(base, part, fds)) {
                return;
            }
            left -= part;
        }
    }

    private void dispatch(final Message message, final boolean nested) {
        if (message.header().isReply()) {
            calls.answer(message);
        } else if (!message.header().isCommand()) {
            replyError(message.header(), Errno.EINVAL);
        } else if (nested) {
            putAside(message.keep());
        } else {
            handle(message);
        }
    }

    private void putAside(final Message command) {
        asideBytes += command.payload().byteSize();
        aside.add(command);
        if (aside.size() > MAX_ASIDE || asideBytes > MAX_ASIDE_BYTES) {
            end("more than " + MAX_ASIDE + " commands or " + MAX_ASIDE_BYTES + " bytes without waiting for replies");
        }
    }

    private void handle(final Message command) {
        final MessageHeader header = command.header();
        try {
            final Body reply = handler.handle(command);
            if (header.wantsReply()) {
                send(header.id(), header.command(), MessageHeader.TYPE_REPLY, 0, reply);
            }
        } catch (final VfioUserException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> Command.name(header.command()) + " is refused: " + e.getMessage());
            replyError(header, e.errno());
        } catch (final RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, () -> Command.name(header.command()) + " failed", e);
            replyError(header, Errno.EIO);
        } finally {
            command.fds().close();
        }
    }

    private void replyError(final MessageHeader header, final int errno) {
        if (header.wantsReply()) {
            send(header.id(), header.command(), MessageHeader.TYPE_REPLY | MessageHeader.ERROR, errno, Body.EMPTY);
        }
    }

    // ---- sending

    /// Sends a command and waits for its reply.
    ///
    /// @param command   a constant of [Command]
    /// @param body      what it carries
    /// @param timeoutNs how long to wait
    /// @return the reply; the caller closes its descriptors
    /// @throws VfioUserException with the errno of an error reply, ETIMEDOUT, or ENOTCONN when the link ended
    Message call(final int command, final Body body, final long timeoutNs) {
        final long deadline = System.nanoTime() + timeoutNs;
        final Calls.Call call = calls.open();
        try {
            send(call.id(), command, MessageHeader.TYPE_COMMAND, 0, body);
            if (Thread.currentThread() == receiver) {
                while (!call.done() && !ended && System.nanoTime() < deadline) {
                    pump(deadline);
                }
            } else {
                call.await(deadline);
            }
            return call.reply(Command.name(command));
        } finally {
            calls.forget(call);
        }
    }

    /// Sends a command that gets no reply.
    ///
    /// @param command a constant of [Command]
    /// @param body    what it carries
    /// @return whether the stream took it
    boolean post(final int command, final Body body) {
        return send(0, command, MessageHeader.TYPE_COMMAND | MessageHeader.NO_REPLY, 0, body);
    }

    /// Posts a write of up to 8 bytes to a region, without allocating.
    ///
    /// @param region its index
    /// @param offset in the region
    /// @param value  the bytes, in the order of the host
    /// @param width  1, 2, 4 or 8
    /// @return whether the stream took it
    boolean postWrite(final int region, final long offset, final long value, final int width) {
        synchronized (sending) {
            if (closed || ended) {
                return false;
            }
            final int size = MessageHeader.SIZE + RegionAccess.SIZE + width;
            MessageHeader.write(outgoing, 0, Command.REGION_WRITE, size, MessageHeader.NO_REPLY, 0);
            RegionAccess.write(outgoingBody, offset, region, width);
            final long at = MessageHeader.SIZE + RegionAccess.SIZE;
            switch (width) {
                case Byte.BYTES -> outgoing.set(ValueLayout.JAVA_BYTE, at, (byte) value);
                case Short.BYTES -> outgoing.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) value);
                case Integer.BYTES -> outgoing.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) value);
                default -> outgoing.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
            }
            return transmit(size, NO_FDS);
        }
    }

    private boolean send(final int id, final int command, final int flags, final int error, final Body body) {
        final long length = MessageHeader.SIZE + body.length();
        if (length > Channel.MAX_MESSAGE) {
            throw new VfioUserException("send(" + Command.name(command) + ", " + length + " bytes)", Errno.EMSGSIZE,
                "a message has at most " + Channel.MAX_MESSAGE + " bytes");
        }
        synchronized (sending) {
            if (closed || ended) {
                return false;
            }
            MessageHeader.write(outgoing, id, command, (int) length, flags, error);
            MemorySegment.copy(body.head(), 0, outgoing, ValueLayout.JAVA_BYTE, MessageHeader.SIZE, body.head().length);
            MemorySegment.copy(body.data(), 0, outgoing, MessageHeader.SIZE + body.head().length, body.data().byteSize());
            return transmit(length, body.fds());
        }
    }

    // Under the lock.
    private boolean transmit(final long length, final int[] fds) {
        final int result = channel.send(length, fds);
        if (result < 0) {
            end(Errno.name(-result));
        }
        return result == 0;
    }

    // ---- the end

    /// Ends the link from any thread: the receiving thread leaves [#run()], whoever waits for a reply gets ENOTCONN.
    void shutdown() {
        end("closed by this end");
    }

    boolean isEnded() {
        return ended;
    }

    private void end(final String why) {
        if (!ended) {
            LOG.log(System.Logger.Level.DEBUG, () -> "link ends: " + why);
        }
        ended = true;
        synchronized (channel) {
            if (!closed) {
                channel.shutdown();
            }
        }
        calls.failAll(Errno.ENOTCONN);
    }

    private void release() {
        end("released");
        for (final Message command : aside) {
            command.fds().close();
        }
        aside.clear();
        // A sender has the lock while it uses the socket; after the shutdown it does not wait for long.
        synchronized (sending) {
            synchronized (channel) {
                if (!closed) {
                    closed = true;
                    channel.close();
                }
            }
        }
    }
}
