package dev.pollmode.net;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// An environment with a pool, and packets made of bytes.
final class TestPackets implements AutoCloseable {
    /// How many times as long fuzzing takes.
    static final int SOAK = Integer.getInteger("pollmode.soak", 1);
    static final Map<String, byte[]> KERNEL_FRAMES = readFrames();

    private final Eal eal = Eal.init("-l", "0", "--no-huge");
    final Mempool pool;

    TestPackets() {
        this(Mbuf.BUFFER_LENGTH, 256);
    }

    TestPackets(final int bufferLength, final int count) {
        pool = Mempool.builder(eal, "packets").bufferLength(bufferLength).count(count).cacheSize(32).create();
    }

    static byte[] frame(final String name) {
        return KERNEL_FRAMES.get(name).clone();
    }

    static byte[] hex(final String bytes) {
        return HexFormat.of().parseHex(bytes.replaceAll("\\s", ""));
    }

    /// A packet of one segment.
    Mbuf of(final byte[] bytes) {
        return segment(bytes, 0, bytes.length);
    }

    /// A packet whose segments end at the given places.
    Mbuf of(final byte[] bytes, final int... ends) {
        Mbuf packet = null;
        int from = 0;
        for (int i = 0; i <= ends.length; i++) {
            final int to = i < ends.length ? ends[i] : bytes.length;
            final Mbuf segment = segment(bytes, from, to);
            if (packet == null) {
                packet = segment;
            } else {
                packet.chain(segment);
            }
            from = to;
        }
        return packet;
    }

    private Mbuf segment(final byte[] bytes, final int from, final int to) {
        final Mbuf segment = pool.tryAlloc();
        segment.append(to - from);
        segment.putBytes(0, bytes, from, to - from);
        return segment;
    }

    static byte[] bytes(final Mbuf packet) {
        final byte[] bytes = new byte[packet.packetLength()];
        int at = 0;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            segment.getBytes(0, bytes, at, segment.dataLength());
            at += segment.dataLength();
        }
        return bytes;
    }

    /// Whatever was taken must be back by now.
    @Override
    public void close() {
        try {
            pool.close();
        } finally {
            eal.close();
        }
    }

    private static Map<String, byte[]> readFrames() {
        final Map<String, byte[]> frames = new LinkedHashMap<>();
        try (var reader = new BufferedReader(new InputStreamReader(
            TestPackets.class.getResourceAsStream("kernel-frames.txt"), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" "))
                .forEach(parts -> frames.put(parts[0], hex(parts[1])));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }
}
