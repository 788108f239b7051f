package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/// Numbered frames of mixed sizes in many flows: the number says what every byte of a frame is.
///
/// A third is short, a third of usual sizes, a third up to 9014 bytes. Flows are told apart by addresses and ports, so that RSS spreads them.
final class FrameStream {
    static final int FLOWS = 61;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 9014;
    private static final int PREFIX = 50;
    private static final int NOISE = 1 << 16;

    private final byte[] noise = new byte[NOISE + LONGEST];
    private final MemorySegment noiseSegment = MemorySegment.ofArray(noise);
    private final byte[][] headers = new byte[FLOWS][];
    private final long[] expected = new long[FLOWS];
    private final int[] queueOf = new int[FLOWS];
    private final byte[] prefix = new byte[PREFIX];

    FrameStream(final MacAddress to, final long seed) {
        new Random(seed).nextBytes(noise);
        for (int flow = 0; flow < FLOWS; flow++) {
            headers[flow] = Arrays.copyOf(Packets.ipv4(to, Packets.UDP, flow + 1, SHORTEST), PREFIX);
            expected[flow] = flow;
        }
        Arrays.fill(queueOf, -1);
    }

    private static int mix(final long number) {
        final long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 33);
    }

    private static int length(final long number) {
        final int mixed = mix(number);
        final int span = switch (mixed % 3) {
            case 0 -> 68;
            case 1 -> 1514 - SHORTEST + 1;
            default -> LONGEST - SHORTEST + 1;
        };
        return SHORTEST + (mixed >>> 4) % span;
    }

    /// {@return where in the noise the bytes of a frame after its prefix begin}
    private static int offset(final long number) {
        return mix(~number) & NOISE - 1;
    }

    /// Puts the first bytes of a frame, up to its number, into an array.
    private void writePrefix(final long number) {
        final int length = length(number);
        System.arraycopy(headers[(int) (number % FLOWS)], 0, prefix, 0, PREFIX);
        put16(16, length - Packets.ETHERNET);
        put16(38, length - Packets.ETHERNET - 20);
        for (int i = 0; i < Long.BYTES; i++) {
            prefix[PREFIX - 1 - i] = (byte) (number >>> 8 * i);
        }
    }

    private void put16(final int at, final int value) {
        prefix[at] = (byte) (value >>> 8);
        prefix[at + 1] = (byte) value;
    }

    /// {@return a frame in as many mbufs as it needs, or null when the pool has none left}
    Mbuf make(final long number, final Mempool pool) {
        writePrefix(number);
        final int length = length(number);
        final int room = pool.bufferLength() - Mbuf.HEADROOM;
        Mbuf head = null;
        Mbuf last = null;
        for (int at = 0; at < length; at += room) {
            final Mbuf segment = pool.tryAlloc();
            if (segment == null) {
                if (head != null) {
                    head.free();
                }
                return null;
            }
            final int part = Math.min(room, length - at);
            segment.dataLength(part);
            final int own = at == 0 ? PREFIX : 0;
            if (own > 0) {
                segment.putBytes(0, prefix, 0, own);
            }
            segment.putBytes(own, noise, offset(number) + at + own, part - own);
            if (head == null) {
                head = segment;
            } else {
                last.chainNext(head, segment);
            }
            last = segment;
        }
        return head;
    }

    /// Holds a received frame against what was sent: every byte, its place in its flow, and that a flow keeps to its queue.
    void check(final Mbuf packet, final int queue) {
        final long number = packet.getLong(PREFIX - Long.BYTES);
        final int flow = (int) (number % FLOWS);
        if (number != expected[flow] || packet.packetLength() != length(number)) {
            throw new AssertionError("frame " + number + " of " + packet.packetLength() + " bytes came when " + expected[flow] + " of "
                + length(expected[flow]) + " was due");
        }
        expected[flow] += FLOWS;
        if (queueOf[flow] < 0) {
            queueOf[flow] = queue;
        }
        assertThat(queue).isEqualTo(queueOf[flow]);
        writePrefix(number);
        int at = 0;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            final MemorySegment bytes = segment.data();
            final int own = at == 0 ? PREFIX : 0;
            final boolean good = (own == 0 || bytes.asSlice(0, own).mismatch(MemorySegment.ofArray(prefix)) == -1)
                && bytes.asSlice(own).mismatch(noiseSegment.asSlice(offset(number) + at + own, bytes.byteSize() - own)) == -1;
            if (!good) {
                throw new AssertionError("frame " + number + " of " + packet.packetLength() + " bytes differs in what begins at byte " + at);
            }
            at += (int) bytes.byteSize();
        }
        assertThat(at).isEqualTo(packet.packetLength());
    }
}
