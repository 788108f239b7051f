package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.test.support.TestNet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What is outside of the program: sends two numbered streams through it, one each way, and counts how often each frame comes out.
///
/// ```
///   inside ── far ─> [program] ─> VF or NetVSC ── host     the outgoing stream
///   inside <─ far ── [program] <─ VF or NetVSC <─ host     the incoming stream
/// ```
///
/// One thread sends and one receives; the host sends on the path that [#hostUses] says.
final class StreamOutside implements AutoCloseable {
    static final int OUTGOING = 1;
    static final int INCOMING = 2;
    private static final int MAX_FRAMES = 1 << 24;
    private static final long IDLE_NS = 100_000;
    /// Nothing tells that a frame will not come, or not a second time: after so long it doesn't.
    private static final long LOST_NS = 300_000_000;
    private static final long TWICE_NS = 20_000_000;

    private final FarEnd inside;
    private final FarEnd accelerated;
    private final FarEnd synthetic;
    private final int gapNs;
    private final int flood;
    private final byte[][] seen = new byte[3][MAX_FRAMES];
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread sender;
    private final Thread receiver;
    private volatile boolean sending = true;
    private volatile boolean receiving = true;
    private volatile FarEnd hostPath;
    // By stream: how many were sent; written by the sender alone.
    private volatile int outgoing;
    private volatile int incoming;
    // Written by the receiver alone: how many frames came out, and how many different ones.
    private volatile long arrived;
    private volatile long came;
    private volatile FarEnd awaitedAt;
    private volatile long awaitedFromNs;
    private volatile long firstNs;

    /// @param gapNs between two frames of a stream
    /// @param flood how many frames go out instead of one
    StreamOutside(final FarEnd inside, final FarEnd accelerated, final FarEnd synthetic, final int gapNs, final int flood) {
        this.inside = inside;
        this.accelerated = accelerated;
        this.synthetic = synthetic;
        this.gapNs = gapNs;
        this.flood = flood;
        hostPath = synthetic;
        sender = thread("outside-sender", this::send);
        receiver = thread("outside-receiver", this::receive);
    }

    private Thread thread(final String name, final Runnable body) {
        return Thread.ofPlatform().name(name).uncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e)).start(body);
    }

    private void send() {
        long nextNs = System.nanoTime();
        while (sending && outgoing < MAX_FRAMES - flood) {
            for (int i = 0; i < flood; i++) {
                if (inside.send(OUTGOING, outgoing)) {
                    outgoing++;
                }
            }
            if (hostPath.send(INCOMING, incoming)) {
                incoming++;
            }
            nextNs += gapNs;
            final long waitNs = nextNs - System.nanoTime();
            if (waitNs > 0) {
                LockSupport.parkNanos(waitNs);
            } else if (waitNs < -1_000L * gapNs) {
                nextNs = System.nanoTime(); // This thread was kept from running: what was missed is not made good.
            }
        }
    }

    private void receive() {
        while (receiving) {
            if (accelerated.take(this::onFrame) + synthetic.take(this::onFrame) + inside.take(this::onFrame) == 0) {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    private void onFrame(final FarEnd from, final int stream, final int number, final long atNs) {
        if (stream == (from == inside ? INCOMING : OUTGOING)) {
            came += seen[stream][number]++ == 0 ? 1 : 0;
            arrived++;
            if (from == awaitedAt && stream == OUTGOING && firstNs == 0 && atNs >= awaitedFromNs) {
                firstNs = atNs;
            }
        }
    }

    /// Has the host send the incoming stream on another path from now on; when this returns it does.
    void hostUses(final boolean vf) {
        hostPath = vf ? accelerated : synthetic;
        final int before = incoming;
        await("the host sends", () -> incoming > before + 1);
    }

    /// Notes the first frame of the outgoing stream that takes a path.
    ///
    /// @param vf     which path
    /// @param fromNs an earlier one doesn't count, in nanoseconds since 1970
    void expect(final boolean vf, final long fromNs) {
        awaitedAt = null;
        awaitedFromNs = fromNs;
        firstNs = 0;
        awaitedAt = vf ? accelerated : synthetic;
    }

    /// {@return when the expected frame arrived, in nanoseconds since 1970}
    long awaitExpected() {
        await("a frame on " + awaitedAt, () -> firstNs != 0);
        return firstNs;
    }

    private void await(final String what, final BooleanSupplier condition) {
        if (!TestNet.eventually(() -> failure.get() != null || condition.getAsBoolean())) {
            throw new AssertionError("did not happen: " + what);
        }
        check();
    }

    private void check() {
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    /// Ends both streams and waits until all has arrived, or nothing arrives any more.
    void drain() throws InterruptedException {
        sending = false;
        sender.join();
        long before = arrived;
        long sinceNs = System.nanoTime();
        while (System.nanoTime() - sinceNs < (came < outgoing + incoming ? LOST_NS : TWICE_NS)) {
            LockSupport.parkNanos(IDLE_NS);
            if (arrived != before) {
                before = arrived;
                sinceNs = System.nanoTime();
            }
        }
        receiving = false;
        receiver.join();
        check();
    }

    /// {@return how many frames of a stream were sent}
    int sent(final int stream) {
        return stream == OUTGOING ? outgoing : incoming;
    }

    /// {@return how many frames of a stream arrived so often, once [drained][#drain]}
    long arrivedTimes(final int stream, final int times) {
        long count = 0;
        for (int i = 0; i < sent(stream); i++) {
            count += seen[stream][i] == times ? 1 : 0;
        }
        return count;
    }

    /// {@return frames that arrived while a ring of this side was full}
    long missed() {
        return inside.missed() + accelerated.missed() + synthetic.missed();
    }

    @Override
    public void close() {
        sending = false;
        receiving = false;
        try {
            sender.join();
            receiver.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
        inside.close();
        accelerated.close();
        synthetic.close();
    }
}
