package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Asks the kernel over netlink: a request and its acknowledgement, or a dump of a table.
///
/// What comes back is checked, whoever sent it: a message of another sender or for another request is skipped, one
/// that breaks the format ends in a [NetlinkException] with `EBADMSG`, and no exchange outlasts 10 seconds (`ETIMEDOUT`).
/// A dump during which the table changed (`NLM_F_DUMP_INTR`) or messages were lost (`ENOBUFS`) is repeated.
///
/// The socket belongs to the network namespace of the thread that opened it, whichever thread uses it later; see [NetNs].
/// May be used by several threads: one exchange goes after the other. netlink(7).
public final class Netlink implements AutoCloseable {
    /// `NETLINK_ROUTE`: links, addresses, routes, traffic control; rtnetlink(7).
    public static final int ROUTE = 0;

    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_DUMPS = 32;

    private final NetlinkTransport transport;
    private int sequence;

    Netlink(final NetlinkTransport transport) {
        this.transport = transport;
    }

    /// Opens a socket in the network namespace of the calling thread. To be closed by the caller.
    ///
    /// @param protocol the netlink family, as [#ROUTE]
    /// @return the opened socket
    /// @throws SysException when the kernel refuses
    public static Netlink open(final int protocol) {
        return new Netlink(new NetlinkSocket(protocol, 0));
    }

    /// Sends a request and waits for its acknowledgement.
    ///
    /// @param request the request
    /// @throws NetlinkException when the kernel refuses
    /// @throws SysException     when the socket fails; `ENOBUFS` and `ETIMEDOUT` leave open whether the request was served
    public void request(final NetlinkRequest request) {
        request(request, message -> null);
    }

    /// Sends a request and waits for its answers and the acknowledgement.
    ///
    /// @param request the request
    /// @param decoder makes a result of an answer, or null to skip it; the message is valid only inside
    /// @param <T>     what a result is
    /// @return the results
    /// @throws NetlinkException when the kernel refuses, or `EBADMSG` for a malformed answer
    /// @throws SysException     when the socket fails; `ENOBUFS` and `ETIMEDOUT` leave open whether the request was served
    public synchronized <T> List<T> request(final NetlinkRequest request, final Function<NetlinkMessage, T> decoder) {
        final Exchange<T> exchange = new Exchange<>(request.operation(), ++sequence, decoder);
        transport.send(request.complete(NetlinkRequest.ACK, sequence), request.operation());
        while (!exchange.isComplete()) {
            exchange.accept(transport.receive(exchange.remainingNs(), request.operation()));
        }
        return exchange.results();
    }

    /// Sends several requests with one system call and waits for all acknowledgements. The kernel serves one after the other, also those behind
    /// one that it refuses, before the call returns: a process that is killed has sent all of them or none.
    ///
    /// @param requests the requests
    /// @param decoder  makes a result of an answer, or null to skip it; the message is valid only inside
    /// @param <T>      what a result is
    /// @return what became of each
    /// @throws SysException when the socket fails; `ENOBUFS` and `ETIMEDOUT` leave open which requests were served
    public synchronized <T> List<Outcome<T>> batch(final List<NetlinkRequest> requests, final Function<NetlinkMessage, T> decoder) {
        final List<Exchange<T>> exchanges = new ArrayList<>();
        final List<MemorySegment> messages = new ArrayList<>();
        for (final NetlinkRequest request : requests) {
            exchanges.add(new Exchange<>(request.operation(), ++sequence, decoder));
            messages.add(request.complete(NetlinkRequest.ACK, sequence));
        }
        final String operation = requests.getLast().operation();
        transport.send(joined(messages), operation);
        while (!exchanges.stream().allMatch(Exchange::isComplete)) {
            final MemorySegment datagram = transport.receive(exchanges.getLast().remainingNs(), operation);
            exchanges.forEach(exchange -> exchange.accept(datagram));
        }
        return exchanges.stream().map(Exchange::outcome).toList();
    }

    // A message is as long as its last attribute, which is padded here.
    private static MemorySegment joined(final List<MemorySegment> messages) {
        final long[] words = new long[(int) messages.stream().mapToLong(message -> align(message.byteSize())).sum() / Long.BYTES + 1];
        final MemorySegment all = MemorySegment.ofArray(words);
        long at = 0;
        for (final MemorySegment message : messages) {
            MemorySegment.copy(message, 0, all, at, message.byteSize());
            at += align(message.byteSize());
        }
        return all.asSlice(0, at);
    }

    private static long align(final long length) {
        return NetlinkAttributes.align((int) length);
    }

