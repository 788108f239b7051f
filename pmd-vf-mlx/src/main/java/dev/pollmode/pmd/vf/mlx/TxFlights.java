package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mbuf.Mbuf;

/// The packets that a device has not completed, and the completions that it owes. Used by the thread that polls the queue.
///
/// Completions come in the order in which they were asked for; each covers all packets before it.
final class TxFlights {
    private final Mbuf[] packets;
    // For each completion asked for: the work request that asked, and what it covers.
    private final int[] requests;
    private final int[] blocksThrough;
    private final int[] packetsThrough;
    private final int mask;
    // Free running.
    private int head;
    private int tail;
    private int asked;
    private int answered;
    private int blocksDone;

    /// @param capacity of packets and of completions, a power of two
    TxFlights(final int capacity) {
        mask = capacity - 1;
        packets = new Mbuf[capacity];
        requests = new int[capacity];
        blocksThrough = new int[capacity];
        packetsThrough = new int[capacity];
    }

    /// Begins anew, with nothing under way.
    void clear() {
        head = 0;
        tail = 0;
        asked = 0;
        answered = 0;
        blocksDone = 0;
    }

    /// {@return how many more packets can be under way}
    int room() {
        return mask + 1 - (head - tail);
    }

    /// {@return how many packets are under way}
    int count() {
        return head - tail;
    }

    /// {@return the blocks that were completed, free running}
    int blocksDone() {
        return blocksDone;
    }

    /// A packet was written; there is [#room()].
    void add(final Mbuf packet) {
        packets[head++ & mask] = packet;
    }

    /// A completion was asked for.
    ///
    /// @param request first block of the work request that asks
    /// @param end block behind it
    void ask(final int request, final int end) {
        final int slot = asked++ & mask;
        requests[slot] = request;
        blocksThrough[slot] = end;
        packetsThrough[slot] = head;
    }

    /// A completion came.
    ///
    /// @param counter the work request that it names
    /// @return how many packets it brought home, or -1 if it is not the one that was due
    int complete(final int counter) {
        final int slot = answered & mask;
        if (answered == asked || ((requests[slot] ^ counter) & 0xffff) != 0) {
            return -1;
        }
        answered++;
        blocksDone = blocksThrough[slot];
        final int end = packetsThrough[slot];
        final int done = end - tail;
        free(end);
        return done;
    }

    private void free(final int end) {
        final int first = tail & mask;
        final int count = end - tail;
        final int straight = Math.min(count, mask + 1 - first);
        Mbuf.freeBulk(packets, first, straight);
        Mbuf.freeBulk(packets, 0, count - straight);
        tail = end;
    }

    /// Brings all packets home: the device uses none any more.
    void takeBack() {
        free(head);
        answered = asked;
    }
}
