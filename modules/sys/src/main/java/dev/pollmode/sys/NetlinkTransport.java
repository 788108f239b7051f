package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;

/// What carries netlink messages: a socket, or in a test a script.
interface NetlinkTransport extends AutoCloseable {
    /// Sends a message to the kernel.
    ///
    /// @param message   the message
    /// @param operation what it asks for, for the exception
    /// @throws SysException when it cannot be sent
    void send(MemorySegment message, String operation);

    /// Waits for a datagram of the kernel.
    ///
    /// @param timeoutNs how long to wait
    /// @param operation what is waited for, for the exception
    /// @return the datagram, valid until the next call
    /// @throws SysException `ETIMEDOUT` when none came, `ENOBUFS` when datagrams were lost
    MemorySegment receive(long timeoutNs, String operation);

    @Override
    void close();
}
