package dev.pollmode.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps account of the frames of one stream that arrive: what is lost, what comes twice, by which path.
///
/// A frame may come before one with a lower number when the path changes, so a frame counts as lost only when one arrived whose number is
/// [#WINDOW] higher, or at the end. A loss is excused if it is the last that was given to a VF before that VF was taken away: the device
/// held it. Any other loss is a loss.
///
/// Written by the thread that receives the stream; the counts may be read by any.
final class Ledger {
    /// The path by the NetVSC; VFs are numbered from 1 on.
    static final int NETVSC = 0;

    static final int WINDOW = 1 << 13;
    private static final long FAR = 1L << 20;
    private static final int LOSSES_KEPT = 8;

    private final Departed departed;
    /// By number, modulo the window: path + 1 of those that arrived, 0 of those that did not.
    private final int[] arrived = new int[WINDOW];
    private final AtomicLong byNetvsc = new AtomicLong();
    private final AtomicLong byVf = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Map<Integer, Long> held = new ConcurrentHashMap<>();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong changed = new AtomicLong();
    private volatile long highest = -1;
    /// The path of the highest number, and since when it is.
    private volatile Arrival now = new Arrival(-1, 0);
    private final List<Loss> losses = new ArrayList<>();
    private long settled;
    private int settledPath = -1;
    private long gap;

    /// By which path frames arrive.
    ///
    /// @param path [#NETVSC] or that of a VF, −1 before the first frame
    /// @param sinceNs when the first one came by it, of [System#nanoTime()]
    record Arrival(int path, long sinceNs) {
    }

    /// Frames in a row that are lost without excuse.
    ///
    /// @param first the number of the first one
    /// @param count how many
    /// @param before by which path the frame before them came, −1 if there was none
    /// @param after by which path the frame after them came, −1 if there was none
    record Loss(long first, long count, int before, int after) {
        @Override
        public String toString() {
            return count + " from number " + first + " on, between one " + name(before) + " and one " + name(after);
        }

        private static String name(final int path) {
            return path < 0 ? "that is not there" : path == NETVSC ? "by the NetVSC" : "by VF " + path;
        }
    }

    Ledger(final Departed departed) {
        this.departed = departed;
    }

    /// A frame arrived.
    ///
    /// @param number its number
    /// @param path that it came by
    void arrived(final long number, final int path) {
        if (number > highest + FAR) {
            changed();
            return;
        }
        while (number - settled >= WINDOW) {
            settle();
        }
        final int slot = (int) (number % WINDOW);
        if (number < settled || arrived[slot] != 0) {
            add(twice, 1);
            return;
        }
        arrived[slot] = path + 1;
        add(path == NETVSC ? byNetvsc : byVf, 1);
        if (number > highest) {
            highest = number;
            if (path != now.path) {
                now = new Arrival(path, System.nanoTime());
            }
        }
    }

    /// A frame arrived that is not as it was sent.
    void changed() {
        add(changed, 1);
    }

    /// No more frames will come.
    ///
    /// @param sent how many were sent
    void end(final long sent) {
        while (settled < sent) {
            settle();
        }
        close(-1);
        Arrays.fill(arrived, 0);
    }

    private void settle() {
        final int slot = (int) (settled % WINDOW);
        if (arrived[slot] == 0) {
            gap++;
        } else {
            final int path = arrived[slot] - 1;
            close(path);
            settledPath = path;
            arrived[slot] = 0;
        }
        settled++;
    }

    /// Accounts for the frames that are missing before the one that is being settled.
    private void close(final int path) {
        if (gap > 0) {
            final long first = settled - gap;
            final boolean left = settledPath > NETVSC && path >= 0 && path != settledPath;
            final long excused = left ? Math.clamp(departed.firstNotGiven(settledPath) - first, 0, gap) : 0;
            held.merge(settledPath, excused, Long::sum);
            add(lost, gap - excused);
            if (gap > excused && losses.size() < LOSSES_KEPT) {
                losses.add(new Loss(first + excused, gap - excused, settledPath, path));
            }
            gap = 0;
        }
    }

    private static void add(final AtomicLong counter, final long count) {
        counter.setOpaque(counter.getPlain() + count);
    }

    /// {@return the highest number that arrived, −1 if none did}
    long highest() {
        return highest;
    }

    /// {@return by which path frames arrive now}
    Arrival now() {
        return now;
    }

    long byNetvsc() {
        return byNetvsc.getOpaque();
    }

    long byVf() {
        return byVf.getOpaque();
    }

    /// {@return how many are lost without excuse}
    long lost() {
        return lost.getOpaque();
    }

    /// {@return the first losses; after [#end(long)]}
    List<Loss> losses() {
        return losses;
    }

    /// {@return how many the VFs held that were taken away}
    long held() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }

    /// {@return how many a VF held when it was taken away}
    long held(final int path) {
        return held.getOrDefault(path, 0L);
    }

    /// {@return how many came more than once}
    long twice() {
        return twice.getOpaque();
    }

    /// {@return how many were not as they were sent}
    long changedFrames() {
        return changed.getOpaque();
    }
}
