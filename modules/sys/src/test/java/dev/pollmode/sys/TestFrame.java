package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Frames of an Ethernet type that nobody else uses, each with a number.
final class TestFrame {
    /// For local experiments (IEEE 802).
    static final int TYPE = 0x88b5;
    static final int LENGTH = 64;

    private TestFrame() {
    }

    static byte[] of(final String destination, final int number) {
        return of(destination, number, LENGTH);
    }

    static byte[] of(final String destination, final int number, final int length) {
        final ByteBuffer frame = ByteBuffer.allocate(length);
        frame.put(HexFormat.of().parseHex(destination)).put(HexFormat.of().parseHex("020000000001")).putShort((short) TYPE).putInt(number);
        return frame.array();
    }

    static int number(final byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(14);
    }

    static long send(final PacketSocket socket, final byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            return socket.send(CallState.current(), copy.address(), frame.length);
        }
    }

    /// A frame, or null when none waits.
    static byte[] receive(final PacketSocket socket) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment room = arena.allocate(2048);
            final long length = socket.receive(CallState.current(), room.address(), room.byteSize());
            return length < 0 ? null : room.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /// Waits for a number of frames, and returns the numbers of all that came.
    static List<Integer> await(final PacketSocket socket, final int count) {
        final List<Integer> numbers = new ArrayList<>();
        TestNet.eventually(() -> {
            for (byte[] frame = receive(socket); frame != null; frame = receive(socket)) {
                numbers.add(number(frame));
            }
            return numbers.size() >= count;
        });
        return numbers;
    }
}
