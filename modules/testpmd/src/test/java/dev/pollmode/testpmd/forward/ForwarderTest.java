package dev.pollmode.testpmd.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.TxRefusal;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// TM-04: what each mode does with packets, between two ring ports. What is put into a port comes out of it.
class ForwarderTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:aa");
    private static final MacAddress PEER = MacAddress.parse("02:00:00:00:00:bb");
    /// From 02:..:01 to 02:..:02, UDP 10.0.0.1:1000 to 10.0.0.2:2000, "hello", with right checksums.
    private static final String UDP = "020000000002020000000001" + "0800"
        + "4500002100000000401166ca0a0000010a000002" + "03e807d0000d" + "0000" + "68656c6c6f";

    private Eal eal;
    private Mempool pool;
    private EthDev left;
    private EthDev right;

    @BeforeEach
    void openPorts() {
        eal = Eal.init("--lcores", "0@0", "--no-huge", "--no-pci", "--no-telemetry", "--vdev=net_ring0", "--vdev=net_ring1");
        pool = Mempool.builder(eal, "pool").count(1024).cacheSize(32).create();
        left = port("net_ring0");
        right = port("net_ring1");
    }

    private EthDev port(final String name) {
        final EthDev port = EthDevs.of(eal).find(name).orElseThrow();
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        return port;
    }

    @AfterEach
    void nothingLeaks() {
        left.close();
        right.close();
        assertThat(pool.inUse()).isZero();
        eal.close();
    }

    private static ForwardSettings settings(final int retries, final NoisySettings noisy, final List<Integer> segments) {
        return new ForwardSettings(32, retries, 0, true, false, new PacketSettings(segments, PacketSettings.Split.OFF, 0xc6120001, 0xc6120002, 9, 9,
            false, 4), noisy);
    }

    private Forwarder forwarder(final ForwardMode mode) {
        return forwarder(mode, settings(0, NoisySettings.QUIET, List.of(64)), ChecksumSettings.SOFTWARE);
    }

    private Forwarder forwarder(final ForwardMode mode, final ForwardSettings settings, final ChecksumSettings checksums) {
        return mode.forwarder(new StreamSetup(new StreamPlan(0, 0, 1, 0), left.rxQueue(0), right.txQueue(0), OWN, PEER, pool, checksums,
            settings));
    }

    private void put(final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        final Mbuf packet = pool.tryAlloc();
        packet.dataLength(bytes.length);
        packet.putBytes(0, bytes, 0, bytes.length);
        assertThat(left.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1)).isEqualTo(1);
    }

    /// Takes one packet out of the right port.
    private String take() {
        final Mbuf[] one = new Mbuf[1];
        assertThat(right.rxQueue(0).rxBurst(one, 0, 1)).as("packets that came out").isEqualTo(1);
        final StringBuilder hex = new StringBuilder();
        for (Mbuf segment = one[0]; segment != null; segment = segment.next()) {
            final byte[] bytes = new byte[segment.dataLength()];
            segment.getBytes(0, bytes, 0, bytes.length);
            hex.append(HexFormat.of().formatHex(bytes));
        }
        one[0].free();
        return hex.toString();
    }

    private int drain() {
        final Mbuf[] burst = new Mbuf[64];
        final int received = right.rxQueue(0).rxBurst(burst, 0, burst.length);
        Mbuf.freeBulk(burst, 0, received);
        return received;
    }

    @Test
    void ioSendsPacketsAsTheyCame() {
        put(UDP);
        final Forwarder io = forwarder(ForwardMode.IO);
        assertThat(io.forward()).isEqualTo(1);
        assertThat(take()).isEqualTo(UDP);
        assertThat(io.forward()).isZero();
        assertThat(io.rxSizes().of(1)).isEqualTo(1);
        assertThat(io.rxSizes().of(0)).isEqualTo(1);
    }

    @Test
    void macSendsFromThePortToThePeer() {
        put(UDP);
        forwarder(ForwardMode.MAC).forward();
        assertThat(take()).isEqualTo("0200000000bb0200000000aa" + UDP.substring(24));
    }

    @Test
    void macswapExchangesAddresses() {
        put(UDP);
        forwarder(ForwardMode.MACSWAP).forward();
        assertThat(take()).isEqualTo("020000000001020000000002" + UDP.substring(24));
    }

    @Test
    void modesThatReadHeadersLeaveRuntsAlone() {
        for (final ForwardMode mode : List.of(ForwardMode.MACSWAP, ForwardMode.MAC, ForwardMode.FIVE_TUPLE_SWAP, ForwardMode.CSUM)) {
            put("0102030405");
            forwarder(mode).forward();
            assertThat(take()).as(mode.text()).isEqualTo("0102030405");
        }
    }

    @Test
    void fiveTupleSwapExchangesAddressesAndPorts() {
        put(UDP);
        forwarder(ForwardMode.FIVE_TUPLE_SWAP).forward();
        assertThat(take()).isEqualTo("020000000001020000000002" + "0800" + "4500002100000000401166ca0a0000020a000001" + "07d003e8000d" + "0000"
            + "68656c6c6f");
    }

    @Test
    void rxonlyFrees() {
        put(UDP);
        assertThat(forwarder(ForwardMode.RXONLY).forward()).isEqualTo(1);
        assertThat(drain()).isZero();
    }

    @Test
    void txonlyMakesUdpWithARightHeaderChecksum() {
        forwarder(ForwardMode.TXONLY).forward();
        assertThat(take()).startsWith("0200000000bb0200000000aa0800" + "45000032000000004011" + "ee93" + "c6120001c6120002" + "00090009001e0000")
            .hasSize(128);
        assertThat(drain()).isEqualTo(31);
    }

    @Test
    void txonlySpreadsHeadersOverShortSegments() {
        forwarder(ForwardMode.TXONLY, settings(0, NoisySettings.QUIET, List.of(20, 30, 14)), ChecksumSettings.SOFTWARE).forward();
        assertThat(take()).startsWith("0200000000bb0200000000aa0800" + "45000032000000004011" + "ee93" + "c6120001c6120002" + "00090009001e0000")
            .hasSize(128);
        drain();
    }

    @Test
    void flowgenMakesTheFlowsInTurn() {
        forwarder(ForwardMode.FLOWGEN).forward();
        assertThat(List.of(take(), take(), take(), take(), take())).extracting(packet -> packet.substring(60, 68))
            .containsExactly("0afd0000", "0afd0001", "0afd0002", "0afd0003", "0afd0000");
        drain();
    }

    @Test
    void flowgenKeepsHeaderChecksumsRight() {
        forwarder(ForwardMode.FLOWGEN).forward();
        for (int i = 0; i < 8; i++) {
            final String header = take().substring(28, 68);
            int sum = 0;
            for (int at = 0; at < header.length(); at += 4) {
                sum += Integer.parseInt(header.substring(at, at + 4), 16);
            }
            assertThat((sum & 0xffff) + (sum >>> 16)).isEqualTo(0xffff);
        }
        drain();
    }

    @Test
    void csumComputesChecksumsHere() {
        put(UDP.replace("66ca", "0000").replace("000d0000", "000dffff"));
        forwarder(ForwardMode.CSUM).forward();
        final String packet = take();
        assertThat(packet).startsWith("0200000000bb0200000000aa0800" + "450000210000000040" + "1166ca").doesNotContain("000dffff");
    }

    @Test
    void csumLeavesAUdpChecksumOutThatWasLeftOut() {
        put(UDP);
        forwarder(ForwardMode.CSUM).forward();
        assertThat(take()).endsWith("000d0000" + "68656c6c6f");
    }

    @Test
    void csumCountsWhatThePortFoundWrong() {
        final Mbuf packet = pool.tryAlloc();
        packet.dataLength(60);
        packet.offloads(Offload.RX_IP_CKSUM_BAD | Offload.RX_L4_CKSUM_BAD);
        left.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1);
        final Forwarder csum = forwarder(ForwardMode.CSUM);
        csum.forward();
        assertThat(csum.counters().badIpChecksums()).isEqualTo(1);
        assertThat(csum.counters().badL4Checksums()).isEqualTo(1);
        drain();
    }

    /// A TCP segment of one flow: 10.0.0.1:1000 to 10.0.0.2:2000, ACK, four bytes of payload; checksums are not looked at.
    private static String segment(final int number) {
        return "020000000002020000000001" + "0800" + "4500002c%04x4000400666be0a0000010a000002".formatted(number)
            + "03e807d0" + "%08x".formatted(0x100 + 4 * number) + "00000001" + "5010" + "ffff" + "00000000" + "%08x".formatted(number);
    }

    private Forwarder merging(final int flushCycles, final boolean portCuts) {
        return forwarder(ForwardMode.CSUM, settings(0, NoisySettings.QUIET, List.of(64)),
            ChecksumSettings.SOFTWARE.withGro(new GroSettings(true, flushCycles, portCuts)));
    }

    /// TM-16.
    @Test
    void csumMergesTheSegmentsOfABurst() {
        for (int i = 0; i < 3; i++) {
            put(segment(i));
        }
        final Forwarder csum = merging(1, false);
        assertThat(csum.forward()).isEqualTo(3);
        assertThat(take()).startsWith("0200000000bb0200000000aa0800" + "45000034000040004006" + "26c2").contains("0000010000000001" + "5010")
            .endsWith("000000000000000100000002");
        assertThat(csum.counters().sent()).isEqualTo(1);
    }

    @Test
    void csumHoldsSegmentsForAsManyRoundsAsItShall() {
        final Forwarder csum = merging(3, false);
        put(segment(0));
        csum.forward();
        put(segment(1));
        csum.forward();
        assertThat(drain()).isZero();
        put(segment(2));
        csum.forward();
        assertThat(take()).endsWith("000000000000000100000002");
        put(segment(7));
        csum.forward();
        assertThat(drain()).isZero();
        csum.finish();
        assertThat(take()).endsWith("00000007");
    }

    /// What was merged for a port that cuts asks it to, and a port without that refuses it.
    @Test
    void csumAsksThePortToCutWhatWasMerged() {
        put(segment(0));
        put(segment(1));
        final Forwarder csum = merging(1, true);
        csum.forward();
        assertThat(csum.counters().dropped()).isEqualTo(1);
    }

    /// TM-16.
    @Test
    void csumLeavesAddressesAloneWhenAskedTo() {
        put(UDP);
        forwarder(ForwardMode.CSUM, settings(0, NoisySettings.QUIET, List.of(64)), ChecksumSettings.SOFTWARE.withNewMacs(false)).forward();
        assertThat(take()).isEqualTo(UDP);
    }

    /// TM-16: 1000 bytes of payload in packets of 354 bytes, headers of 54 included.
    @Test
    void csumCutsLongPackets() {
        final String payload = "ab".repeat(1000);
        put("020000000002020000000001" + "0800" + "4500041000074000400600000a0000010a000002" + "03e807d0" + "00000100" + "00000001" + "5018" + "ffff"
            + "00000000" + payload);
        final Forwarder csum = forwarder(ForwardMode.CSUM, settings(0, NoisySettings.QUIET, List.of(64)),
            ChecksumSettings.SOFTWARE.withGso(true).withGsoSegmentSize(354));
        csum.forward();
        for (int i = 0; i < 4; i++) {
            final int bytes = i < 3 ? 300 : 100;
            assertThat(take()).startsWith("0200000000bb0200000000aa0800" + "4500%04x%04x".formatted(40 + bytes, 7 + i))
                .contains("%08x00000001".formatted(0x100 + 300 * i) + (i < 3 ? "5010" : "5018")).endsWith("ab".repeat(bytes));
        }
        assertThat(csum.counters().sent()).isEqualTo(4);
        assertThat(drain()).isZero();
    }

    @Test
    void csumAsksThePortToCutWhatALongPacketOfTheReceiverIs() {
        final Mbuf packet = pool.tryAlloc();
        final byte[] bytes = HexFormat.of().parseHex("020000000002020000000001" + "0800" + "4500041000074000400600000a0000010a000002" + "03e807d0"
            + "00000100" + "00000001" + "5018" + "ffff" + "00000000" + "ab".repeat(1000));
        packet.dataLength(bytes.length);
        packet.putBytes(0, bytes, 0, bytes.length);
        packet.offloads(Offload.RX_LRO);
        packet.txLengths(TxLengths.of(14, 20, 20, 300));
        left.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1);
        final Forwarder csum = forwarder(ForwardMode.CSUM);
        csum.forward();
        assertThat(csum.counters().dropped()).as("a ring does not cut").isEqualTo(1);
        assertThat(right.txQueue(0).refusal()).isNotEqualTo(TxRefusal.NONE);
    }

    /// TM-15.
    @Test
    void vlanInsertionAsksThePortForATag() {
        final Mbuf packet = pool.tryAlloc();
        assertThat(new VlanInsertion(100).onTransmit(0, 0, new Mbuf[] {null, packet}, 1, 1)).isEqualTo(1);
        assertThat(packet.offloads()).isEqualTo(Offload.TX_VLAN);
        assertThat(packet.vlanTci()).isEqualTo(100);
        packet.free();
    }

    @Test
    void icmpechoAnswersArpForAnyAddress() {
        put("ffffffffffff020000000001" + "0806" + "0001080006040001" + "020000000001" + "0a000001" + "000000000000" + "0a000009");
        forwarder(ForwardMode.ICMPECHO).forward();
        assertThat(take()).isEqualTo("0200000000010200000000aa" + "0806" + "0001080006040002" + "0200000000aa" + "0a000009" + "020000000001"
            + "0a000001");
    }

    @Test
    void icmpechoAnswersEchoRequestsAndFreesAllElse() {
        put(UDP);
        put("0200000000aa020000000001" + "0800" + "4500001c00000000400166df0a0000010a000002" + "0800f7fd00010001");
        forwarder(ForwardMode.ICMPECHO).forward();
        assertThat(take()).isEqualTo("0200000000010200000000aa" + "0800" + "4500001c00000000400166df0a0000020a000001" + "0000fffd00010001");
        assertThat(drain()).isZero();
    }

    @Test
    void noisyHoldsPacketsBackAndGivesThemBackAtTheEnd() {
        final NoisySettings noisy = new NoisySettings(NoisySettings.Mode.MACSWAP, 2, 0, 4096, 3, 3, 3);
        final Forwarder held = forwarder(ForwardMode.NOISY, settings(0, noisy, List.of(64)), ChecksumSettings.SOFTWARE);
        put(UDP);
        put(UDP);
        put(UDP);
        held.forward();
        assertThat(take()).startsWith("020000000001020000000002");
        held.finish();
    }

    @Test
    void noisySendsHeldPacketsWhenNoneCome() {
        final NoisySettings noisy = new NoisySettings(NoisySettings.Mode.IO, 8, 1, 0, 0, 0, 0);
        final Forwarder held = forwarder(ForwardMode.NOISY, settings(0, noisy, List.of(64)), ChecksumSettings.SOFTWARE);
        put(UDP);
        held.forward();
        held.forward();
        assertThat(take()).isEqualTo(UDP);
        held.finish();
    }

    @Test
    void countsAndFreesWhatTheSendingQueueDoesNotTake() {
        right.stop();
        put(UDP);
        final Forwarder io = forwarder(ForwardMode.IO, settings(3, NoisySettings.QUIET, List.of(64)), ChecksumSettings.SOFTWARE);
        io.forward();
        assertThat(io.counters().dropped()).isEqualTo(1);
        assertThat(io.counters().sent()).isZero();
    }
}
