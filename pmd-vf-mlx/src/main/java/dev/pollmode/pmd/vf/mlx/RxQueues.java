package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.SortedMap;
import java.util.TreeMap;

/// The receive queues of a port, as they were set up; the control plane calls, one thread at a time.
final class RxQueues {
    /// Ethernet header and VLAN tag.
    private static final int ETHERNET_OVERHEAD = 14 + 4;
    private static final int SEGMENT_BYTES = 16;
    private static final int MIN_LOG_STRIDES = 9;
    private static final int MIN_LOG_STRIDES_EXTENDED = 3;
    private static final int MAX_LOG_STRIDES = 16;
    private static final int MIN_LOG_STRIDE_BYTES = 6;
    private static final int MAX_LOG_STRIDE_BYTES = 13;
    private static final int DEFAULT_LOG_STRIDES = 6;
    private static final int DEFAULT_LOG_STRIDE_BYTES = 11;

    private final Eal eal;
    private final Resources resources;
    private final RxArguments arguments;
    private final int port;
    private final Logger log;
    private final MissedFrames missed;
    private final RxWakers wakers;
    private final SortedMap<Integer, MlxRxQueue> queues = new TreeMap<>();
    private int count;

    /// @param port number of the port
    RxQueues(final Eal eal, final Resources resources, final RxArguments arguments, final int port, final Logger log) {
        this.eal = eal;
        this.resources = resources;
        this.arguments = arguments;
        this.port = port;
        this.log = log;
        missed = new MissedFrames(resources.hca());
        wakers = new RxWakers(resources.hca().name());
        resources.hca().onCloseAlways(wakers::clear);
        resources.reader().watchCompletions(wakers::onEvent);
    }

    /// {@return what the device dropped for lack of buffers}
    MissedFrames missed() {
        return missed;
    }

    /// Forgets all queues: so many others follow.
    void configure(final int wanted) {
        wakers.clear();
        queues.clear();
        count = wanted;
    }

    /// {@return a new queue for frames of an MTU}
    MlxRxQueue add(final RxQueueSetup setup, final int mtu) {
        final boolean scatters = setup.offloads().contains(RxOffload.SCATTER);
        final RxShape shape = shape(setup, mtu + ETHERNET_OVERHEAD, scatters);
        final int format = CqeFormat.choose(arguments.compression(), shape.striding(), resources.hca().capabilities().general());
        final String name = resources.hca().name() + " rx " + setup.index();
        final RxRing ring = new RxRing(resources, name, shape, format, missed.number(), setup.offloads().contains(RxOffload.VLAN_STRIP));
        final MlxRxQueue queue;
        if (shape.striding()) {
            queue = striding(ring, name, setup, scatters);
        } else if (shape.segments() > 1) {
            queue = new ScatterRxQueue(ring, resources.hca().presence(), setup, port);
        } else {
            queue = new BufferRxQueue(ring, resources.hca().presence(), setup, port);
        }
        queues.put(setup.index(), queue);
        return queue;
    }

    private MlxRxQueue striding(final RxRing ring, final String name, final RxQueueSetup setup, final boolean scatters) {
        try {
            final StrideMemory memory = new StrideMemory(eal, name + " strides", ring.shape());
            return new StridingRxQueue(ring, memory, resources.hca().presence(), setup, port, scatters, arguments.maxCopy());
        } catch (final RuntimeException e) {
            ring.close();
            throw e;
        }
    }

    private RxShape shape(final RxQueueSetup setup, final int frame, final boolean scatters) {
        final RxShape striding = stridingShape(setup, frame);
        if (striding != null) {
            return striding;
        }
        final int room = setup.pool().bufferLength() - Mbuf.HEADROOM;
        final int segments = Math.ceilDiv(frame, room);
        if (segments > 1 && !scatters) {
            throw new EthDevException(Errno.EINVAL, resources.hca().name() + ": EINVAL, buffers of pool " + setup.pool().name() + " have room for "
                + room + " bytes, frames of the MTU need " + frame + "; ask for the offload SCATTER, or give larger buffers");
        }
        final int most = resources.hca().capabilities().general().get(HcaCap.MAX_WQE_SZ_RQ) / SEGMENT_BYTES;
        if (segments > most) {
            throw new EthDevException(Errno.EINVAL, resources.hca().name() + ": EINVAL, frames of " + frame + " bytes need " + segments
                + " buffers of pool " + setup.pool().name() + ", the function takes " + most + "; give larger buffers");
        }
        return RxShape.buffers(setup.descriptors(), segments, room);
    }

