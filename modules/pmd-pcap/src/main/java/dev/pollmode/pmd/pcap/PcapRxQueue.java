package dev.pollmode.pmd.pcap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Mem;

/// Receives the packets of a capture file, each with the time it was captured at, in nanoseconds since 1970.
///
/// A packet longer than a buffer comes in several. One that finds the pool empty stays the next one.
final class PcapRxQueue extends RxQueue {
    private final PcapReader reader;
    private final boolean endless;
    private final Mempool pool;
    private final QueueCounters counters;
    private final int port;
    private final int room;
    private boolean ended;

    PcapRxQueue(final PcapReader reader, final boolean endless, final RxQueueSetup setup, final int port) {
        this.reader = reader;
        this.endless = endless;
        this.port = port;
        pool = setup.pool();
        counters = setup.counters();
        room = pool.bufferLength() - Mbuf.HEADROOM;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        int received = 0;
        long bytes = 0;
        boolean rewound = false;
        while (received < limit && !ended) {
            final int length = reader.next();
            if (length < 0) {
                if (rewound || !continueAt(length)) {
                    break;
                }
                // Once in a burst: the file may be without packets.
                rewound = true;
            } else if (length == 0) {
                counters.addErrors(1);
                reader.advance();
            } else {
                final Mbuf packet = take(length);
                if (packet == null) {
                    counters.addNoMbuf(1);
                    break;
                }
                reader.advance();
                burst[offset + received++] = packet;
                bytes += length;
            }
        }
        if (received > 0) {
            counters.add(received, bytes);
        }
        return received;
    }

    /// Deals with the end of the file, or of what can be read of it.
    private boolean continueAt(final int outcome) {
        if (endless) {
            reader.rewind();
            return true;
        }
        if (outcome == PcapReader.BROKEN) {
            counters.addErrors(1);
        }
        ended = true;
        return false;
    }

    /// {@return the record at hand as a packet, or null when the pool is empty}
    private Mbuf take(final int length) {
        final Mbuf head = pool.tryAlloc();
        if (head == null) {
            return null;
        }
        head.port(port);
        head.timestamp(reader.timestampNs());
        final int first = Math.min(length, room);
        Mem.copy(reader.data(), head.dataAddress(), first);
        head.dataLength(first);
        return first == length || takeRest(head, length, first) ? head : null;
    }

    private boolean takeRest(final Mbuf head, final int length, final int begin) {
        Mbuf last = head;
        for (int done = begin; done < length;) {
            final Mbuf segment = pool.tryAlloc();
            if (segment == null) {
                head.free();
                return false;
            }
            final int count = Math.min(length - done, room);
            Mem.copy(reader.data() + done, segment.dataAddress(), count);
            segment.dataLength(count);
            last.chainNext(head, segment);
            last = segment;
            done += count;
        }
        return true;
    }
}
