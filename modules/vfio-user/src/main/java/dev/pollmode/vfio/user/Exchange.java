package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import java.lang.foreign.MemorySegment;

/// Commands of a client and the replies to them, checked as far as all commands have it in common.
///
/// @param link      to the server
/// @param name      of the server, for messages
/// @param timeoutNs how long a command may take
record Exchange(Link link, String name, long timeoutNs) {
    /// Sends a command and waits for the reply; descriptors that come along are closed.
    ///
    /// @param atLeast bytes that the payload of the reply must have
    /// @return the payload of the reply
    /// @throws VfioUserException with the errno of the reply, EPROTO when it makes no sense, ETIMEDOUT, ENOTCONN
    MemorySegment ask(final int command, final Body body, final long atLeast) {
        try (ReceivedFds unwanted = new ReceivedFds()) {
            return ask(command, body, atLeast, unwanted);
        }
    }

    /// Sends a command and waits for the reply; see [#ask(int,Body,long)].
    ///
    /// @param fds gets the descriptors that came along
    MemorySegment ask(final int command, final Body body, final long atLeast, final ReceivedFds fds) {
        final Message reply;
        try {
            reply = link.call(command, body, timeoutNs);
        } catch (final VfioUserException e) {
            throw failed(Command.name(command), e.errno(), why(e.errno()));
        }
        fds.moveFrom(reply.fds());
        if (reply.header().command() != command || reply.payload().byteSize() < atLeast) {
            throw failed(Command.name(command), Errno.EPROTO, "the server answered " + Command.name(reply.header().command()) + " with "
                + reply.payload().byteSize() + " bytes");
        }
        return reply.payload();
    }

    private static String why(final int errno) {
        return switch (errno) {
            case Errno.ENOTCONN -> "the server is gone";
            case Errno.ETIMEDOUT -> "the server did not answer";
            default -> "the server refused it";
        };
    }

    VfioUserException failed(final String operation, final int errno, final String why) {
        return new VfioUserException(operation + " to " + name, errno, why);
    }
}
