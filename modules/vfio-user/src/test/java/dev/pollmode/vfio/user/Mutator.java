package dev.pollmode.vfio.user;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Makes messages that are nearly right, from a seed.
final class Mutator {
    private static final long[] EDGES = {0, 1, 2, 7, 15, 16, 17, 24, 32, 255, 256, 4095, 4096, 8192, 65535, 65536, 1 << 20, (1 << 20) + 1,
        Integer.MAX_VALUE, 1L << 31, 0xffffffffL, 1L << 32, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1, -4096};
    private static final List<String> TEXTS = List.of("", "{}", "{\"capabilities\":{\"max_msg_fds\":0}}", "{\"capabilities\":{}", "[[[[[[[[[[",
        "{\"capabilities\":{\"max_data_xfer_size\":1}}", "{\"capabilities\":{\"pgsizes\":-1}}", "null", "\u0000", "\"\\ud800\"");

    private final Random random;
    private final List<Supplier<byte[]>> payloads;

    Mutator(final long seed) {
        random = new Random(seed);
        payloads = List.of(
            () -> new byte[random.nextInt(64)],
            () -> new VersionMessage(random.nextInt(2), random.nextInt(3), TEXTS.get(random.nextInt(TEXTS.size()))).toBytes(),
            () -> new DmaMapMessage(32, random.nextInt(20), number() & -4096, number() & -4096, number()).toBytes(),
            () -> new DmaUnmapMessage(24, random.nextInt(4), number() & -4096, number()).toBytes(),
            () -> words(4),
            () -> words(8),
            () -> words(5),
            () -> new RegionAccess(random.nextInt(9000), random.nextInt(12), random.nextInt(20)).toBytes(),
            () -> write(random.nextInt(40)),
            () -> new DmaAccess(number(), random.nextInt(100)).toBytes());
    }

    int nextInt(final int bound) {
        return random.nextInt(bound);
    }

    boolean chance(final int percent) {
        return random.nextInt(100) < percent;
    }

    long number() {
        return chance(80) ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
    }

    /// {@return a command, most often a known one}
    int command() {
        return chance(90) ? 1 + random.nextInt(16) : random.nextInt(65_536);
    }

    byte[] payload() {
        final byte[] payload = payloads.get(random.nextInt(payloads.size())).get();
        return chance(30) ? mutate(payload) : payload;
    }

    /// {@return the bytes with some changed, or cut, or longer}
    byte[] mutate(final byte[] original) {
        final byte[] bytes = java.util.Arrays.copyOf(original, chance(70) ? original.length : random.nextInt(original.length + 9));
        final MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            final int at = random.nextInt(bytes.length);
            if (chance(50) || at + Integer.BYTES > bytes.length) {
                bytes[at] = (byte) random.nextInt();
            } else {
                segment.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) number());
            }
        }
        return bytes;
    }

    // Fields of 4 bytes, small ones or edges.
    private byte[] words(final int count) {
        final byte[] bytes = new byte[count * Integer.BYTES];
        for (int i = 0; i < count; i++) {
            final int value = chance(70) ? random.nextInt(64) : (int) number();
            MemorySegment.ofArray(bytes).setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, value);
        }
        return bytes;
    }

    private byte[] write(final int count) {
        final byte[] bytes = java.util.Arrays.copyOf(new RegionAccess(random.nextInt(8200), random.nextInt(9), count).toBytes(), 16 + count);
        for (int i = 16; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }
}
