package dev.pollmode.testpmd.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TM-16: checksums inside and outside of tunnels.
class TunnelChecksumTest {
    private static final String ETHERNET = "020000000002020000000001";
    private static final String TCP = "4500002d00000000400666c90a0000010a000002" + "03e807d000000001000000015018ffff4c39000068656c6c6f";
    private static final String UDP6 = "60000000000d1140fd000000000000000000000000000001fd000000000000000000000000000002" + "03e807d0000db64568656c6c6f";
    private static final String VXLAN = ETHERNET + "0800" + "4500005f000000004011668c0a0000010a000002" + "138812b5004b9b37" + "0800000000002a00"
        + ETHERNET + "0800" + TCP;

    private Eal eal;
    private Mempool pool;
    private Mbuf packet;

    @BeforeEach
    void makeAPacket() {
        eal = Eal.init("--lcores", "0@0", "--no-huge", "--no-pci", "--no-telemetry");
        pool = Mempool.builder(eal, "pool").count(64).create();
        packet = pool.tryAlloc();
    }

    @AfterEach
    void free() {
        packet.free();
        assertThat(pool.inUse()).isZero();
        eal.close();
    }

    private boolean complete(final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        packet.dataLength(bytes.length);
        packet.putBytes(0, bytes, 0, bytes.length);
        final Headers headers = new Headers();
        new PacketParser().parse(packet, headers);
        return new TunnelChecksum().complete(packet, headers);
    }

    private String bytes() {
        final byte[] bytes = new byte[packet.dataLength()];
        packet.getBytes(0, bytes, 0, bytes.length);
        return HexFormat.of().formatHex(bytes);
    }

    /// The sums that are named are made wrong, then right again.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "VXLAN,          " + VXLAN + ", 668c 9b37 66c9 4c39",
        "GENEVE,         " + ETHERNET + "0800" + "4500006300000000401166880a0000010a000002" + "138817c1004f33c9" + "0100655800002a00" + "01020300"
            + ETHERNET + "0800" + TCP + ", 6688 33c9 66c9 4c39",
        "VXLAN over IPv6, " + ETHERNET + "86dd" + "6000000000531140fd000000000000000000000000000001fd000000000000000000000000000002"
            + "138812b50053b0f6" + "0800000000002a00" + ETHERNET + "86dd" + UDP6 + ", b0f6 b645",
        "GRE with a key, " + ETHERNET + "0800" + "4500003d00000000402f66900a0000010a000002" + "200008000000002a"
            + "4500002100000000401166ca0a0000010a000002" + "03e807d0000d9c4768656c6c6f, 6690 66ca 9c47",
        "NVGRE,          " + ETHERNET + "0800" + "4500005700000000402f66760a0000010a000002" + "200065580000002a" + ETHERNET + "0800" + TCP
            + ", 6676 66c9 4c39",
        "IPv4 in IPv4,   " + ETHERNET + "0800" + "4500004100000000400466b70a0000010a000002" + TCP + ", 66b7 66c9 4c39",
        "IPv6 in IPv4,   " + ETHERNET + "0800" + "45000049000000004029668a0a0000010a000002" + UDP6 + ", 668a b645"})
    void areRightInsideAndOutside(final String tunnel, final String right, final String sums) {
        String damaged = right;
        for (final String sum : sums.split(" ")) {
            damaged = damaged.replace(sum, "1111");
        }
        assertThat(damaged).isNotEqualTo(right);
        assertThat(complete(damaged)).isTrue();
        assertThat(bytes()).isEqualTo(right);
        assertThat(packet.offloads() & Offload.TX_MASK).as("nothing is left for the port").isZero();
    }

    @Test
    void aChecksumOfZeroStaysWhatItIs() {
        assertThat(complete(VXLAN.replace("9b37", "0000").replace("4c39", "1111"))).isTrue();
        assertThat(bytes()).isEqualTo(VXLAN.replace("9b37", "0000"));
    }

    @ParameterizedTest
    @CsvSource({
        "another UDP port,       12b5, 12b6",
        "inside longer than out, 4500002d, 4500012d",
        "no IP inside,           0800" + "4500002d, 0807" + "4500002d",
        "a fragment,             4500005f00000000, 4500005f00002000"})
    void whatIsNoTunnelStaysAsItIs(final String why, final String part, final String instead) {
        final String other = VXLAN.replace(part, instead);
        assertThat(other).isNotEqualTo(VXLAN);
        assertThat(complete(other)).isFalse();
        assertThat(bytes()).isEqualTo(other);
    }

    @Test
    void survivesAnyBytes() {
        final Random random = new Random(20261128);
        final byte[] bytes = HexFormat.of().parseHex(VXLAN);
        final int[] tunnels = {4, 17, 41, 47};
        for (int i = 0; i < 20_000; i++) {
            final byte[] damaged = bytes.clone();
            damaged[23] = (byte) tunnels[random.nextInt(tunnels.length)];
            for (int j = random.nextInt(6); j > 0; j--) {
                damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
            }
            packet.dataLength(0);
            complete(HexFormat.of().formatHex(damaged, 0, 1 + random.nextInt(damaged.length)));
        }
        assertThat(packet.dataLength()).isPositive();
    }
}
