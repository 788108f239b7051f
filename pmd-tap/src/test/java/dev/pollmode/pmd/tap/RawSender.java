package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.PacketSocket;
import dev.pollmode.test.support.TestNet;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// Sends frames out of an interface as they are, as any program of the host could: the port behind it receives them.
final class RawSender implements AutoCloseable {
    private static final int SHORTEST = 60;
    private static final int UDP = 17;

    private final PacketSocket socket;

    RawSender(final TestNet net, final String name) {
        socket = PacketSocket.openIn(net.namespace);
        socket.bind(net.index(name), PacketSocket.NOTHING);
    }

    void send(final byte[] frame) {
        if (!offer(frame)) {
            throw new AssertionError("frame not sent");
        }
    }

    /// Sends a frame that a filter may drop, which the kernel tells who sends it.
    ///
    /// @return whether it was not dropped
    boolean offer(final byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            final long address = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame).address();
            final long sent = socket.send(CallState.current(), address, frame.length);
            assertThat(sent).isIn((long) frame.length, (long) -Errno.ENOBUFS);
            return sent > 0;
        }
    }

    static byte[] frame(final MacAddress destination, final int mark) {
        return frame(destination, mark, SHORTEST);
    }

    /// A frame of an experimental type (IEEE 802) with a mark.
    static byte[] frame(final MacAddress destination, final int mark, final int length) {
        return ethernet(destination, 0x88b5, length).put(14, (byte) mark).array();
    }

    static byte[] udp(final MacAddress destination, final boolean right) {
        return udp(destination, right, 1000);
    }

    /// A datagram with right IPv4 checksum, and with right or wrong UDP checksum.
    static byte[] udp(final MacAddress destination, final boolean right, final int sourcePort) {
        final int payload = 33;
        final ByteBuffer frame = ethernet(destination, 0x0800, 14 + 28 + payload);
        frame.put(14, (byte) 0x45).putShort(16, (short) (28 + payload)).put(22, (byte) 64).put(23, (byte) UDP)
            .putInt(26, 0x0a4d0001).putInt(30, 0x0a4d0002).putShort(34, (short) sourcePort).putShort(36, (short) 2000)
            .putShort(38, (short) (8 + payload)).put(42, (byte) 0x5a);
        frame.putShort(24, (short) ~sum(frame, 14, 20, 0));
        frame.putShort(40, (short) ~(sum(frame, 34, 8 + payload, sum(frame, 26, 8, UDP + 8 + payload)) + (right ? 0 : 1)));
        return frame.array();
    }

    private static ByteBuffer ethernet(final MacAddress destination, final int type, final int length) {
        return ByteBuffer.allocate(length).put(destination.bytes()).put(new MacAddress(0x02_00_00_00_00_77L).bytes()).putShort((short) type);
    }

    /// The sum of RFC 1071, written down a second time so that the code under test is not its own judge.
    static int sum(final ByteBuffer bytes, final int offset, final int length, final int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes.get(offset + i) & 0xff) << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @Override
    public void close() {
        socket.close();
    }
}
