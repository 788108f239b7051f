package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Cqe;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.IoUring;
import dev.pollmode.sys.Sqe;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.Tun;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the queues of a port: of the kinds that suit what was asked for and what the kernel can do.
///
/// | receiving                                    | class            |
/// |----------------------------------------------|------------------|
/// | a frame can be longer than a buffer, SCATTER | [MixedRxQueue], of the other two ways |
/// | so, and buffers are very short               | [ScatterRxQueue] |
/// | io_uring is to be had                        | [UringRxQueue]   |
/// | else                                         | [TapRxQueue]     |
///
/// Sending queues are [UringTxQueue] or [TapTxQueue].
final class TapQueues {
    private static final int LARGE_FRAMES = Tun.TUN_F_CSUM | Tun.TUN_F_TSO4 | Tun.TUN_F_TSO6 | Tun.TUN_F_TSO_ECN;

    private final String name;
    private final int portId;
    private final TapKind kind;
    private final TapFeatures features;
    private final TapFiles files;
    private final TapFrames frames;
    private final TapMacs macs;
    private final Logger log;
    private final List<SystemCalls> readCalls;
    private final List<SystemCalls> writeCalls;
    private boolean largeFrames;

    TapQueues(final String name, final int portId, final TapKind kind, final TapFeatures features, final TapFiles files,
              final TapFrames frames, final TapMacs macs, final Logger log) {
        this.name = name;
        this.portId = portId;
        this.kind = kind;
        this.features = features;
        this.files = files;
        this.frames = frames;
        this.macs = macs;
        this.log = log;
        readCalls = Stream.generate(SystemCalls::new).limit(features.maxQueues()).toList();
        writeCalls = Stream.generate(SystemCalls::new).limit(features.maxQueues()).toList();
    }

    /// {@return how many system calls all receiving queues made}
    long readCalls() {
        return readCalls.stream().mapToLong(SystemCalls::count).sum();
    }

    /// {@return how many system calls all sending queues made}
    long writeCalls() {
        return writeCalls.stream().mapToLong(SystemCalls::count).sum();
    }

    /// Chooses whether the kernel may give merged frames and such without checksum, for queues made from now on.
    void largeFrames(final boolean on) {
        largeFrames = on && features.vnetHeader();
    }

    private TapFile join(final int queue) {
        return files.join(queue, largeFrames ? LARGE_FRAMES : 0);
    }

    RxQueue rx(final RxQueueSetup setup) {
        final TapFile file = join(setup.index());
        try {
            final RxQueue queue = rx(setup, file);
            // Only now can frames be received: plug the cable in.
            file.tun().carrier(true);
            return queue;
        } catch (final RuntimeException e) {
            files.leave(file);
            throw e;
        }
    }

    private RxQueue rx(final RxQueueSetup setup, final TapFile file) {
        final RxFinish finish = new VnetRx(portId, file.headerLength(), kind == TapKind.TAP, macs, setup.offloads());
        final TapReads reads = new TapReads(setup.counters(), readCalls.get(setup.index()));
        final Mempool pool = setup.pool();
        final int room = pool.bufferLength() - Mbuf.HEADROOM;
        final int longest = largeFrames ? TapFrames.largest() : frames.longest();
        if (setup.offloads().contains(RxOffload.SCATTER) && longest >= room) {
            final ScatterRxQueue longFrames = new ScatterRxQueue(files, file, pool, reads, finish, longest);
            return Overflow.suits(pool) ? mixed(setup, reads, longFrames, finish) : longFrames;
        }
        if (frames.longest() >= room) {
            log.log(Level.WARNING, ("%s: frames of up to %d bytes don't fit the %d bytes of a buffer of pool %s; longer ones are counted as "
                + "errors. Ask for SCATTER").formatted(name, frames.longest(), room, pool.name()));
        }
        return oneBuffer(pool, file, reads, finish, null);
    }

    private RxQueue mixed(final RxQueueSetup setup, final TapReads reads, final ScatterRxQueue longFrames, final RxFinish finish) {
        // Each of the two leaves the file.
        final TapFile file = join(setup.index());
        return new MixedRxQueue(oneBuffer(setup.pool(), file, reads, finish, new Overflow(UringRxQueue.BATCH, setup.pool())), longFrames);
    }

    private TapRxQueue oneBuffer(final Mempool pool, final TapFile file, final TapReads reads, final RxFinish finish, final Overflow overflow) {
        return openRing(file, UringRxQueue.BATCH)
            .<TapRxQueue>map(ring -> new UringRxQueue(files, file, pool, reads, finish, overflow, ring))
            .orElseGet(() -> new TapRxQueue(files, file, pool, reads, finish, overflow));
    }

    TxQueue tx(final TxQueueSetup setup) {
        final TapFile file = join(setup.index());
        try {
            final TxStart start = features.vnetHeader() ? new VnetTx(frames) : new SoftTx(frames);
            final SystemCalls calls = writeCalls.get(setup.index());
            return openRing(file, UringTxQueue.BATCH).<TxQueue>map(ring -> new UringTxQueue(files, file, setup.counters(), calls, start, ring))
                .orElseGet(() -> new TapTxQueue(files, file, setup.counters(), calls, start));
        } catch (final RuntimeException e) {
            files.leave(file);
            throw e;
        }
    }

    private Optional<IoUring> openRing(final TapFile file, final int entries) {
        try {
            final IoUring ring = IoUring.open(entries);
            try {
                ring.registerFiles(file.fd());
                if (ring.canSkipCompletions() && canDoWithoutWaiting(ring)) {
                    return Optional.of(ring);
                }
                ring.close();
            } catch (final RuntimeException e) {
                ring.close();
                throw e;
            }
        } catch (final SysException e) {
            log.log(Level.DEBUG, name + ": a system call per frame, because io_uring is not to be had: " + e.getMessage());
        }
        return Optional.empty();
    }

    /// Asks for an empty write, which fails in any case: with EOPNOTSUPP where the driver is too old to be asked not to wait.
    private static boolean canDoWithoutWaiting(final IoUring ring) {
        final long sqe = ring.nextSqe();
        Sqe.write(sqe, Sqe.FIXED_FILE, 0, 0, 0, 0);
        Sqe.noWait(sqe);
        ring.submitAndWait(1);
        final long cqe = ring.peekCqe();
        final boolean can = cqe != 0 && Cqe.result(cqe) != -Errno.EOPNOTSUPP;
        ring.advance(cqe == 0 ? 0 : 1);
        return can;
    }
}
