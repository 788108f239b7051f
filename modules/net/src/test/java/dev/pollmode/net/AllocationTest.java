package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.test.base.Allocation;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nothing is allocated for a packet.
class AllocationTest {
    private final TestPackets packets = new TestPackets();
    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();

    @AfterEach
    void close() {
        packets.close();
    }

    @Test
    void parsingAndVerifying() {
        final Mbuf whole = packets.of(TestPackets.frame("ipv4-tcp-data"));
        final Mbuf parts = packets.of(TestPackets.frame("ipv6-udp"), 30, 60);
        assertThat(Allocation.bytesPerRound(() -> {
            parser.parse(whole, headers);
            ChecksumVerifier.mark(whole, headers);
            parser.parse(parts, headers);
            ChecksumVerifier.mark(parts, headers);
            Checksum.isLayer4Right(parts, headers);
        })).isLessThan(Allocation.NOTHING);
        whole.free();
        parts.free();
    }

    @Test
    void completingChecksums() {
        final Mbuf packet = packets.of(TestPackets.frame("ipv4-tcp-data"), 40);
        packet.txLengths(TxLengths.of(14, 20, 32, 0));
        packet.offloads(Offload.TX_IPV4 | Offload.TX_IP_CKSUM | Offload.TX_TCP_CKSUM);
        assertThat(Allocation.bytesPerRound(() -> TxChecksum.complete(packet))).isLessThan(Allocation.NOTHING);
        packet.free();
    }

    @Test
    void segmenting() {
        final Gso gso = new Gso(packets.pool);
        final Mbuf[] out = new Mbuf[Gso.MAX_SEGMENTS];
        final Mbuf packet = packets.of(Arrays.copyOf(TestPackets.frame("ipv4-tcp-data"), 1600), 800);
        packet.txLengths(TxLengths.of(14, 20, 32, 500));
        packet.offloads(Offload.TX_IPV4 | Offload.TX_TCP_SEG);
        assertThat(Allocation.bytesPerRound(() -> Mbuf.freeBulk(out, 0, gso.segment(packet, 1500, out)))).isLessThan(Allocation.NOTHING);
        packet.free();
    }

    @Test
    void taggingAndWritingTemplates() {
        final PacketTemplate template = PacketTemplate.udp().build();
        assertThat(Allocation.bytesPerRound(() -> {
            final Mbuf packet = packets.pool.tryAlloc();
            template.write(packet);
            VlanTag.insert(packet);
            VlanTag.strip(packet);
            packet.free();
        })).isLessThan(Allocation.NOTHING);
    }
}
