package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Uar;
import java.util.HashMap;
import java.util.Map;

/// Writes to doorbell pages. A write counts only for objects that were made with that page. Device thread only.
///
/// Registers of eight bytes may be written as two words, in order.
final class Doorbells {
    private static final int HALF_MASK = Uar.BLUEFLAME_HALF - 1;

    private final Hca hca;
    private final Map<Integer, Integer> armWords = new HashMap<>();

    Doorbells(final Hca hca) {
        this.hca = hca;
    }

    /// A word was written.
    ///
    /// @param offset in BAR0
    void write(final long offset, final int word) {
        final int shift = 12 + hca.capabilities.logUarPage();
        final int page = (int) (offset >>> shift);
        final int register = (int) (offset & (1 << shift) - 1);
        if (hca.uars.find(page) == null) {
            return;
        }
        switch (register) {
            case Uar.CQ_ARM -> armWords.put(page, word);
            case Uar.CQ_ARM + 4 -> arm(page, word & 0xffffff);
            case Uar.EQ_ARM -> event(page, word, true);
            case Uar.EQ_UPDATE -> event(page, word, false);
            default -> {
                if (register >= Uar.BLUEFLAME && register < Uar.PAGE_SIZE && (register & HALF_MASK) == 4) {
                    send(page, word >>> 8);
                }
            }
        }
    }

    void reset() {
        armWords.clear();
    }

    private void arm(final int page, final int cqn) {
        final CompletionQueue queue = hca.completionQueues.find(cqn);
        final Integer word = armWords.get(page);
        if (queue != null && queue.uar == page && word != null) {
            hca.completions.arm(queue, word);
        }
    }

    private void event(final int page, final int word, final boolean arm) {
        final EventQueue queue = hca.eventQueues.find(word >>> 24);
        if (queue != null && queue.uar == page) {
            hca.events.consumed(queue, word, arm);
        }
    }

    private void send(final int page, final int sqn) {
        final SendQueue queue = hca.sendQueues.find(sqn);
        if (queue != null && queue.uar == page) {
            queue.rung = true;
        }
    }
}
