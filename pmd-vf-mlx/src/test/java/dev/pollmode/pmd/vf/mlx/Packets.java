package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.MacAddress;
import java.nio.ByteBuffer;

/// IP packets for tests, without checksums.
final class Packets {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ETHERNET = 14;

    private Packets() {
    }

    /// {@return a packet over IPv4}
    ///
    /// @param flow goes into addresses and ports
    /// @param length of the whole frame
    static byte[] ipv4(final MacAddress to, final int protocol, final int flow, final int length) {
        final ByteBuffer frame = ethernet(to, 0x0800, length);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (length - ETHERNET)).putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.putInt(0x0a000000 + flow).putInt(0x0a800000 + flow * 7);
        ports(frame, protocol, flow);
        return frame.array();
    }

    /// {@return a packet over IPv6}
    ///
    /// @param flow goes into addresses and ports
    /// @param length of the whole frame
    static byte[] ipv6(final MacAddress to, final int protocol, final int flow, final int length) {
        final ByteBuffer frame = ethernet(to, 0x86dd, length);
        frame.putInt(0x60000000).putShort((short) (length - ETHERNET - 40)).put((byte) protocol).put((byte) 64);
        frame.putLong(0xfd00_0000_0000_0000L).putLong(flow).putLong(0xfd00_0000_0000_0001L).putLong(flow * 5L);
        ports(frame, protocol, flow);
        return frame.array();
    }

    /// Makes a packet over IPv4 a fragment.
    static byte[] fragment(final byte[] ipv4) {
        ipv4[ETHERNET + 6] = 0x20;
        return ipv4;
    }

    private static ByteBuffer ethernet(final MacAddress to, final int type, final int length) {
        return ByteBuffer.allocate(length).put(to.bytes()).put(new byte[] {2, 0, 0, 0, 0, 9}).putShort((short) type);
    }

    private static void ports(final ByteBuffer frame, final int protocol, final int flow) {
        if (protocol == ICMP) {
            return;
        }
        frame.putShort((short) (1024 + flow)).putShort((short) (2048 + flow * 3));
        if (protocol == TCP) {
            frame.putLong(flow).put((byte) 0x50).put((byte) 0x10);
        } else {
            frame.putShort((short) (frame.capacity() - frame.position() + 4));
        }
    }
}
