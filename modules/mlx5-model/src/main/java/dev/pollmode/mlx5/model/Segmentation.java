package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;

/// Cuts a large TCP segment into frames (LSO). Device thread only.
final class Segmentation {
    private static final int FIN_PUSH = 0x09;
    private static final int CWR = 0x80;
    private static final int IDENTIFICATION = 4;
    private static final int TOTAL_LENGTH = 2;
    private static final int PAYLOAD_LENGTH = 4;
    private static final int SEQUENCE = 4;
    private static final int FLAGS = 13;
    /// Most headers that a large segment may have: Ethernet, tags, IPv6 with extensions, TCP with options.
    private static final int MAX_HEADER = 512;

    private final Egress egress;
    private final PacketHeaders headers = new PacketHeaders();
    private final long frame;

    Segmentation(final Hca hca, final Egress egress) {
        this.egress = egress;
        this.frame = hca.arena.allocate(Wire.MAX_FRAME + (long) MAX_HEADER, 64).address();
    }

    /// Sends a large segment as frames.
    ///
    /// @param address of header and payload
    /// @param header length of the header
    /// @param total length of both
    /// @param mss payload of a frame
    /// @param tag VLAN tag to insert, or -1
    /// @param checksums which to write
    /// @return whether it was TCP with a whole header and a reasonable size of frames
    boolean send(final long address, final int header, final int total, final int mss, final int tag, final int checksums) {
        if (mss <= 0 || header > MAX_HEADER || mss > Wire.MAX_FRAME - MAX_HEADER || !findTcp(address, header)) {
            return false;
        }
        final int payload = total - header;
        int sent = 0;
        int index = 0;
        do {
            final int part = Math.min(mss, payload - sent);
            Mem.copy(address, frame, header);
            Mem.copy(address + header + sent, frame + header, part);
            fix(header, part, sent, index++, sent + part == payload);
            egress.send(frame, header + part, tag, checksums);
            sent += part;
        } while (sent < payload);
        return true;
    }

    /// Finds IP and TCP in the header alone, whose length fields speak of the whole or of nothing.
    private boolean findTcp(final long address, final int header) {
        if (header < PacketHeaders.ETHERNET_LENGTH) {
            return false;
        }
        Mem.copy(address, frame, header);
        headers.parse(frame, header);
        final long l3 = frame + headers.l3Offset;
        if (headers.etherType == PacketHeaders.IPV4 && headers.l3Offset + 20 <= header) {
            Mem.putShortBe(l3 + TOTAL_LENGTH, (short) (header - headers.l3Offset));
        } else if (headers.etherType == PacketHeaders.IPV6 && headers.l3Offset + 40 <= header) {
            Mem.putShortBe(l3 + PAYLOAD_LENGTH, (short) (header - headers.l3Offset - 40));
        }
        headers.parse(frame, header);
        return headers.l4Protocol == PacketHeaders.TCP && headers.l4Offset + headers.l4HeaderLength == header;
    }

    private void fix(final int header, final int part, final int sent, final int index, final boolean last) {
        final long l3 = frame + headers.l3Offset;
        final int length = header + part - headers.l3Offset;
        if (headers.ipVersion == 4) {
            Mem.putShortBe(l3 + TOTAL_LENGTH, (short) length);
            Mem.putShortBe(l3 + IDENTIFICATION, (short) (Mem.getShortBe(l3 + IDENTIFICATION) + index));
        } else {
            Mem.putShortBe(l3 + PAYLOAD_LENGTH, (short) (length - 40));
        }
        final long tcp = frame + headers.l4Offset;
        Mem.putIntBe(tcp + SEQUENCE, Mem.getIntBe(tcp + SEQUENCE) + sent);
        int flags = Mem.getByte(tcp + FLAGS);
        if (!last) {
            flags &= ~FIN_PUSH;
        }
        if (index > 0) {
            flags &= ~CWR;
        }
        Mem.putByte(tcp + FLAGS, (byte) flags);
    }
}
