package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;
import java.nio.ByteBuffer;

/// The first 42 bytes of a packet that testpmd makes: Ethernet (14), IPv4 without options (20), UDP (8).
///
/// The UDP checksum is 0, which IPv4 allows (RFC 768); that of the IPv4 header is right (RFC 791).
final class UdpHeader {
    /// How long it is.
    static final int LENGTH = 42;

    private static final int IP = Ethernet.LENGTH;
    private static final int UDP = IP + 20;
    private static final short TYPE_IPV4 = 0x0800;
    private static final byte TIME_TO_LIVE = 64;
    private static final byte PROTOCOL_UDP = 17;

    private final byte[] bytes = new byte[LENGTH];
    // The same as words in network order; the last one overlaps the one before.
    private final long word0;
    private final long word1;
    private final long word2;
    private final long word3;
    private final long word4;
    private final long lastWord;

    /// Makes the header of packets of one length.
    ///
    /// @param destination where to, as a 48-bit number
    /// @param source where from
    /// @param packets addresses and ports
    /// @param length of the whole packet
    UdpHeader(final long destination, final long source, final PacketSettings packets, final int length) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putLong(0, destination << 16 | source >>> 32).putInt(8, (int) source).putShort(Ethernet.TYPE, TYPE_IPV4);
        buffer.putShort(IP, (short) 0x4500).putShort(IP + 2, (short) (length - IP)).put(IP + 8, TIME_TO_LIVE)
            .put(IP + 9, PROTOCOL_UDP).putInt(IP + 12, packets.sourceIp()).putInt(IP + 16, packets.destinationIp());
        buffer.putShort(IP + 10, checksum(buffer));
        buffer.putShort(UDP, (short) packets.sourcePort()).putShort(UDP + 2, (short) packets.destinationPort())
            .putShort(UDP + 4, (short) (length - UDP));
        word0 = buffer.getLong(0);
        word1 = buffer.getLong(8);
        word2 = buffer.getLong(16);
        word3 = buffer.getLong(24);
        word4 = buffer.getLong(32);
        lastWord = buffer.getLong(LENGTH - Long.BYTES);
    }

    private static short checksum(final ByteBuffer header) {
        int sum = 0;
        for (int i = IP; i < UDP; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        return (short) ~(sum + (sum >>> 16));
    }

    /// Writes it into the first segment of a packet, which is long enough: whoever makes packets checks that once, and not for each word.
    void writeTo(final Mbuf packet) {
        assert packet.dataLength() >= LENGTH : packet;
        final long at = packet.dataAddress();
        Mem.putLongBe(at, word0);
        Mem.putLongBe(at + 8, word1);
        Mem.putLongBe(at + 16, word2);
        Mem.putLongBe(at + 24, word3);
        Mem.putLongBe(at + 32, word4);
        Mem.putLongBe(at + LENGTH - Long.BYTES, lastWord);
    }

    /// Writes it into a packet whose first segment is shorter.
    void spreadOver(final Mbuf packet) {
        int done = 0;
        for (Mbuf segment = packet; segment != null && done < LENGTH; segment = segment.next()) {
            final int part = Math.min(segment.dataLength(), LENGTH - done);
            for (int i = 0; i < part; i++) {
                segment.putByte(i, bytes[done + i]);
            }
            done += part;
        }
    }

    /// Changes an IPv4 address of a packet that has this header, and corrects the header checksum (RFC 1624).
    ///
    /// @param offset of the address
    /// @param from what stands there
    /// @param to what shall stand there
    private void changeAddress(final Mbuf packet, final int offset, final int from, final int to) {
        packet.putInt(offset, to);
        int sum = (~packet.getShort(IP + 10) & 0xffff) + (~from >>> 16) + (~from & 0xffff) + (to >>> 16) + (to & 0xffff);
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        packet.putShort(IP + 10, (short) ~sum);
    }

    /// Changes the source address.
    void source(final Mbuf packet, final int from, final int to) {
        changeAddress(packet, IP + 12, from, to);
    }

    /// Changes the destination address.
    void destination(final Mbuf packet, final int from, final int to) {
        changeAddress(packet, IP + 16, from, to);
    }
}
