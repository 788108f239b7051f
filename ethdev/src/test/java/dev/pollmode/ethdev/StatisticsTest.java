package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import dev.pollmode.test.base.Allocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// ET-11, ET-12.
final class StatisticsTest extends FakePortTest {
    private EthDev port;

    @BeforeEach
    void start() {
        port = attach("fake0", RichPort::new);
        setUp(port, EthConf.queues(1, 2));
        port.start();
    }

    private void send(final int queue, final int length) {
        assertThat(port.txQueue(queue).txBurst(new Mbuf[] {packet(length)}, 0, 1)).isEqualTo(1);
    }

    private void receive() {
        final Mbuf[] burst = new Mbuf[4];
        Mbuf.freeBulk(burst, 0, port.rxQueue(0).rxBurst(burst, 0, 4));
    }

    @Test
    void thePortAddsUpItsQueues() {
        send(0, 100);
        send(1, 60);
        receive();

        assertThat(port.stats()).isEqualTo(new EthStats(1, 2, 100, 160, 0, 0, 0, 0));
        assertThat(port.txQueueStats(1)).isEqualTo(new QueueStats(1, 60, 0, 0, 0));
        assertThat(port.xstats().keySet()).containsExactly("rx_good_packets", "tx_good_packets", "rx_good_bytes", "tx_good_bytes",
            "rx_missed_errors", "rx_errors", "tx_errors", "rx_mbuf_allocation_errors", "rx_q0_packets", "rx_q0_bytes", "rx_q0_errors",
            "tx_q0_packets", "tx_q0_bytes", "tx_q1_packets", "tx_q1_bytes", "own_first", "own_second");
        assertThat(port.xstats()).containsEntry("tx_good_bytes", 160L).containsEntry("tx_q1_bytes", 60L).containsEntry("own_second", 7L);
    }

    /// What the device dropped before a queue saw it counts too, once.
    @Test
    void thePortAddsWhatItsDeviceMissed() {
        ((RichPort) behind(port)).missed = 3;
        assertThat(port.stats().rxMissed()).isEqualTo(3);
        assertThat(port.xstats()).containsEntry("rx_missed_errors", 3L);

        port.resetStats();
        ((RichPort) behind(port)).missed = 4;

        assertThat(port.stats().rxMissed()).isEqualTo(1);
        port.close();
        assertThat(port.stats().rxMissed()).isEqualTo(1);
    }

    @Test
    void totalsNeverFallWhenThePortIsConfiguredAnew() {
        send(1, 60);
        port.stop();

        setUp(port, EthConf.queues(1, 1));

        assertThat(port.stats().txPackets()).isEqualTo(1);
    }

    @Test
    void whatWasCountedBeforeAResetIsGone() {
        send(0, 100);
        port.resetStats();
        receive();

        assertThat(port.stats()).isEqualTo(new EthStats(1, 0, 100, 0, 0, 0, 0, 0));
        assertThat(port.xstats()).containsEntry("own_first", 5L);
        port.resetXstats();
        assertThat(port.xstats().values()).containsOnly(0L);
    }

    @Test
    void aClosedPortKeepsItsLastTotals() {
        send(0, 100);
        port.close();

        assertThat(port.stats().txBytes()).isEqualTo(100);
        assertThat(port.txQueueStats(0).bytes()).isEqualTo(100);
    }

    @Test
    void aReaderReadsAllOrSomeValues() {
        send(0, 100);
        final XstatsReader reader = port.xstatsReader();
        final long[] all = new long[reader.names().size()];
        final long[] some = new long[2];

        reader.read(all);
        reader.read(new int[] {reader.number("own_second"), reader.number("tx_good_bytes")}, some);

        assertThat(reader.names()).containsExactlyElementsOf(port.xstats().keySet());
        assertThat(all).containsExactly(port.xstats().values().stream().mapToLong(Long::longValue).toArray());
        assertThat(some).containsExactly(7, 100);
    }

    @Test
    void aReaderRefusesWhatIsNotThere() {
        final XstatsReader reader = port.xstatsReader();

        assertThat(refusal(Errno.EINVAL, () -> reader.number("rx_q7_packets"))).hasMessageContaining("rx_q7_packets");
        refusal(Errno.EINVAL, () -> reader.read(new long[3]));
        refusal(Errno.EINVAL, () -> reader.read(new int[] {-1}, new long[1]));
        refusal(Errno.EINVAL, () -> reader.read(new int[] {99}, new long[1]));
        refusal(Errno.EINVAL, () -> reader.read(new int[] {1, 2}, new long[1]));
        port.stop();
        port.configure(EthConf.queues(1, 1));
        refusal(Errno.ESTALE, () -> reader.read(new long[99]));
        port.close();
        refusal(Errno.ENODEV, () -> reader.read(new long[99]));
    }

    @Test
    void aReaderMakesNoGarbage() {
        final XstatsReader reader = port.xstatsReader();
        final long[] values = new long[reader.names().size()];

        assertThat(Allocation.bytesPerRound(() -> reader.read(values))).as("bytes allocated in a read").isLessThan(Allocation.NOTHING);
    }
}
