package dev.pollmode.pmd.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import dev.pollmode.test.support.PortTest;
import dev.pollmode.test.support.RequiresCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PcapPortTest extends PortTest {
    @TempDir
    private Path directory;

    @Override
    protected String devargs() {
        return "net_pcap0,tx_pcap=" + directory.resolve("out.pcap");
    }

    private Path out() {
        return directory.resolve("out.pcap");
    }

    private EthDev reading(final Captures capture, final String more) {
        final Path file = capture.writeTo(directory.resolve("in.pcap"));
        return plug("net_pcap1,rx_pcap=" + file + more);
    }

    private void transmit(final EthDev one, final byte[]... packets) {
        final Mbuf[] burst = Stream.of(packets).map(this::packet).toArray(Mbuf[]::new);
        assertThat(one.txQueue(0).txBurst(burst, 0, burst.length)).isEqualTo(burst.length);
    }

    private Mbuf packet(final byte[] content) {
        final Mbuf mbuf = pool().tryAlloc();
        assertThat(mbuf.append(content.length)).isTrue();
        mbuf.putBytes(0, content, 0, content.length);
        return mbuf;
    }

    private static List<byte[]> contents(final EthDev one, final int limit) {
        final Mbuf[] burst = new Mbuf[limit];
        final int received = one.rxQueue(0).rxBurst(burst, 0, limit);
        final List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < received; i++) {
            assertThat(burst[i].sanityCheck()).isNull();
            assertThat(burst[i].port()).isEqualTo(one.id());
            contents.add(contents(burst[i]));
        }
        Mbuf.freeBulk(burst, 0, received);
        return contents;
    }

    private static byte[] contents(final Mbuf packet) {
        final byte[] content = new byte[packet.packetLength()];
        int at = 0;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            segment.getBytes(0, content, at, segment.dataLength());
            at += segment.dataLength();
        }
        return content;
    }

    // ---- receiving ----

    @Test
    void receivesEachPacketOnceInOrder() {
        final EthDev one = reading(Captures.little().packet(10, 20, 60).packet(11, 0, 1_514), "");
        start(one);
        final Mbuf[] burst = new Mbuf[8];

        assertThat(one.rxQueue(0).rxBurst(burst, 2, 6)).isEqualTo(2);
        assertThat(contents(burst[2])).isEqualTo(Captures.content(60));
        assertThat(burst[2].timestamp()).isEqualTo(10_000_020_000L);
        assertThat(contents(burst[3])).isEqualTo(Captures.content(1_514));
        Mbuf.freeBulk(burst, 2, 2);
        assertThat(one.rxQueue(0).rxBurst(burst, 0, 8)).isZero();
        assertThat(one.stats().rxPackets()).isEqualTo(2);
        assertThat(one.stats().rxBytes()).isEqualTo(1_574);
    }

    @Test
    void endlessFilesBeginAgain() {
        final EthDev one = reading(Captures.little().packet(1, 0, 60).packet(2, 0, 61).packet(3, 0, 62), ",infinite_rx=1");
        start(one);
        final List<Integer> lengths = new ArrayList<>();
        while (lengths.size() < 12) {
            contents(one, 4).forEach(content -> lengths.add(content.length));
        }

        assertThat(lengths).startsWith(60, 61, 62, 60, 61, 62, 60, 61, 62, 60, 61, 62);
    }

    @Test
    void anEndlessFileWithoutPacketsIdles() {
        final EthDev one = reading(Captures.little(), ",infinite_rx=1");
        start(one);

        assertThat(contents(one, 4)).isEmpty();
    }

    @Test
    void aPacketLongerThanABufferComesInSeveral() {
        final EthDev one = reading(Captures.little().packet(1, 0, 9_000), "");
        start(one);

        assertThat(contents(one, 4)).singleElement().isEqualTo(Captures.content(9_000));
    }

    @Test
    void aPacketThatFindsThePoolEmptyIsNotLost() {
        final EthDev one = reading(Captures.little().packet(1, 0, 9_000).packet(2, 0, 60), "");
        try (Mempool small = Mempool.builder(eal(), "small").count(3).cacheSize(0).create()) {
            one.configure(EthConf.queues(1, 1));
            one.setupRxQueue(0, QueueConf.DEFAULT, small);
            one.setupTxQueue(0, QueueConf.DEFAULT);
            one.start();
            assertThat(contents(one, 4)).isEmpty();
            assertThat(one.stats().rxNoMbuf()).isEqualTo(1);
            assertThat(small.inUse()).isZero();
            one.stop();
            one.setupRxQueue(0, QueueConf.DEFAULT, pool());
            one.start();
        }

        assertThat(contents(one, 4)).extracting(content -> content.length).containsExactly(9_000, 60);
    }

    @Test
    void aFileThatBreaksOffIsCountedAndSaidOnce() {
        final EthDev one = reading(Captures.little().packet(1, 0, 60).header(2, 0, 60, 60).bytes((byte) 1), "");
        start(one);

        assertThat(contents(one, 4)).hasSize(1);
        assertThat(contents(one, 4)).isEmpty();
        assertThat(one.stats().rxErrors()).isEqualTo(1);
        one.stop();
        assertThat(logged()).contains("in.pcap breaks off: no record at byte 100");
    }

    @Test
    void settingAQueueUpAgainBeginsTheFileAgain() {
        final EthDev one = reading(Captures.little().packet(1, 0, 60), "");
        start(one);
        assertThat(contents(one, 4)).hasSize(1);
        one.stop();
        start(one);

        assertThat(contents(one, 4)).hasSize(1);
    }

    // ---- sending ----

    @Test
    void whatWasSentCanBeReceivedAgain() {
        start(port());
        transmit(port(), Captures.content(60), Captures.content(1_514));
        transmit(port(), Captures.content(61));
        port().close();

        final EthDev one = plug("net_pcap1,rx_pcap=" + out());
        start(one);

        assertThat(contents(one, 8)).containsExactly(Captures.content(60), Captures.content(1_514), Captures.content(61));
    }

    @Test
    void theFileIsCompleteAfterEachBurst() throws IOException {
        start(port());
        transmit(port(), Captures.content(60));

        assertThat(Files.size(out())).isEqualTo(24 + 16 + 60);
        port().stop();
        port().start();
        transmit(port(), Captures.content(60));
        assertThat(Files.size(out())).as("a port that is started again goes on").isEqualTo(24 + 2 * (16 + 60));
    }

    @Test
    void packetsOfSeveralSegmentsAreWrittenWhole() {
        start(port());
        final Mbuf head = packet(Captures.content(100));
        head.chain(packet(Captures.content(200)));
        assertThat(port().txQueue(0).txBurst(new Mbuf[] {head}, 0, 1)).isEqualTo(1);
        port().close();

        try (PcapReader reader = PcapReader.open(out().toString())) {
            assertThat(reader.next()).isEqualTo(300);
        }
    }

    @Test
    void manyLargePacketsDoNotFitTheBufferAtOnce() {
        start(port());
        final Mbuf[] burst = IntStream.range(0, 1_000).mapToObj(i -> packet(Captures.content(1_900))).toArray(Mbuf[]::new);

        assertThat(port().txQueue(0).txBurst(burst, 0, burst.length)).isEqualTo(1_000);

        assertThat(out()).hasSize(24 + 1_000 * (16 + 1_900));
        assertThat(port().stats().txPackets()).isEqualTo(1_000);
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidAndThereIsNoPort() {
        final String message = refusal(Errno.ENOSPC, () -> plug("net_pcap1,tx_pcap=/dev/full"));

        assertThat(message).contains("tx_pcap=/dev/full", "ENOSPC");
        assertThat(ports().find("net_pcap1")).isEmpty();
    }

    @Test
    void withoutAFileToWritePacketsAreDroppedAndCounted() {
        final EthDev one = reading(Captures.little(), "");
        start(one);
        transmit(one, Captures.content(60));

        assertThat(one.stats().txPackets()).isEqualTo(1);
        assertThat(pool().inUse()).isZero();
    }

    // ---- arguments ----

    @Test
    void eachFileIsAQueue() {
        final Path a = Captures.little().packet(1, 0, 60).writeTo(directory.resolve("a.pcap"));
        final Path b = Captures.little().packet(1, 0, 61).writeTo(directory.resolve("b.pcap"));
        final EthDev one = plug("eth_pcap1,rx_pcap=" + a + ",rx_pcap=" + b);
        assertThat(one.info().maxRxQueues()).isEqualTo(2);
        assertThat(one.info().maxTxQueues()).isEqualTo(2);
        setUp(one, EthConf.queues(2, 2));
        one.start();
        final Mbuf[] burst = new Mbuf[2];
        final RxQueue second = one.rxQueue(1);

        assertThat(second.rxBurst(burst, 0, 2)).isEqualTo(1);
        assertThat(burst[0].packetLength()).isEqualTo(61);
        burst[0].free();
    }

    @Test
    void namesWhatIsWrong() {
        assertThat(refusal(Errno.EINVAL, () -> plug("net_pcap1"))).contains("rx_pcap");
        assertThat(refusal(Errno.EINVAL, () -> plug("net_pcap1,rx_pcpa=x"))).contains("rx_pcpa");
        assertThat(refusal(Errno.ENOENT, () -> plug("net_pcap1,rx_pcap=/none/such"))).contains("/none/such");
        assertThat(refusal(Errno.ENOENT, () -> plug("net_pcap1,tx_pcap=/none/such"))).contains("/none/such");
        assertThat(refusal(Errno.EINVAL, () -> plug("net_pcap1,tx_pcap=" + directory + "/x,tx_pcap=" + directory + "/x"))).contains("twice");
        assertThat(refusal(Errno.ENOTSUP, () -> plug("net_pcap1,iface=eth0"))).contains("iface=eth0", "net_af_packet", "net_tap");
        assertThat(refusal(Errno.EINVAL, () -> plug("net_pcap1,infinite_rx=maybe,rx_pcap=x"))).contains("infinite_rx");
    }

    @Test
    void aWrongFileToReadCostsNoFileToWrite() {
        Captures.write(directory.resolve("keep.pcap"), new byte[] {1, 2, 3});

        refusal(Errno.ENOENT, () -> plug("net_pcap1,tx_pcap=" + directory.resolve("keep.pcap") + ",rx_pcap=/none"));

        assertThat(directory.resolve("keep.pcap")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void itsAddressSpellsItsName() {
        assertThat(port().mac()).isEqualTo(MacAddress.parse("02:70:63:61:70:00"));
    }

    // ---- what others make of it ----

    @Test
    @RequiresCommand({"tshark", "editcap"})
    void othersReadWhatWeWriteAndWeReadWhatTheyWrite() throws Exception {
        start(port());
        for (int i = 0; i < 20; i++) {
            send(port().txQueue(0), 2);
        }
        port().close();

        assertThat(run("tshark", "-r", out().toString(), "-T", "fields", "-e", "frame.len", "-e", "eth.type").lines())
            .hasSize(40).containsOnly("60\t0x88b5");
        for (final String format : List.of("pcap", "nsecpcap")) {
            final Path converted = directory.resolve(format);
            run("editcap", "-F", format, out().toString(), converted.toString());
            try (PcapReader reader = PcapReader.open(converted.toString())) {
                assertThat(reader.next()).isEqualTo(60);
                assertThat(reader.timestampNs()).isBetween(System.currentTimeMillis() * 1_000_000L - 600_000_000_000L,
                    System.currentTimeMillis() * 1_000_000L + 1_000_000_000L);
            }
        }
        final Path next = directory.resolve("ng");
        run("editcap", "-F", "pcapng", out().toString(), next.toString());
        assertThat(refusal(Errno.EINVAL, () -> plug("net_pcap2,rx_pcap=" + next))).contains("pcapng");
    }

    @Test
    @RequiresCommand("tcpdump")
    void tcpdumpReadsWhatWeWrite() throws Exception {
        start(port());
        send(port().txQueue(0), 3);
        port().close();

        final Process tcpdump = new ProcessBuilder("tcpdump", "-n", "-e", "-r", "-").redirectInput(out().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String printed = new String(tcpdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tcpdump.waitFor()).isZero();
        assertThat(printed.lines().filter(line -> !line.startsWith("\t"))).hasSize(3).allMatch(line -> line.contains("length 60"));
    }

    private static String run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return printed;
    }
}
