package dev.pollmode.testpmd.forward;

import dev.pollmode.eal.Lcore;
import dev.pollmode.eal.LcoreTask;
import dev.pollmode.eal.LcoreUsage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What an lcore runs while it forwards: round after round over its streams, until told to stop.
///
/// Rounds are done in chunks by a method that returns: one loop that never ends would stay compiled from its middle on
/// (on-stack replacement), which runs 15 to 20 % slower.
final class ForwardLoop implements LcoreTask {
    private static final int ROUNDS = 1024;
    private static final VarHandle BUSY_NS;

    static {
        try {
            BUSY_NS = MethodHandles.lookup().findVarHandle(ForwardLoop.class, "busyNs", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Forwarder[] streams;
    private final boolean timed;
    private volatile boolean quit;
    private long busyNs;

    ForwardLoop(final Forwarder[] streams, final boolean timed) {
        this.streams = streams;
        this.timed = timed;
    }

    void quit() {
        quit = true;
    }

    @Override
    public int run(final Lcore lcore) {
        if (timed) {
            final long began = System.nanoTime();
            lcore.measureUsage(() -> new LcoreUsage(System.nanoTime() - began, (long) BUSY_NS.getOpaque(this)));
        }
        while (!quit && !lcore.stopRequested()) {
            if (timed) {
                pollTimed();
            } else {
                pollChunk();
            }
        }
        for (final Forwarder stream : streams) {
            stream.finish();
        }
        return 0;
    }

    private void pollChunk() {
        final Forwarder[] all = streams;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < all.length; i++) {
                all[i].forward();
            }
        }
    }

    private void pollTimed() {
        for (int round = 0; round < ROUNDS; round++) {
            for (final Forwarder stream : streams) {
                final long began = System.nanoTime();
                if (stream.forward() > 0) {
                    final long took = System.nanoTime() - began;
                    stream.counters().addBusyNs(took);
                    // Opaque: this lcore writes, whoever asks for the usage reads.
                    BUSY_NS.setOpaque(this, busyNs + took);
                }
            }
        }
    }
}
