package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TM-16: segments of TCP flows are merged, and nothing else is.
class GroTest {
    private static final int SIZE = 1000;

    private final TestPackets packets = new TestPackets(Mbuf.BUFFER_LENGTH, 1024);
    private final Gro gro = new Gro();
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final Mbuf[] out = new Mbuf[1024];

    @AfterEach
    void everyBufferIsBack() {
        Mbuf.freeBulk(out, 0, gro.flush(out, 0));
        packets.close();
    }

    /// A large frame with the headers of a frame of the kernel.
    private byte[] large(final String name, final int payload) {
        final byte[] frame = TestPackets.frame(name);
        look(frame);
        final byte[] large = Arrays.copyOf(frame, headers.payloadOffset() + payload);
        for (int i = headers.payloadOffset(); i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 3);
        }
        return large;
    }

    private void look(final byte[] frame) {
        final Mbuf packet = packets.of(Arrays.copyOf(frame, Math.min(frame.length, 200)));
        parser.parse(packet, headers);
        packet.free();
    }

    /// Cuts a frame into segments of [#SIZE], as a sender does.
    private List<Mbuf> segments(final byte[] large) {
        look(large);
        final Mbuf packet = packets.of(large, chunks(large.length));
        packet.txLengths(TxLengths.of(headers.l2Length(), headers.l3Length(), headers.l4Length(), SIZE));
        packet.offloads(Offload.TX_TCP_SEG | (headers.isIpv4() ? Offload.TX_IPV4 | Offload.TX_IP_CKSUM : Offload.TX_IPV6));
        final int count = new Gso(packets.pool).segment(packet, 1500, out);
        assertThat(count).isPositive();
        packet.free();
        return new ArrayList<>(List.of(Arrays.copyOf(out, count)));
    }

    private static int[] chunks(final int length) {
        final int[] ends = new int[(length - 1) / 2000];
        Arrays.setAll(ends, i -> 2000 * (i + 1));
        return ends;
    }

    /// Hands packets in and takes all out again.
    private List<Mbuf> merged(final List<Mbuf> in) {
        final int ready = gro.merge(in.toArray(Mbuf[]::new), 0, in.size(), out);
        final int count = ready + gro.flush(out, ready);
        return List.of(Arrays.copyOf(out, count));
    }

    private static void free(final List<Mbuf> all) {
        all.forEach(Mbuf::free);
    }

    @ParameterizedTest
    @CsvSource({"ipv4-tcp-data, 20000, 20", "ipv4-tcp-data, 1001, 2", "ipv6-tcp-data, 20500, 21", "ipv6-tcp-data, 64000, 64"})
    void givesBackWhatWasCut(final String name, final int payload, final int count) {
        final byte[] large = large(name, payload);
        final List<Mbuf> cut = segments(large);
        assertThat(cut).hasSize(count);
        final List<Mbuf> whole = merged(cut);
        assertThat(whole).hasSize(1);
        final Mbuf packet = whole.getFirst();
        assertThat(packet.sanityCheck()).isNull();
        assertThat(packet.offloads() & Offload.RX_LRO).isNotZero();
        assertThat(TxLengths.segmentSize(packet.txLengths())).isEqualTo(SIZE);
        TxChecksum.complete(packet);
        final Mbuf original = packets.of(large, chunks(large.length));
        parser.parse(original, headers);
        original.txLengths(packet.txLengths());
        original.offloads(packet.offloads());
        final int l3 = headers.l3Offset();
        if (headers.isIpv4()) {
            Ipv4Header.totalLength(original, l3, large.length - l3);
        } else {
            Ipv6Header.payloadLength(original, l3, large.length - l3 - Ipv6Header.LENGTH);
        }
        TxChecksum.complete(original);
        assertThat(TestPackets.bytes(packet)).isEqualTo(TestPackets.bytes(original));
        original.free();
        free(whole);
    }

    @Test
    void mergesFlowsThatComeInTurns() {
        final byte[] one = large("ipv4-tcp-data", 5000);
        final byte[] other = one.clone();
        other[headers.l4Offset() + 1] ^= 1;
        final List<Mbuf> a = segments(one);
        final List<Mbuf> b = segments(other);
        final List<Mbuf> inTurns = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            inTurns.add(a.get(i));
            inTurns.add(b.get(i));
        }
        final List<Mbuf> whole = merged(inTurns);
        assertThat(whole).extracting(Mbuf::packetLength).containsExactlyInAnyOrder(one.length, other.length);
        free(whole);
    }

    @Test
    void waitsForMoreUntilItIsFlushed() {
        final List<Mbuf> cut = segments(large("ipv4-tcp-data", 5000));
        assertThat(gro.merge(new Mbuf[] {cut.get(0), cut.get(1)}, 0, 2, out)).isZero();
        assertThat(gro.held()).isEqualTo(1);
        assertThat(gro.merge(new Mbuf[] {cut.get(2)}, 0, 1, out)).isZero();
        assertThat(gro.flush(out, 0)).isEqualTo(1);
        assertThat(out[0].packetLength()).isEqualTo(headers.payloadOffset() + 3000);
        out[0].free();
        assertThat(gro.held()).isZero();
        free(cut.subList(3, 5));
    }

    @Test
    void pshEndsAMergeAndIsKept() {
        final List<Mbuf> cut = segments(large("ipv4-tcp-data", 5000));
        final int flags = headers.l4Offset() + TcpHeader.FLAGS;
        cut.get(2).putByte(flags, (byte) (TcpHeader.ACK | TcpHeader.PSH));
        final List<Mbuf> whole = merged(cut);
        assertThat(whole).extracting(Mbuf::packetLength).containsExactly(headers.payloadOffset() + 3000, headers.payloadOffset() + 2000);
        assertThat(whole.getFirst().getByte(flags) & TcpHeader.PSH).isNotZero();
        free(whole);
    }

    /// A change of one byte in the second of three segments, by its place behind the header that is named.
    @ParameterizedTest
    @CsvSource({"ether, 0", "ip, 1", "ip, 8", "ip, 15", "tcp, 4", "tcp, 7", "tcp, 11", "tcp, 13", "tcp, 15", "tcp, 19", "tcp, 25"})
    void leavesAloneWhatDiffersAndKeepsTheOrder(final String header, final int offset) {
        final List<Mbuf> cut = segments(large("ipv4-tcp-data", 3000));
        final int at = switch (header) {
            case "ether" -> 0;
            case "ip" -> headers.l3Offset();
            default -> headers.l4Offset();
        } + offset;
        cut.get(1).putByte(at, (byte) (cut.get(1).getByte(at) ^ 4));
        final List<Mbuf> all = merged(new ArrayList<>(cut));
        assertThat(all).hasSize(3).allMatch(packet -> packet.segments() == 1);
        free(all);
    }

    @Test
    void leavesAloneWhatTheReceiverFoundWrong() {
        final List<Mbuf> cut = segments(large("ipv4-tcp-data", 3000));
        cut.get(1).offloads(Offload.RX_L4_CKSUM_BAD);
        final List<Mbuf> all = merged(new ArrayList<>(cut));
        assertThat(all).containsExactlyElementsOf(cut);
        free(all);
    }

    @Test
    void passesEverythingElseInItsOrder() {
        final List<Mbuf> in = new ArrayList<>();
        TestPackets.KERNEL_FRAMES.forEach((_, frame) -> in.add(packets.of(frame)));
        final List<Mbuf> all = merged(new ArrayList<>(in));
        assertThat(all).containsExactlyInAnyOrderElementsOf(in);
        free(all);
    }

    @Test
    void sendsTheOldestOnWhenThereAreTooManyFlows() {
        final byte[] large = large("ipv4-tcp-data", 2000);
        final List<Mbuf> firsts = new ArrayList<>();
        for (int flow = 0; flow <= Gro.MAX_FLOWS; flow++) {
            large[headers.l4Offset() + 1] = (byte) flow;
            final List<Mbuf> cut = segments(large);
            firsts.add(cut.getFirst());
            free(cut.subList(1, 2));
        }
        assertThat(gro.merge(firsts.toArray(Mbuf[]::new), 0, firsts.size(), out)).isEqualTo(1);
        assertThat(out[0]).isSameAs(firsts.getFirst());
        out[0].free();
        assertThat(gro.held()).isEqualTo(Gro.MAX_FLOWS);
    }

    /// What comes out is what went in, whatever it is; the pool is whole afterwards.
    @Test
    void survivesAnyPackets() {
        final Random random = new Random(20261121);
        final List<byte[]> frames = new ArrayList<>(TestPackets.KERNEL_FRAMES.values());
        for (int round = 0; round < 300 * TestPackets.SOAK; round++) {
            final List<Mbuf> in = segments(large("ipv4-tcp-data", 8000));
            for (int i = 0; i < 8; i++) {
                in.add(packets.of(frames.get(random.nextInt(frames.size()))));
            }
            Collections.shuffle(in, random);
            for (final Mbuf packet : in) {
                if (random.nextInt(3) == 0 && packet.dataLength() > 0) {
                    packet.putByte(random.nextInt(Math.min(80, packet.dataLength())), (byte) random.nextInt());
                }
                if (random.nextInt(8) == 0) {
                    packet.trim(random.nextInt(packet.dataLength()));
                }
            }
            final int buffers = in.stream().mapToInt(Mbuf::segments).sum();
            final int ready = gro.merge(in.toArray(Mbuf[]::new), 0, in.size(), out);
            final int count = ready + gro.flush(out, ready);
            int found = 0;
            for (int i = 0; i < count; i++) {
                assertThat(out[i].sanityCheck()).isNull();
                found += out[i].segments();
            }
            assertThat(found).isEqualTo(buffers);
            Mbuf.freeBulk(out, 0, count);
        }
        assertThat(packets.pool.inUse()).isZero();
    }
}
