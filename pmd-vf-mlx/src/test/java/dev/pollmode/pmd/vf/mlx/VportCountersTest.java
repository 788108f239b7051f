package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.QueryVportCounter;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TrafficCounter;
import dev.pollmode.sys.Errno;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The counters of the virtual port, read by a channel that can go.
class VportCountersTest {
    /// A device that has received some frames, until it goes.
    private static final class Device implements CommandChannel {
        private long received;
        private boolean goes;
        private boolean silent;

        @Override
        public Struct execute(final Struct in, final int outLength) {
            if (goes || silent) {
                throw goes ? CommandError.gone("0000:00:00.0", in) : CommandError.timeout("0000:00:00.0", in, Duration.ofSeconds(1));
            }
            assertThat(in.is(QueryVportCounter.In.CLEAR)).isFalse();
            final Struct out = QueryVportCounter.Out.LAYOUT.allocate();
            out.at(QueryVportCounter.Out.RECEIVED_ETH_UNICAST).set(TrafficCounter.PACKETS, received);
            return out;
        }

        @Override
        public boolean isGone() {
            return goes;
        }
    }

    private final Device device = new Device();
    private long missed;

    private static long received(final VportCounters counters) {
        final long[] values = new long[counters.names().size() + 1];
        counters.values(values, 1);
        return values[1 + counters.names().indexOf("rx_unicast_packets")];
    }

    @Test
    void countsFromTheFirstReadingOn() {
        device.received = 1000;
        final VportCounters counters = new VportCounters(device, true, () -> missed);
        device.received = 1007;
        assertThat(received(counters)).isEqualTo(7);
        counters.reset();
        assertThat(received(counters)).isZero();
    }

    @Test
    void framesThatFoundNoBufferAreCountedBesideThem() {
        missed = 3;
        final VportCounters counters = new VportCounters(device, true, () -> missed);
        missed = 8;
        final long[] values = new long[counters.names().size()];
        counters.values(values, 0);
        assertThat(values[counters.names().indexOf("rx_out_of_buffer")]).isEqualTo(5);
    }

    @Test
    void keepsTheLastReadingOfADeviceThatIsGone() {
        final VportCounters counters = new VportCounters(device, true, () -> missed);
        device.received = 5;
        assertThat(received(counters)).isEqualTo(5);
        device.goes = true;
        assertThat(received(counters)).isEqualTo(5);
    }

    @Test
    void tellsOfADeviceThatFailsButIsThere() {
        final VportCounters counters = new VportCounters(device, true, () -> missed);
        device.silent = true;
        assertThatThrownBy(() -> received(counters)).isInstanceOfSatisfying(EthDevException.class,
            e -> assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT)).hasMessageContaining("QUERY_VPORT_COUNTER");
    }

    @Test
    void hasNoneWhereTheFunctionDoesNotCount() {
        device.goes = true;
        assertThat(new VportCounters(device, false, () -> missed).names()).containsExactly("rx_out_of_buffer");
    }
}
