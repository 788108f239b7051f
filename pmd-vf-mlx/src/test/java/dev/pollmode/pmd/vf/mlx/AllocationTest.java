package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.test.base.Allocation;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bursts allocate nothing, once compiled.
@Timeout(180)
class AllocationTest {
    private static final int ROUNDS = 5_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path directory;

    /// Sends a frame and receives what is there.
    private static int round(final ModelPort lab, final TxQueue tx, final RxQueue rx, final byte[] mac, final Mbuf[] out, final Mbuf[] in) {
        final Mbuf packet = lab.pool.tryAlloc();
        packet.dataLength(64);
        packet.putBytes(0, mac, 0, mac.length);
        out[0] = packet;
        if (tx.txBurst(out, 0, 1) == 0) {
            packet.free();
        }
        final int received = rx.rxBurst(in, 0, in.length);
        Mbuf.freeBulk(in, 0, received);
        return received;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",rxq_cqe_comp_en=0", ",mprq_en=1,rxqs_min_mprq=1", ",mprq_en=1,rxqs_min_mprq=1,mprq_max_memcpy_len=0"})
    void burstsAllocateNothing(final String arguments) throws Exception {
        final ModelPort lab = new ModelPort(directory, ModelConfig.DEFAULT, arguments);
        try {
            final EthDev port = lab.started();
            final TxQueue tx = port.txQueue(0);
            final RxQueue rx = port.rxQueue(0);
            final byte[] mac = port.mac().bytes();
            final Mbuf[] out = new Mbuf[1];
            final Mbuf[] in = new Mbuf[8];
            final long end = System.nanoTime() + PATIENCE_NS;
            double least = Double.MAX_VALUE;
            while (least >= Allocation.NOTHING && System.nanoTime() - end < 0) {
                final long before = Allocation.soFar();
                long received = 0;
                for (int i = 0; i < ROUNDS; i++) {
                    received += round(lab, tx, rx, mac, out, in);
                }
                final double allocated = (double) (Allocation.soFar() - before) / ROUNDS;
                // On a busy machine the device may have had no turn.
                least = received > 0 ? Math.min(least, allocated) : least;
            }
            assertThat(least).as("bytes in a round").isLessThan(Allocation.NOTHING);
        } finally {
            lab.close();
        }
    }
}