    /// What became of a request.
    ///
    /// @param results what the kernel answered; empty when it refused
    /// @param refusal why it refused, or null
    /// @param <T>     what a result is
    public record Outcome<T>(List<T> results, NetlinkException refusal) {
    }

    /// Asks for all entries of a table.
    ///
    /// @param request the request; [NetlinkRequest#DUMP] is added
    /// @param decoder makes a result of an entry, or null to skip it; the message is valid only inside
    /// @param <T>     what a result is
    /// @return the results, of one state of the table
    /// @throws NetlinkException when the kernel refuses, or `EBADMSG` for a malformed answer
    /// @throws SysException     when the socket fails, or `EINTR` when the table did not come to rest
    public synchronized <T> List<T> dump(final NetlinkRequest request, final Function<NetlinkMessage, T> decoder) {
        for (int i = 0; i < MAX_DUMPS; i++) {
            final Exchange<T> exchange = new Exchange<>(request.operation(), ++sequence, decoder);
            transport.send(request.complete(NetlinkRequest.DUMP, sequence), request.operation());
            while (!exchange.isComplete()) {
                receivePartOfDump(exchange, request.operation());
            }
            if (!exchange.isInterrupted()) {
                return exchange.results();
            }
        }
        throw new SysException(request.operation(), Errno.EINTR, "the table changed during each of " + MAX_DUMPS + " dumps");
    }

    private void receivePartOfDump(final Exchange<?> exchange, final String operation) {
        try {
            exchange.accept(transport.receive(exchange.remainingNs(), operation));
        } catch (final SysException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
            // The end of the dump itself is never lost.
            exchange.interrupted();
        }
    }

    /// Closes the socket; a second call does nothing.
    @Override
    public synchronized void close() {
        transport.close();
    }

    /// What has come back for one request.
    private static final class Exchange<T> {
        private final String operation;
        private final int sequence;
        private final Function<NetlinkMessage, T> decoder;
        private final long end = System.nanoTime() + TIMEOUT_NS;
        private final List<T> results = new ArrayList<>();
        private boolean complete;
        private boolean interrupted;
        // The first trouble. After a malformed answer the rest is still taken in: the kernel refuses a dump while one is running.
        private RuntimeException trouble;

        Exchange(final String operation, final int sequence, final Function<NetlinkMessage, T> decoder) {
            this.operation = operation;
            this.sequence = sequence;
            this.decoder = decoder;
        }

        boolean isComplete() {
            return complete;
        }

        boolean isInterrupted() {
            return interrupted;
        }

        void interrupted() {
            interrupted = true;
        }

        List<T> results() {
            if (trouble != null) {
                throw trouble;
            }
            return results;
        }

        Outcome<T> outcome() {
            if (trouble instanceof final NetlinkException refusal) {
                return new Outcome<>(List.of(), refusal);
            }
            return new Outcome<>(results(), null);
        }

        long remainingNs() {
            final long remaining = end - System.nanoTime();
            if (remaining <= 0) {
                throw trouble != null ? trouble : new SysException(operation, Errno.ETIMEDOUT, "the kernel did not come to an end");
            }
            return remaining;
        }

        void accept(final MemorySegment bytes) {
            try {
                final NetlinkDatagram datagram = new NetlinkDatagram(bytes);
                while (!complete && datagram.next()) {
                    if (datagram.message().sequence() == sequence) {
                        accept(datagram.message());
                    }
                }
            } catch (final NetlinkException e) {
                // Where the messages begin is lost, and with it the end of this exchange.
                complete = true;
                trouble(e);
            }
        }

        private void accept(final NetlinkMessage message) {
            interrupted |= (message.flags() & NetlinkMessage.F_DUMP_INTR) != 0;
            switch (message.type()) {
                case NetlinkMessage.ERROR, NetlinkMessage.DONE -> end(message);
                case NetlinkMessage.NOOP -> { }
                case NetlinkMessage.OVERRUN -> interrupted = true;
                default -> answer(message);
            }
        }

        private void end(final NetlinkMessage message) {
            complete = true;
            final int errno = message.errno();
            if (errno != 0) {
                trouble(NetlinkException.refused(operation, errno, message.reason()));
            }
        }

        private void answer(final NetlinkMessage message) {
            if (trouble != null) {
                return;
            }
            try {
                final T result = decoder.apply(message);
                if (result != null) {
                    results.add(result);
                }
            } catch (final NetlinkException e) {
                trouble(e);
            }
        }

        private void trouble(final RuntimeException e) {
            if (trouble == null) {
                trouble = e;
            }
        }
    }
}
