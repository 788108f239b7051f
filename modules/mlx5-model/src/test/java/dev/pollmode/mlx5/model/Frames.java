package dev.pollmode.mlx5.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/// Frames for tests.
final class Frames {
    static final int HEADERS = 14 + 20 + 20;

    private Frames() {
    }

    /// {@return a frame of a length with random content that is no IP}
    static byte[] plain(final Random random, final int length) {
        final byte[] frame = new byte[length];
        random.nextBytes(frame);
        frame[0] = 2;
        frame[12] = 0x12;
        frame[13] = 0x34;
        return frame;
    }

    /// {@return TCP or UDP over IPv4, checksums zero}
    static byte[] ipv4(final int protocol, final int source, final int destination, final int sourcePort, final int destinationPort, final byte[] payload) {
        final int l4 = protocol == 6 ? 20 : 8;
        final ByteBuffer frame = ByteBuffer.allocate(14 + 20 + l4 + payload.length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0});
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + l4 + payload.length)).putShort((short) 0x100).putShort((short) 0)
            .put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(source).putInt(destination);
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        if (protocol == 6) {
            frame.putInt(1000).putInt(2000).put((byte) 0x50).put((byte) 0x18).putShort((short) 512).putInt(0);
        } else {
            frame.putShort((short) (8 + payload.length)).putShort((short) 0);
        }
        return frame.put(payload).array();
    }

    /// {@return the frame with a VLAN tag}
    static byte[] tagged(final byte[] frame, final int tag) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(frame, 0, 12);
        out.write(0x81);
        out.write(0);
        out.write(tag >>> 8);
        out.write(tag);
        out.write(frame, 12, frame.length - 12);
        return out.toByteArray();
    }

    /// {@return the 16-bit word at an offset}
    static int word(final byte[] frame, final int offset) {
        return (frame[offset] & 0xff) << 8 | frame[offset + 1] & 0xff;
    }

    /// {@return the one's-complement sum, in 16 bits}
    static int sum(final byte[] frame, final int from, final int to, final int start) {
        long sum = start;
        for (int i = from; i < to; i++) {
            sum += (long) (frame[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    /// {@return whether IPv4 and TCP or UDP checksums of a frame without options are right}
    static boolean isIntact(final byte[] frame) {
        final int l4Length = word(frame, 16) - 20;
        final int pseudo = sum(frame, 26, 34, (frame[23] & 0xff) + l4Length);
        return sum(frame, 14, 34, 0) == 0xffff && sum(frame, 34, 34 + l4Length, pseudo) == 0xffff;
    }
}
