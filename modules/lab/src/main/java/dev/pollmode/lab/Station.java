package dev.pollmode.lab;

import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.util.concurrent.locks.LockSupport;

/// One end of the traffic: a thread that receives and sends.
abstract class Station implements AutoCloseable {
    private static final int BURST = 32;
    private static final int SPINS = 20;
    private static final long NAP_NS = 50_000;

    private final Mempool pool;
    private final Mbuf[] received = new Mbuf[BURST];
    private final Mbuf[] burst = new Mbuf[BURST];
    private final Thread thread;
    private volatile boolean quiet;
    private volatile boolean over;
    private volatile Throwable failure;

    /// Takes frames to be sent.
    interface Way {
        /// Sends.
        ///
        /// @return how many were taken, from the first on; they are not the caller's any more
        int send(Mbuf[] frames, int count);
    }

    Station(final String name, final Mempool pool) {
        this.pool = pool;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    final void start() {
        thread.start();
    }

    private void run() {
        try (ThreadSlots.Registration _ = ThreadSlots.register()) {
            int idle = 0;
            while (!over) {
                idle = receive() + (quiet ? 0 : send()) > 0 ? 0 : idle + 1;
                if (idle > SPINS) {
                    LockSupport.parkNanos(NAP_NS);
                }
            }
            end();
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    /// Receives what is there.
    ///
    /// @return how much work was done
    abstract int receive();

    /// Sends what is due.
    ///
    /// @return how much work was done
    abstract int send();

    /// Lets go of what the thread owns.
    void end() {
    }

    /// Receives from a queue.
    ///
    /// @param path that frames of this queue come by, as far as this end knows
    final int receive(final RxQueue queue, final int path) {
        final int count = queue.rxBurst(received, 0, BURST);
        for (int i = 0; i < count; i++) {
            onFrame(received[i], path);
            received[i].free();
        }
        return count;
    }

    /// A frame came, which stays the caller's.
    abstract void onFrame(Mbuf frame, int path);

    /// Sends the frames of a stream that are due.
    final int send(final Source source, final Stream stream, final MacAddress to, final MacAddress from, final int path, final Way way) {
        final int due = source.due();
        int count = 0;
        for (Mbuf frame = due > 0 ? pool.tryAlloc() : null; frame != null; frame = count < due ? pool.tryAlloc() : null) {
            Frame.write(frame, to, from, stream, source.sent() + count, path);
            burst[count++] = frame;
        }
        final int sent = count > 0 ? way.send(burst, count) : 0;
        source.sent(sent);
        Mbuf.freeBulk(burst, sent, count - sent);
        return sent;
    }

    final Mempool pool() {
        return pool;
    }

    /// Sends nothing more, receives on.
    final void quiet() {
        quiet = true;
    }

    /// {@return what ended the thread before its time, or null}
    final Throwable failure() {
        return failure;
    }

    @Override
    public final void close() {
        over = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
