package dev.pollmode.ethdev;

import dev.pollmode.sys.Errno;
import java.util.List;

/// Reads the extended statistics of a port again and again without making garbage, for those who export them.
///
/// The position of a name in [#names()] is its number. A port that is configured anew has other statistics, and needs another
/// reader. Safe for use by several threads.
public final class XstatsReader {
    private final EthDev port;
    private final PortStatistics statistics;
    private final List<String> names;
    private final long[] all;
    private final int generation;

    XstatsReader(final EthDev port, final PortStatistics statistics) {
        this.port = port;
        this.statistics = statistics;
        names = statistics.names();
        all = new long[names.size()];
        generation = statistics.generation();
    }

    /// {@return the names, in DPDK's order: the port's, the queues', the driver's own}
    public List<String> names() {
        return names;
    }

    /// {@return the number of a statistic}
    ///
    /// @param name its name
    /// @throws EthDevException EINVAL when there is none of that name
    public int number(final String name) {
        final int number = names.indexOf(name);
        if (number < 0) {
            throw port.failure("extended statistics", Errno.EINVAL, "there is none named " + name);
        }
        return number;
    }

    /// Reads all values.
    ///
    /// @param values where to put them, in the order of the names
    /// @throws EthDevException ENODEV when the port is closed, ESTALE when it was configured anew, EINVAL when there is no room
    public void read(final long[] values) {
        synchronized (port.lock()) {
            readAll();
            requireRoom(values, all.length);
            System.arraycopy(all, 0, values, 0, all.length);
        }
    }

    /// Reads some values.
    ///
    /// @param numbers which
    /// @param values where to put them, in the order of the numbers
    /// @throws EthDevException as for [#read(long\[\])], and EINVAL when a number is none
    public void read(final int[] numbers, final long[] values) {
        synchronized (port.lock()) {
            readAll();
            requireRoom(values, numbers.length);
            for (int i = 0; i < numbers.length; i++) {
                values[i] = value(numbers[i]);
            }
        }
    }

    private long value(final int number) {
        if (number < 0 || number >= all.length) {
            throw port.failure("extended statistics", Errno.EINVAL, "no number " + number + "; there are " + all.length);
        }
        return all[number];
    }

    private void readAll() {
        port.open("extended statistics");
        if (generation != statistics.generation()) {
            throw port.failure("extended statistics", Errno.ESTALE, "the port was configured anew; make another reader");
        }
        statistics.fill(all);
    }

    private void requireRoom(final long[] values, final int wanted) {
        if (values.length < wanted) {
            throw port.failure("extended statistics", Errno.EINVAL, "room for " + values.length + " of " + wanted + " values");
        }
    }
}
