package dev.pollmode.mbuf;

import dev.pollmode.eal.Eal;
import java.util.Arrays;

/// An Eal with pools that must be whole again in the end.
final class TestPool implements AutoCloseable {
    /// How many times as long stress runs take.
    static final int SOAK = Integer.getInteger("pollmode.soak", 1);

    final Eal eal = Eal.init("-l", "0", "--no-huge");
    final Mempool pool = pool("test", 256);

    Mempool pool(final String name, final int count) {
        return Mempool.builder(eal, name).count(count).cacheSize(16).create();
    }

    /// A packet of one segment with the bytes `first`, `first + 1`, …
    Mbuf packet(final int length, final int first) {
        final Mbuf packet = pool.tryAlloc();
        packet.append(length);
        for (int i = 0; i < length; i++) {
            packet.putByte(i, (byte) (first + i));
        }
        return packet;
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

    static byte[] count(final int length, final int first) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    /// Closes the pools; fails when mbufs are out, or one is not as it should be.
    @Override
    public void close() {
        try {
            final Mempool[] pools = Mempools.of(eal).all().toArray(Mempool[]::new);
            Arrays.stream(pools).forEach(each -> each.audit().ifPresent(fault -> {
                throw new AssertionError(fault);
            }));
            Arrays.stream(pools).forEach(Mempool::close);
        } finally {
            eal.close();
        }
    }
}
