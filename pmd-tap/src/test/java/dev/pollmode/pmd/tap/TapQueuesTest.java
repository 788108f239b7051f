package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.QueueStats;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What queues are and what they count.
class TapQueuesTest {
    private static final MacAddress OWN = new MacAddress(0x02_00_00_00_00_01L);
    private static final int O_NONBLOCK = 04000;
    private static final int BACKLOG = 320;

    private final TapLab lab = new TapLab();
    private final EthDev port = lab.plug("net_tap0,iface=dtap0,mac=" + OWN);

    @AfterEach
    void close() {
        lab.close();
    }

    private void start(final int queues) {
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(queues, queues));
    }

    private void sendFlows(final int count) {
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            for (int i = 0; i < count; i++) {
                sender.send(RawSender.udp(OWN, true, 1000 + i));
            }
        }
    }

    private Mbuf[] packets(final int count) {
        final Mbuf[] packets = new Mbuf[count];
        for (int i = 0; i < count; i++) {
            packets[i] = lab.pool.tryAlloc();
            packets[i].append(60 + i);
        }
        return packets;
    }

    @Test
    void descriptorsNeverBlock_TP15() throws IOException {
        start(2);
        for (int queue = 0; queue < 2; queue++) {
            final int fd = port.capability(RxInterrupts.class).interruptFd(queue);
            final String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).stream().filter(line -> line.startsWith("flags:"))
                .findFirst().orElseThrow().substring("flags:".length()).strip();
            assertThat(Integer.parseInt(flags, 8) & O_NONBLOCK).isEqualTo(O_NONBLOCK);
            assertThat(port.rxQueue(queue).rxBurst(new Mbuf[1], 0, 1)).isZero();
        }
    }

    @Test
    void takesAnyNumberOfDescriptorsAndIgnoresIt_TP20() {
        lab.home.quiet("dtap0");
        for (final int descriptors : new int[] {1, 17, 4096}) {
            port.configure(EthConf.queues(1, 1));
            lab.home.namespace.run(() -> {
                port.setupRxQueue(0, QueueConf.descriptors(descriptors), lab.pool);
                port.setupTxQueue(0, QueueConf.descriptors(descriptors));
            });
            port.start();
            sendFlows(20);
            TapLab.receive(port.rxQueue(0), 20).forEach(Mbuf::free);
            assertThat(port.txQueue(0).txBurst(packets(20), 0, 20)).isEqualTo(20);
            port.stop();
        }
        assertThat(port.stats().rxPackets()).isEqualTo(60);
        assertThat(port.stats().txPackets()).isEqualTo(60);
    }

    @Test
    void countsForEachQueueAndForThePort_TP39() {
        start(2);
        assertThat(port.txQueue(0).txBurst(packets(3), 0, 3)).isEqualTo(3);
        assertThat(port.txQueue(1).txBurst(packets(5), 0, 5)).isEqualTo(5);
        sendFlows(64);
        final long[] received = new long[2];
        assertThat(TestNet.eventually(() -> {
            for (int queue = 0; queue < 2; queue++) {
                final List<Mbuf> some = TapLab.poll(port.rxQueue(queue));
                received[queue] += some.size();
                some.forEach(Mbuf::free);
            }
            return received[0] + received[1] == 64;
        })).isTrue();

        assertThat(received[0]).as("packets of the first queue").isBetween(1L, 63L);
        final int length = RawSender.udp(OWN, true).length;
        for (int queue = 0; queue < 2; queue++) {
            assertThat(port.rxQueueStats(queue).packets()).isEqualTo(received[queue]);
            assertThat(port.rxQueueStats(queue).bytes()).isEqualTo(received[queue] * length);
        }
        assertThat(port.txQueueStats(0).packets()).isEqualTo(3);
        assertThat(port.txQueueStats(1).bytes()).isEqualTo(60 + 61 + 62 + 63 + 64);
        final EthStats all = port.stats();
        assertThat(List.of(all.rxPackets(), all.rxBytes(), all.txPackets(), all.txBytes()))
            .containsExactly(64L, 64L * length, 8L, 60L + 61 + 62 + 60 + 61 + 62 + 63 + 64);

        port.resetStats();
        assertThat(port.stats()).isEqualTo(EthStats.ZERO);
        assertThat(IntStream.range(0, 2).mapToObj(port::rxQueueStats).mapToLong(QueueStats::packets).sum()).isZero();
    }

    @Test
    void tellsHowManySystemCallsItsBurstsMade_TP54() {
        start(1);
        port.resetXstats();
        assertThat(port.rxQueue(0).rxBurst(new Mbuf[8], 0, 8)).isZero();
        assertThat(port.xstats()).containsEntry("rx_system_calls", 1L).containsEntry("tx_system_calls", 0L);

        sendFlows(BACKLOG);
        TapLab.receive(port.rxQueue(0), BACKLOG).forEach(Mbuf::free);
        assertThat(port.xstats().get("rx_system_calls")).as("io_uring reads a backlog in batches").isBetween(BACKLOG / 32L, BACKLOG / 2L);

        assertThat(port.txQueue(0).txBurst(packets(32), 0, 32)).isEqualTo(32);
        assertThat(port.xstats()).containsEntry("tx_system_calls", 1L);
        port.resetXstats();
        assertThat(port.xstats()).containsEntry("rx_system_calls", 0L).containsEntry("tx_system_calls", 0L);
    }
}
