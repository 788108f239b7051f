package dev.pollmode.mbuf;

/// What must hold of a packet: live segments, lengths that fit their buffers and add up.
final class SanityCheck {
    private SanityCheck() {
    }

    /// {@return what is wrong with a packet, or null}
    static String of(final Mbuf packet) {
        if (packet.refcnt < 1) {
            return "the mbuf is free";
        }
        final int segments = packet.segments;
        int count = 0;
        long total = 0;
        for (Mbuf segment = packet; segment != null; segment = segment.next) {
            if (segment.refcnt < 1) {
                return "segment " + count + " is free";
            }
            if ((segment.dataOffset | segment.dataLength | segment.tailroom()) < 0) {
                return "segment " + count + " reaches outside its buffer";
            }
            total += segment.dataLength;
            count++;
            if (count > segments) {
                return "more segments than the " + segments + " it claims";
            }
        }
        if (count != segments) {
            return count + " segments, not the " + segments + " it claims";
        }
        return total == packet.packetLength ? null : total + " bytes, not the " + packet.packetLength + " it claims";
    }
}
