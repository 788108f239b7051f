package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// ET-07, ET-08.
final class TxCheckTest extends FakePortTest {
    private static final int MTU = 1500;
    private static final long TCP4 = Offload.TX_IPV4 | Offload.TX_TCP_CKSUM;

    private final List<Mbuf> made = new ArrayList<>();
    private final TxCheck check = new TxCheck(EnumSet.of(TxOffload.IPV4_CKSUM, TxOffload.TCP_CKSUM, TxOffload.TCP_TSO), MTU, 2);

    @AfterEach
    void freeAll() {
        made.forEach(Mbuf::free);
    }

    private Mbuf packet(final int length, final long offloads, final long lengths) {
        final Mbuf mbuf = packet(length);
        mbuf.offloads(offloads);
        mbuf.txLengths(lengths);
        made.add(mbuf);
        return mbuf;
    }

    private TxRefusal refusalOf(final int length, final long offloads, final long lengths) {
        return check.check(packet(length, offloads, lengths));
    }

    @Test
    void plainPacketsPassUpToTheMtu() {
        assertThat(refusalOf(60, 0, 0)).isEqualTo(TxRefusal.NONE);
        assertThat(refusalOf(MTU + 22, 0, 0)).isEqualTo(TxRefusal.NONE);
        assertThat(refusalOf(MTU + 23, 0, 0)).isEqualTo(TxRefusal.TOO_LONG);
        assertThat(refusalOf(MTU + 23, TCP4, TxLengths.of(14, 20, 20, 0))).isEqualTo(TxRefusal.TOO_LONG);
    }

    @Test
    void offloadsMustHaveBeenAskedFor() {
        assertThat(refusalOf(60, TCP4, TxLengths.of(14, 20, 20, 0))).isEqualTo(TxRefusal.NONE);
        assertThat(refusalOf(60, Offload.TX_IPV4 | Offload.TX_IP_CKSUM, TxLengths.of(14, 20, 0, 0))).isEqualTo(TxRefusal.NONE);
        assertThat(refusalOf(60, Offload.TX_IPV4 | Offload.TX_UDP_CKSUM, TxLengths.of(14, 20, 8, 0))).isEqualTo(TxRefusal.UNSUPPORTED_OFFLOAD);
        assertThat(refusalOf(60, Offload.TX_IPV4 | Offload.TX_SCTP_CKSUM, TxLengths.of(14, 20, 12, 0))).isEqualTo(TxRefusal.UNSUPPORTED_OFFLOAD);
        assertThat(refusalOf(60, Offload.TX_VLAN, 0)).isEqualTo(TxRefusal.UNSUPPORTED_OFFLOAD);
        assertThat(refusalOf(60, Offload.TX_UDP_SEG | Offload.TX_IPV4, TxLengths.of(14, 20, 8, 100))).isEqualTo(TxRefusal.UNSUPPORTED_OFFLOAD);
    }

    @Test
    void lengthsMustFitThePacket() {
        assertThat(refusalOf(60, TCP4, TxLengths.of(14, 20, 40, 0))).isEqualTo(TxRefusal.BAD_LENGTHS);
        assertThat(refusalOf(60, TCP4, 0)).isEqualTo(TxRefusal.BAD_LENGTHS);
        assertThat(refusalOf(60, Offload.TX_TCP_CKSUM, TxLengths.of(14, 20, 20, 0))).isEqualTo(TxRefusal.BAD_LENGTHS);
        assertThat(refusalOf(60, Offload.TX_IP_CKSUM, TxLengths.of(14, 20, 0, 0))).isEqualTo(TxRefusal.BAD_LENGTHS);
        assertThat(refusalOf(30, Offload.TX_IP_CKSUM | Offload.TX_IPV4, TxLengths.of(14, 20, 0, 0))).isEqualTo(TxRefusal.BAD_LENGTHS);
    }

