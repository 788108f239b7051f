package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The commands of ours that wait for their replies. Any thread.
final class Calls {
    private final Map<Integer, Call> open = new HashMap<>();
    private int nextId;
    private int failure;

    /// One command that waits.
    final class Call {
        private final int id;
        private Message reply;
        private int errno;

        private Call(final int id) {
            this.id = id;
        }

        int id() {
            return id;
        }

        boolean done() {
            synchronized (Calls.this) {
                return reply != null || errno != 0;
            }
        }

        /// Waits for the reply, the end of the link, or the deadline.
        ///
        /// @param deadline in ns of [System#nanoTime()]
        void await(final long deadline) {
            boolean interrupted = false;
            synchronized (Calls.this) {
                while (reply == null && errno == 0) {
                    final long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        break;
                    }
                    try {
                        TimeUnit.NANOSECONDS.timedWait(Calls.this, left);
                    } catch (final InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /// {@return the reply}
        ///
        /// @param command its name, for messages
        /// @throws VfioUserException when the reply is an error, or did not come
        Message reply(final String command) {
            synchronized (Calls.this) {
                if (errno != 0) {
                    throw new VfioUserException(command, errno, errno == Errno.ENOTCONN ? "the peer is gone" : null);
                }
                if (reply == null) {
                    throw new VfioUserException(command, Errno.ETIMEDOUT, "the peer did not answer");
                }
                final Message taken = reply;
                reply = null;
                if (taken.header().failed()) {
                    taken.fds().close();
                    final int error = taken.header().error();
                    throw new VfioUserException(command, error > 0 ? error : Errno.EIO, "the peer refused it");
                }
                return taken;
            }
        }
    }

    /// {@return a new entry, with an id that no other open entry has}
    ///
    /// @throws VfioUserException with EBUSY when all ids are taken
    synchronized Call open() {
        if (open.size() > 0xffff) {
            throw new VfioUserException("call", Errno.EBUSY, "65536 commands wait for replies");
        }
        do {
            nextId = nextId + 1 & 0xffff;
        } while (open.containsKey(nextId));
        final Call call = new Call(nextId);
        call.errno = failure;
        open.put(call.id, call);
        return call;
    }

    /// Takes an entry out; a reply that comes later is dropped.
    synchronized void forget(final Call call) {
        open.remove(call.id);
        if (call.reply != null) {
            call.reply.fds().close();
            call.reply = null;
        }
    }

    /// Delivers a reply.
    synchronized void answer(final Message reply) {
        final Call call = open.get(reply.header().id());
        if (call != null && call.reply == null) {
            call.reply = reply.keep();
            notifyAll();
        }
    }

    /// Lets one call fail.
    synchronized void fail(final int id, final int errno) {
        final Call call = open.get(id);
        if (call != null) {
            call.errno = errno;
            notifyAll();
        }
    }

    /// Lets all calls fail, those to come included.
    synchronized void failAll(final int errno) {
        failure = errno;
        for (final Call call : open.values()) {
            call.errno = call.reply == null ? errno : 0;
        }
        notifyAll();
    }
}
