package dev.pollmode.testpmd.port;

import dev.pollmode.ethdev.EthStats;

/// Rates of a port since they were asked for last.
///
/// @param rxPps packets received per second
/// @param txPps packets sent per second
/// @param rxBps bits received per second
/// @param txBps bits sent per second
public record Throughput(long rxPps, long txPps, long rxBps, long txBps) {
    /// Remembers the last reading of one port.
    public static final class Meter {
        private EthStats last;
        private long lastNs;

        /// A meter whose first reading gives zero.
        public Meter() {
        }

        /// {@return the rates since the last reading}
        ///
        /// @param now the totals of the port
        /// @param nowNs the time, by [System#nanoTime()]
        public Throughput read(final EthStats now, final long nowNs) {
            final EthStats before = last;
            final long ns = nowNs - lastNs;
            last = now;
            lastNs = nowNs;
            if (before == null || ns <= 0) {
                return new Throughput(0, 0, 0, 0);
            }
            return new Throughput(rate(now.rxPackets() - before.rxPackets(), ns), rate(now.txPackets() - before.txPackets(), ns),
                rate(8 * (now.rxBytes() - before.rxBytes()), ns), rate(8 * (now.txBytes() - before.txBytes()), ns));
        }

        private static long rate(final long count, final long ns) {
            // Counters that were reset in between give no rate.
            return count <= 0 ? 0 : (long) (count * 1e9 / ns);
        }
    }
}