    @Test
    void segmentationNeedsASegmentSizeAndHeaders() {
        final long tso = TCP4 | Offload.TX_TCP_SEG;

        assertThat(refusalOf(2000, tso, TxLengths.of(14, 20, 20, 1460))).isEqualTo(TxRefusal.NONE);
        assertThat(refusalOf(2000, tso, TxLengths.of(14, 20, 20, 0))).isEqualTo(TxRefusal.BAD_LENGTHS);
        assertThat(refusalOf(2000, tso, TxLengths.of(14, 20, 19, 1460))).isEqualTo(TxRefusal.BAD_LENGTHS);
    }

    @Test
    void segmentsAreCounted() {
        final Mbuf packet = packet(60, 0, 0);
        packet.chain(packet(60));
        assertThat(check.check(packet)).isEqualTo(TxRefusal.NONE);

        packet.chain(packet(60));

        assertThat(check.check(packet)).isEqualTo(TxRefusal.TOO_MANY_SEGMENTS);
    }

    /// ET-07.
    @Test
    void everyPortSaysWhichPacketItCannotSendAndWhy_ET07() {
        final EthDev port = attach("fake0");
        port.configure(EthConf.queues(1, 1).withTxOffloads(Set.of(TxOffload.TCP_CKSUM)));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        final Mbuf[] burst = {packet(60, 0, 0), packet(60, TCP4, TxLengths.of(14, 20, 20, 0)), packet(60, Offload.TX_VLAN, 0),
            packet(60, 0, 0)};
        final TxQueue queue = port.txQueue(0);

        assertThat(queue.txPrepare(burst, 0, 4)).isEqualTo(2);
        assertThat(queue.refusal()).isEqualTo(TxRefusal.UNSUPPORTED_OFFLOAD);
        assertThat(queue.txPrepare(burst, 3, 1)).isEqualTo(1);
        assertThat(queue.refusal()).isEqualTo(TxRefusal.NONE);
        port.stop();
        assertThat(queue.txPrepare(burst, 0, 1)).isZero();
    }

    // ---- TxBuffer ----

    private static final class Counting extends TxQueue {
        private int room = Integer.MAX_VALUE;
        private final List<Integer> bursts = new ArrayList<>();

        @Override
        public int txBurst(final Mbuf[] burst, final int offset, final int count) {
            final int taken = Math.min(room, count);
            bursts.add(taken);
            Mbuf.freeBulk(burst, offset, taken);
            return taken;
        }
    }

    /// ET-08.
    @Test
    void aBufferSendsWhenItIsFull_ET08() {
        final Counting queue = new Counting();
        final TxBuffer buffer = new TxBuffer(queue, 3);

        assertThat(buffer.add(packet(60))).isZero();
        assertThat(buffer.add(packet(60))).isZero();
        assertThat(buffer.waiting()).isEqualTo(2);
        assertThat(buffer.add(packet(60))).isEqualTo(3);
        buffer.add(packet(60));
        assertThat(buffer.flush()).isEqualTo(1);
        assertThat(buffer.flush()).isZero();

        assertThat(queue.bursts).containsExactly(3, 1);
    }

    /// ET-08.
    @Test
    void aBufferDropsAndCountsWhatFindsNoRoom_ET08() {
        final Counting queue = new Counting();
        queue.room = 1;
        final TxBuffer buffer = new TxBuffer(queue, 3);

        for (int i = 0; i < 3; i++) {
            buffer.add(packet(60));
        }

        assertThat(buffer.dropped()).isEqualTo(2);
        assertThat(pool.inUse()).isZero();
    }

    /// ET-08.
    @Test
    void aBufferHandsOverWhatFindsNoRoom_ET08() {
        final Counting queue = new Counting();
        queue.room = 0;
        final TxBuffer buffer = new TxBuffer(queue, 2).onUnsent((packets, offset, count) -> {
            for (int i = 0; i < count; i++) {
                made.add(packets[offset + i]);
            }
        });

        buffer.add(packet(60));
        buffer.add(packet(60));

        assertThat(made).hasSize(2);
        assertThat(buffer.dropped()).isZero();
    }
}
