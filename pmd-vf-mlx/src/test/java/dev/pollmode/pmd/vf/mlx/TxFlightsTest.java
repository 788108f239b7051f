package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mempool;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The packets under way, and what completions do with them.
class TxFlightsTest {
    private static final int CAPACITY = 64;

    private final Eal eal = Eal.init("--no-huge", "--no-pci");
    private final Mempool pool = Mempool.builder(eal, "flights").count(CAPACITY).create();
    private final TxFlights flights = new TxFlights(CAPACITY);

    @AfterEach
    void close() {
        pool.close();
        eal.close();
    }

    private void send(final int packets, final int request, final int end) {
        for (int i = 0; i < packets; i++) {
            flights.add(pool.tryAlloc());
        }
        flights.ask(request, end);
    }

    @Test
    void aCompletionBringsAllPacketsBeforeItHome() {
        send(5, 4, 5);
        send(3, 7, 9);
        assertThat(flights.complete(4)).isEqualTo(5);
        assertThat(flights.blocksDone()).isEqualTo(5);
        assertThat(pool.inUse()).isEqualTo(3);
        assertThat(flights.complete(7)).isEqualTo(3);
        assertThat(flights.blocksDone()).isEqualTo(9);
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void aCompletionThatIsNotDueBringsNothing() {
        assertThat(flights.complete(0)).isEqualTo(-1);
        send(2, 100, 101);
        send(2, 102, 103);
        for (final int wrong : new int[] {99, 101, 102, 103, 0, -1, 0x10063}) {
            assertThat(flights.complete(wrong)).as("counter " + wrong).isEqualTo(-1);
        }
        assertThat(pool.inUse()).isEqualTo(4);
        assertThat(flights.complete(100)).isEqualTo(2);
        assertThat(flights.complete(100)).isEqualTo(-1);
        flights.takeBack();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void indicesRunOnForEver() {
        final Random random = new Random(3);
        int block = 0xfff0;
        for (int round = 0; round < 10_000; round++) {
            final int packets = 1 + random.nextInt(flights.room());
            final int request = block;
            block += packets;
            send(packets, request, block);
            assertThat(flights.room()).isEqualTo(CAPACITY - packets);
            assertThat(flights.complete(request & 0xffff)).isEqualTo(packets);
            assertThat(flights.blocksDone()).isEqualTo(block);
        }
        assertThat(pool.inUse()).isZero();
    }
}