    /// {@return the shape of a striding queue, null when the queue is to have buffers}
    private RxShape stridingShape(final RxQueueSetup setup, final int frame) {
        final Struct capabilities = resources.hca().capabilities().general();
        if (!arguments.striding() || count < arguments.minQueues()) {
            return null;
        }
        if (!capabilities.is(HcaCap.STRIDING_RQ)) {
            log.log(Level.WARNING, resources.hca().name() + ": " + RxArguments.STRIDING + ": the function has no striding queues");
            return null;
        }
        final int least = capabilities.is(HcaCap.EXT_STRIDE_NUM_RANGE) ? MIN_LOG_STRIDES_EXTENDED : MIN_LOG_STRIDES;
        final int logStrides = within(RxArguments.LOG_STRIDES, arguments.logStrides(), least, MAX_LOG_STRIDES,
            Math.max(least, DEFAULT_LOG_STRIDES));
        final int fitting = RxShape.log(frame + Mbuf.HEADROOM);
        final int logStrideBytes = within(RxArguments.LOG_STRIDE_BYTES, arguments.logStrideBytes(), MIN_LOG_STRIDE_BYTES, MAX_LOG_STRIDE_BYTES,
            fitting > MAX_LOG_STRIDE_BYTES ? DEFAULT_LOG_STRIDE_BYTES : Math.max(fitting, MIN_LOG_STRIDE_BYTES));
        if (setup.descriptors() <= 1 << logStrides || frame > 1L << logStrides + logStrideBytes) {
            log.log(Level.WARNING, resources.hca().name() + ": rx queue " + setup.index() + ": " + setup.descriptors() + " descriptors, 2^"
                + logStrides + " strides of 2^" + logStrideBytes + " bytes, frames of " + frame + " bytes: the queue does not stride");
            return null;
        }
        return RxShape.strides(setup.descriptors(), logStrides, logStrideBytes);
    }

    private int within(final String key, final int wanted, final int least, final int most, final int fallback) {
        if (wanted >= least && wanted <= most) {
            return wanted;
        }
        if (wanted != RxArguments.UNSET) {
            log.log(Level.WARNING, resources.hca().name() + ": " + key + "=" + wanted + ": must be " + least + " to " + most + "; " + fallback
                + " is taken");
        }
        return fallback;
    }

    /// Refuses an MTU whose frames do not fit.
    void requireRoom(final int mtu) {
        queues.forEach((index, queue) -> {
            if (queue.longestFrame() < mtu + ETHERNET_OVERHEAD) {
                throw new EthDevException(Errno.EINVAL, resources.hca().name() + ": EINVAL, rx queue " + index + " has room for frames of "
                    + queue.longestFrame() + " bytes, frames of MTU " + mtu + " need " + (mtu + ETHERNET_OVERHEAD)
                    + "; configure the port with that MTU, and the offload SCATTER or larger buffers");
            }
        });
    }

    /// Takes VLAN tags out from now on, or leaves them.
    void stripVlan(final boolean on) {
        queues.values().forEach(queue -> queue.ring().stripVlan(on));
    }

    /// Makes the device's side of all queues.
    ///
    /// @param undo gets what destroys it and brings all packets home
    void start(final Undo undo) {
        final CommandChannel channel = resources.hca().channel();
        for (final MlxRxQueue queue : queues.values()) {
            undo.add(queue::takeBack);
            undo.add(channel, queue.ring()::destroy);
            queue.start();
        }
        wakers.start();
        undo.add(wakers::stop);
    }

    /// {@return a descriptor that is readable once a queue whose interrupt was armed has frames}
    int interruptDescriptor(final int index) {
        return wakers.of(index, queues.get(index).ring()).descriptor();
    }

    /// Arms the interrupt of a queue, or lets it go.
    void interrupt(final int index, final boolean on) {
        wakers.arm(index, queues.get(index).ring(), on);
    }

    /// {@return the numbers of the queues, by their index; empty when nothing is received}
    int[] numbers() {
        return queues.values().stream().mapToInt(queue -> queue.ring().number()).toArray();
    }
}
