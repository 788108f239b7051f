package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.Block;
import dev.pollmode.mlx5.prm.LongField;
import dev.pollmode.mlx5.prm.QueryVportCounter;
import dev.pollmode.mlx5.prm.QueryVportCounter.Out;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TrafficCounter;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What the virtual port and the receive queues count, under the names of DPDK's mlx5 driver: since the driver took the device, or since the last reset.
///
/// The device's own counters are never cleared, others may look at them. Once the device is gone the values are those of the last reading.
/// The control plane calls, one thread at a time.
final class VportCounters {
    private record Counter(String name, Block block, LongField field) {
    }

    private static final List<Counter> COUNTERS = List.of(
        new Counter("rx_unicast_bytes", Out.RECEIVED_ETH_UNICAST, TrafficCounter.OCTETS),
        new Counter("rx_multicast_bytes", Out.RECEIVED_ETH_MULTICAST, TrafficCounter.OCTETS),
        new Counter("rx_broadcast_bytes", Out.RECEIVED_ETH_BROADCAST, TrafficCounter.OCTETS),
        new Counter("rx_unicast_packets", Out.RECEIVED_ETH_UNICAST, TrafficCounter.PACKETS),
        new Counter("rx_multicast_packets", Out.RECEIVED_ETH_MULTICAST, TrafficCounter.PACKETS),
        new Counter("rx_broadcast_packets", Out.RECEIVED_ETH_BROADCAST, TrafficCounter.PACKETS),
        new Counter("tx_unicast_bytes", Out.TRANSMITTED_ETH_UNICAST, TrafficCounter.OCTETS),
        new Counter("tx_multicast_bytes", Out.TRANSMITTED_ETH_MULTICAST, TrafficCounter.OCTETS),
        new Counter("tx_broadcast_bytes", Out.TRANSMITTED_ETH_BROADCAST, TrafficCounter.OCTETS),
        new Counter("tx_unicast_packets", Out.TRANSMITTED_ETH_UNICAST, TrafficCounter.PACKETS),
        new Counter("tx_multicast_packets", Out.TRANSMITTED_ETH_MULTICAST, TrafficCounter.PACKETS),
        new Counter("tx_broadcast_packets", Out.TRANSMITTED_ETH_BROADCAST, TrafficCounter.PACKETS),
        // The two that C does not have.
        new Counter("rx_vport_error_packets", Out.RECEIVED_ERRORS, TrafficCounter.PACKETS),
        new Counter("tx_vport_error_packets", Out.TRANSMIT_ERRORS, TrafficCounter.PACKETS));

    private static final String OUT_OF_BUFFER = "rx_out_of_buffer";

    private final CommandChannel channel;
    private final List<Counter> counters;
    private final LongSupplier missed;
    private final long[] last;
    private final long[] base;

    /// Begins to count.
    ///
    /// @param supported whether the virtual port counts at all
    /// @param missed tells how many frames were dropped for lack of buffers
    VportCounters(final CommandChannel channel, final boolean supported, final LongSupplier missed) {
        this.channel = channel;
        this.missed = missed;
        counters = supported ? COUNTERS : List.of();
        last = new long[counters.size() + 1];
        base = new long[last.length];
        reset();
    }

    /// {@return the names, in the order of the values}
    List<String> names() {
        return Stream.concat(counters.stream().map(Counter::name), Stream.of(OUT_OF_BUFFER)).toList();
    }

    /// Puts the values into an array.
    void values(final long[] target, final int offset) {
        read();
        for (int i = 0; i < last.length; i++) {
            target[offset + i] = last[i] - base[i];
        }
    }

    /// Lets all begin at zero.
    void reset() {
        read();
        System.arraycopy(last, 0, base, 0, base.length);
    }

    private void read() {
        last[counters.size()] = missed.getAsLong();
        if (counters.isEmpty() || channel.isGone()) {
            return;
        }
        final Struct out;
        try {
            out = channel.execute(QueryVportCounter.In.LAYOUT.allocate(), QueryVportCounter.Out.LAYOUT);
        } catch (final RuntimeException e) {
            if (channel.isGone()) {
                return;
            }
            throw e;
        }
        for (int i = 0; i < counters.size(); i++) {
            last[i] = out.at(counters.get(i).block()).get(counters.get(i).field());
        }
    }
}
