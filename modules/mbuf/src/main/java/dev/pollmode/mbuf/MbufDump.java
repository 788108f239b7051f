package dev.pollmode.mbuf;

import dev.pollmode.sys.Mem;

/// A packet in words.
final class MbufDump {
    private static final int ROW = 16;

    private MbufDump() {
    }

    static String of(final Mbuf packet, final int bytes) {
        final StringBuilder text = new StringBuilder(256);
        text.append("dump mbuf at %s, iova=0x%x, buf_len=%d%n".formatted(name(packet), packet.dataIova() - packet.headroom(), packet.bufferLength()));
        text.append("  pkt_len=%d, ol_flags=0x%x, nb_segs=%d, port=%d, ptype=0x%x%n".formatted(packet.packetLength(), packet.offloads(),
            packet.segments(), packet.port(), packet.packetType()));
        int left = bytes;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            text.append("  segment at %s, data=0x%x, len=%d, off=%d, refcnt=%d%n".formatted(name(segment), segment.dataAddress(),
                segment.dataLength(), segment.headroom(), segment.refcnt()));
            final int shown = Math.clamp(segment.dataLength(), 0, Math.max(left, 0));
            appendBytes(text, segment, shown);
            left -= shown;
        }
        return text.toString();
    }

    private static String name(final Mbuf mbuf) {
        return mbuf.pool.name() + '#' + mbuf.index;
    }

    private static void appendBytes(final StringBuilder text, final Mbuf segment, final int count) {
        for (int row = 0; row < count; row += ROW) {
            text.append("%08X:".formatted(row));
            for (int i = row; i < Math.min(row + ROW, count); i++) {
                text.append(" %02X".formatted(Mem.getByte(segment.dataAddress() + i)));
            }
            text.append(System.lineSeparator());
        }
    }
}
