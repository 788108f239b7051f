package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.util.EnumSet;
import java.util.Set;

/// Holds what an application asks of a port against what the port can do, and names what is missing.
final class PortChecks {
    private static final String CONFIGURE = "configure";

    private final EthDev port;

    PortChecks(final EthDev port) {
        this.port = port;
    }

    void configuration(final EthConf wanted, final EthDevInfo info) {
        requireWithin("rx queues", wanted.rxQueues(), 0, info.maxRxQueues());
        requireWithin("tx queues", wanted.txQueues(), 0, info.maxTxQueues());
        if (wanted.rxQueues() + wanted.txQueues() == 0) {
            throw port.failure(CONFIGURE, Errno.EINVAL, "neither rx nor tx queues");
        }
        if (wanted.mtu() != 0) {
            requireWithin("MTU", wanted.mtu(), info.minMtu(), info.maxMtu());
        }
        requireOffloads(CONFIGURE, "rx", wanted.rxOffloads(), info.rxOffloads());
        requireOffloads(CONFIGURE, "tx", wanted.txOffloads(), info.txOffloads());
        if ((wanted.rssHashTypes() & ~info.rssHashTypes()) != 0) {
            throw port.failure(CONFIGURE, Errno.EINVAL, "RSS hash types 0x" + Long.toHexString(wanted.rssHashTypes())
                + " exceed the supported 0x" + Long.toHexString(info.rssHashTypes()));
        }
    }

    private void requireWithin(final String what, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw port.failure(CONFIGURE, Errno.EINVAL, what + " " + value + ": must be " + min + " to " + max);
        }
    }

    private <E extends Enum<E>> void requireOffloads(final String operation, final String direction, final Set<E> wanted, final Set<E> supported) {
        if (!supported.containsAll(wanted)) {
            final var missing = EnumSet.copyOf(wanted);
            missing.removeAll(supported);
            throw port.failure(operation, Errno.EINVAL, "unsupported " + direction + " offloads " + missing
                + port.open(operation).whoLacks(missing));
        }
    }

    /// {@return how many descriptors a receiving queue gets}
    int rxQueue(final int index, final QueueConf wanted, final Mempool pool, final EthDevInfo info) {
        final String operation = "set up rx queue " + index;
        requireOffloads(operation, "rx", wanted.rxOffloads(), info.rxOffloads());
        final int room = pool.bufferLength() - Mbuf.HEADROOM;
        if (room < info.minRxBufferSize()) {
            throw port.failure(operation, Errno.EINVAL, "buffers of pool " + pool.name() + " have room for " + room
                + " bytes, less than the " + info.minRxBufferSize() + " that the port needs");
        }
        return descriptors(operation, wanted.descriptors(), info.rxDescriptors());
    }

    /// {@return how many descriptors a sending queue gets}
    int txQueue(final int index, final QueueConf wanted, final EthDevInfo info) {
        final String operation = "set up tx queue " + index;
        requireOffloads(operation, "tx", wanted.txOffloads(), info.txOffloads());
        return descriptors(operation, wanted.descriptors(), info.txDescriptors());
    }

    private int descriptors(final String operation, final int wanted, final DescriptorLimits limits) {
        final int count = wanted == 0 ? limits.preferred() : wanted;
        if (count < limits.min() || count > limits.max() || count % limits.align() != 0) {
            throw port.failure(operation, Errno.EINVAL, count + " descriptors: must be " + limits.min()
                + " to " + limits.max() + " and a multiple of " + limits.align());
        }
        return count;
    }

    void queueStopped(final String direction, final int index, final boolean started) {
        if (started) {
            throw port.failure("set up " + direction + " queue " + index, Errno.EBUSY, "it is started; stop it first");
        }
    }
}
