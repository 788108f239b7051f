package dev.pollmode.pmd.pcap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Writes packets to a capture file, a system call per burst, so that the file is complete whenever one looks.
///
/// Takes every packet; those that can't be written are counted as errors.
final class PcapTxQueue extends TxQueue {
    private final PcapWriter writer;
    private final WallClock clock;
    private final QueueCounters counters;

    PcapTxQueue(final PcapWriter writer, final WallClock clock, final QueueCounters counters) {
        this.writer = writer;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        if (count == 0) {
            return 0;
        }
        final long now = clock.nowNs();
        int added = 0;
        long bytes = 0;
        for (int i = offset, end = offset + count; i < end; i++) {
            final Mbuf packet = burst[i];
            if (!writer.hasRoom(packet)) {
                flush(added, bytes);
                added = 0;
                bytes = 0;
            }
            writer.add(packet, now);
            added++;
            bytes += packet.packetLength();
        }
        flush(added, bytes);
        Mbuf.freeBulk(burst, offset, count);
        return count;
    }

    private void flush(final int packets, final long bytes) {
        if (writer.flush() == 0) {
            counters.add(packets, bytes);
        } else {
            counters.addErrors(packets);
        }
    }
}
