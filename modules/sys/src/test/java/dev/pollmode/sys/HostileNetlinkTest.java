package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.FilterAction.Mirred;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Truncated and mutated answers: every one ends in a result or in a [SysException], never outside of its bytes and never not at all.
///
/// The memory of each datagram is exactly as long as the datagram, so that a read behind it shows as an IndexOutOfBoundsException.
class HostileNetlinkTest {
    private static final int ROUNDS = 4_000;
    private static final int SEQUENCE = 1;
    private static final int[] ODD_NUMBERS = {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 255, 256, 0x7fff, 0x8000, 0xfffc, 0xffff};
    private static final List<Function<NetlinkMessage, Object>> DECODERS = List.of(
        LinkInfo::of, AddressInfo::of, RouteInfo::of, QdiscInfo::of, FilterInfo::of, NetlinkMessage::errno, NetlinkMessage::reason);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void mutatedAnswersEndInAResultOrAnException(final long seed) {
        final Random random = new Random(seed);
        final List<byte[]> seeds = seeds();
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())), random);
            refused += feed(mutant, DECODERS.get(random.nextInt(DECODERS.size())), random.nextBoolean()) ? 0 : 1;
        }
        assertThat(refused).as("some mutants are answers, some are not").isBetween(ROUNDS / 20, ROUNDS - 1);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void everyTruncationEndsInAResultOrAnException() {
        for (final byte[] seed : seeds()) {
            for (int length = 0; length < Math.min(seed.length, 3000); length++) {
                for (final Function<NetlinkMessage, Object> decoder : DECODERS) {
                    feed(Arrays.copyOf(seed, length), decoder, (length & 1) == 0);
                }
            }
        }
    }

    @Test
    void everyLengthOfAnAttributeIsChecked() {
        final byte[] link = Answers.link(1, "lo", 0, SEQUENCE);
        for (int at = NlMsgHdr.SIZE + IfInfoMsg.SIZE; at < link.length; at += 4) {
            for (final int odd : ODD_NUMBERS) {
                final byte[] mutant = link.clone();
                mutant[at] = (byte) odd;
                mutant[at + 1] = (byte) (odd >> 8);
                feed(mutant, LinkInfo::of, false);
            }
        }
        final byte[] tooLong = link.clone();
        tooLong[NlMsgHdr.SIZE + IfInfoMsg.SIZE + 1] = 1;
        assertThat(feed(tooLong, LinkInfo::of, false)).isFalse();
    }

    @Test
    void aNextHopOfNoLengthDoesNotKeepTheParserBusy() {
        final byte[] route = Answers.message(24, 0, SEQUENCE, message -> {
            message.header(RtMsg.SIZE);
            message.put(9, new byte[16]);
        });
        assertThat(feed(route, RouteInfo::of, false)).isFalse();
    }

    // Whether there was a result.
    private static boolean feed(final byte[] datagram, final Function<NetlinkMessage, Object> decoder, final boolean dump) {
        final ScriptedTransport kernel = new ScriptedTransport().then(sequence -> datagram).then(Answers::done);
        try (Netlink netlink = new Netlink(kernel)) {
            final NetlinkRequest request = new NetlinkRequest("hostile", 18, 0);
            final List<Object> results = dump ? netlink.dump(request, decoder) : netlink.request(request, decoder);
            assertThat(results).doesNotContainNull();
            return true;
        } catch (final SysException e) {
            assertThat(e.errno()).isPositive();
            return false;
        }
    }

    private static byte[] mutate(final byte[] seed, final Random random) {
        byte[] bytes = seed.clone();
        for (int n = random.nextInt(4); n >= 0 && bytes.length > 0; n--) {
            final int at = random.nextInt(bytes.length);
            final int from = random.nextInt(seed.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> putShort(bytes, at & ~3, ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
                case 3 -> putShort(bytes, at & ~1, random.nextInt(65536));
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                default -> System.arraycopy(seed, from, bytes, at, Math.min(random.nextInt(64), Math.min(seed.length - from, bytes.length - at)));
            }
        }
        return bytes;
    }

    private static void putShort(final byte[] bytes, final int at, final int value) {
        if (at + 1 < bytes.length) {
            bytes[at] = (byte) value;
            bytes[at + 1] = (byte) (value >> 8);
        }
    }

    // What the kernel of this machine says, and messages that it may not have.
    private static List<byte[]> seeds() {
        final List<byte[]> seeds = new ArrayList<>();
        record(seeds, 18, IfInfoMsg.SIZE);
        record(seeds, 22, IfAddrMsg.SIZE);
        record(seeds, 26, RtMsg.SIZE);
        record(seeds, 38, TcMsg.SIZE);
        seeds.add(Answers.error(Errno.EINVAL, "a reason", SEQUENCE));
        seeds.add(Answers.join(Answers.link(1, "lo", 2, SEQUENCE), Answers.link(2, "eth0", 2, SEQUENCE), Answers.done(SEQUENCE)));
        for (final FilterKind kind : FilterKind.values()) {
            seeds.add(Answers.message(44, 2, SEQUENCE, message -> {
                TcMsg.handle(message.header(TcMsg.SIZE), 0x80000800);
                message.put(1, kind.text()).nest(2, () -> {
                    kind.putMatch(message, MacMatch.all());
                    FilterAction.mirred(Mirred.MIRROR_TO_EGRESS, 3, new byte[8]).put(message, kind.actions());
                });
            }));
        }
        seeds.add(Answers.message(24, 2, SEQUENCE, message -> {
            message.header(RtMsg.SIZE);
            message.putU32(4, 3).put(9, new byte[] {8, 0, 0, 0, 3, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0});
        }));
        return seeds;
    }

    private static void record(final List<byte[]> seeds, final int type, final int headerSize) {
        final NetlinkRequest request = new NetlinkRequest("record", type, NetlinkRequest.DUMP);
        request.header(headerSize);
        try (NetlinkSocket socket = new NetlinkSocket(Netlink.ROUTE, 0)) {
            socket.send(request.complete(0, SEQUENCE), "record");
            final MemorySegment datagram = socket.receive(TimeUnit.SECONDS.toNanos(5), "record");
            seeds.add(datagram.toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
