package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.test.support.LeakCheck;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Many frames over four queues with RSS, sizes from 60 bytes to an MTU of 9000 mixed, every byte checked, in all forms of receiving and sending.
/// The soak sends ten million.
@Timeout(value = 4, unit = TimeUnit.HOURS)
class ManyFramesTest {
    private static final int FORMS = 8;
    private static final long FRAMES = (Integer.getInteger("pollmode.soak", 1) > 1 ? 10_000_000 : 20_000) / FORMS;
    private static final int FEW = 300;
    private static final int QUEUES = 4;
    private static final int BURST = 32;
    private static final int WINDOW = 256;
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "compressed {0}, striding {1}, several packets in a work request {2}")
    @CsvSource({"0, 0, 0", "0, 0, 1", "0, 1, 0", "0, 1, 1", "1, 0, 0", "1, 0, 1", "1, 1, 0", "1, 1, 1"})
    void framesOfAllSizesComeBackOverFourQueues(final int compressed, final int striding, final int multi) throws Exception {
        final String arguments = ",rxq_cqe_comp_en=" + compressed + ",mprq_en=" + striding + ",rxqs_min_mprq=1,txq_mpw_en=" + multi;
        exchange(arguments, FEW);
        try (LeakCheck leaks = LeakCheck.begin()) {
            assertThat(leaks).isNotNull();
            exchange(arguments, FRAMES);
        }
    }

    private void exchange(final String arguments, final long frames) throws Exception {
        final ModelPort lab = new ModelPort(directory, ModelConfig.DEFAULT.withFlowControl(true), arguments);
        try {
            final EthDev port = lab.started(EthConf.queues(QUEUES, 1).withMtu(9000).withRss(RssHash.IP | RssHash.UDP)
                .withRxOffloads(Set.of(RxOffload.SCATTER, RxOffload.RSS_HASH)).withTxOffloads(Set.of(TxOffload.MULTI_SEGS)));
            pump(lab, port, frames);
            assertThat(port.stats().rxErrors() + port.stats().txErrors() + port.stats().rxMissed()).isZero();
            for (int i = 0; i < QUEUES; i++) {
                assertThat(port.rxQueueStats(i).packets()).as("packets of queue %d", i).isPositive();
            }
            port.stop();
            assertThat(lab.pool.inUse()).isZero();
            assertThat(lab.pool.audit()).isEmpty();
        } finally {
            lab.close();
        }
    }

    private static void pump(final ModelPort lab, final EthDev port, final long frames) {
        final FrameStream stream = new FrameStream(port.mac(), frames);
        final Mbuf[] out = new Mbuf[BURST];
        final Mbuf[] in = new Mbuf[BURST];
        int waiting = 0;
        long made = 0;
        long received = 0;
        long movedAt = System.nanoTime();
        while (received < frames) {
            while (waiting < BURST && made < frames && made - received < WINDOW) {
                final Mbuf packet = stream.make(made, lab.pool);
                if (packet == null) {
                    break;
                }
                out[waiting++] = packet;
                made++;
            }
            final int sent = port.txQueue(0).txBurst(out, 0, waiting);
            waiting -= sent;
            System.arraycopy(out, sent, out, 0, waiting);
            int count = 0;
            for (int queue = 0; queue < QUEUES; queue++) {
                final int burst = port.rxQueue(queue).rxBurst(in, 0, BURST);
                for (int i = 0; i < burst; i++) {
                    stream.check(in[i], queue);
                }
                Mbuf.freeBulk(in, 0, burst);
                count += burst;
            }
            received += count;
            final long now = System.nanoTime();
            if (count > 0 || sent > 0) {
                movedAt = now;
            } else {
                assertThat(now - movedAt).as("ns that nothing moved after %d of %d frames, %d made", received, frames, made).isLessThan(STALL_NS);
                Thread.yield();
            }
        }
    }
}
