package dev.pollmode.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VlanTagTest {
    private final TestPackets packets = new TestPackets();

    @AfterEach
    void close() {
        packets.close();
    }

    @Test
    void insertsBehindTheAddresses() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        final Mbuf packet = packets.of(frame);
        packet.vlanTci(VlanTag.tci(5, 100));
        packet.offloads(Offload.TX_VLAN | Offload.TX_IPV4);
        packet.txLengths(TxLengths.of(14, 20, 8, 7));
        assertThat(VlanTag.insert(packet)).isTrue();
        final byte[] tagged = TestPackets.bytes(packet);
        assertThat(tagged).hasSize(frame.length + 4).startsWith(java.util.Arrays.copyOf(frame, 12))
            .containsSequence(TestPackets.hex("8100 a064 0800"));
        assertThat(packet.offloads()).isEqualTo(Offload.TX_IPV4);
        assertThat(packet.txLengths()).isEqualTo(TxLengths.of(18, 20, 8, 7));
        packet.free();
    }

    @Test
    void stripsWhatItInserted() {
        final byte[] frame = TestPackets.frame("ipv6-udp");
        final Mbuf packet = packets.of(frame);
        packet.vlanTci(100);
        VlanTag.insert(packet);
        packet.vlanTci(0);
        assertThat(VlanTag.strip(packet)).isTrue();
        assertThat(TestPackets.bytes(packet)).isEqualTo(frame);
        assertThat(packet.vlanTci()).isEqualTo(100);
        assertThat(packet.offloads()).isEqualTo(Offload.RX_VLAN | Offload.RX_VLAN_STRIPPED);
        assertThat(VlanTag.strip(packet)).as("no tag left").isFalse();
        packet.free();
    }

    @Test
    void refusesWithoutHeadroom() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        final Mbuf packet = packets.of(frame);
        packet.prepend(packet.headroom() - 3);
        assertThat(VlanTag.insert(packet)).isFalse();
        assertThat(packet.headroom()).isEqualTo(3);
        packet.free();
    }

    @Test
    void refusesSharedBytes() {
        final byte[] frame = TestPackets.frame("ipv4-udp");
        final Mbuf packet = packets.of(frame);
        final Mbuf clone = packet.cloneInto(packets.pool);
        assertThat(VlanTag.insert(packet)).isFalse();
        assertThat(VlanTag.insert(clone)).isFalse();
        clone.free();
        assertThat(VlanTag.insert(packet)).as("alone again").isTrue();
        final Mbuf tagged = packet.cloneInto(packets.pool);
        assertThat(VlanTag.strip(tagged)).isFalse();
        tagged.free();
        packet.free();
    }

    @Test
    void refusesFramesTooShort() {
        final Mbuf packet = packets.of(new byte[13]);
        assertThat(VlanTag.insert(packet)).isFalse();
        packet.free();
        final Mbuf cut = packets.of(TestPackets.hex("ffffffffffff 020000000001 8100 00"));
        assertThat(VlanTag.strip(cut)).isFalse();
        cut.free();
    }
}
