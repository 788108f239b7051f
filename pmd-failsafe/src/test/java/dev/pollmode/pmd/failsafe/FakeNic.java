package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.MpmcRing;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A device class without capabilities: what is put into its inbox is received, what is sent goes to the wire of its plan.
class FakeNic implements EthDevOps {
    final PortContext context;
    final NicPlan plan;
    final List<String> calls = new CopyOnWriteArrayList<>();
    final MpmcRing inbox = new MpmcRing(1023);
    final List<NicTx> txQueues = new ArrayList<>();
    volatile Link link = Link.up(25_000);
    volatile MacAddress mac;
    volatile boolean closed;
    /// Threads inside a burst; checked by the end of the device.
    final AtomicInteger inside = new AtomicInteger();

    FakeNic(final PortContext context, final NicPlan plan) {
        this.context = context;
        this.plan = plan;
        mac = plan.mac;
    }

    final void called(final String operation, final Object argument) {
        calls.add(argument == null ? operation : operation + " " + argument);
        plan.hooks.getOrDefault(operation, () -> { }).run();
        final Integer errno = plan.refusals.get(operation);
        if (errno != null) {
            throw new EthDevException(errno, operation + " refused by the test: " + Errno.name(errno));
        }
    }

    @Override
    public EthDevInfo info() {
        return plan.info.build();
    }

    @Override
    public void configure(final EthConf conf) {
        txQueues.clear();
        called("configure", null);
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        called("rxQueue", setup.index());
        return new NicRx(setup.counters());
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        called("txQueue", setup.index());
        final NicTx queue = new NicTx(setup.counters());
        txQueues.add(queue);
        return queue;
    }

    @Override
    public void start() {
        called("start", null);
    }

    @Override
    public void stop() {
        called("stop", null);
        txQueues.forEach(NicTx::drop);
    }

    @Override
    public void close() {
        closed = true;
        if (inside.get() != 0) {
            throw new AssertionError(context.name() + " was closed with a thread inside");
        }
        final Mbuf[] one = new Mbuf[1];
        while (inbox.dequeueBurst(one, 0, 1) == 1) {
            one[0].free();
        }
        called("close", null);
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    void enter() {
        inside.incrementAndGet();
        if (closed) {
            throw new AssertionError(context.name() + " is polled though it is closed");
        }
    }

    private final class NicRx extends RxQueue {
        private final QueueCounters counters;

        NicRx(final QueueCounters counters) {
            this.counters = counters;
        }

        @Override
        public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
            enter();
            plan.hooks.getOrDefault("rxBurst", () -> { }).run();
            final int count = inbox.dequeueBurst(burst, offset, limit);
            long bytes = 0;
            for (int i = 0; i < count; i++) {
                burst[offset + i].port(context.portId());
                bytes += burst[offset + i].packetLength();
            }
            counters.add(count, bytes);
            inside.decrementAndGet();
            return count;
        }

        @Override
        public int pending() {
            return inbox.size();
        }
    }

    final class NicTx extends TxQueue {
        private final QueueCounters counters;
        private final List<Mbuf> held = new ArrayList<>();

        NicTx(final QueueCounters counters) {
            this.counters = counters;
        }

        @Override
        public int txBurst(final Mbuf[] burst, final int offset, final int count) {
            enter();
            long bytes = 0;
            for (int i = offset; i < offset + count; i++) {
                bytes += burst[i].packetLength();
                held.add(burst[i]);
            }
            while (held.size() > plan.holds) {
                final Mbuf packet = held.removeFirst();
                plan.wire.accept(packet);
                packet.free();
            }
            counters.add(count, bytes);
            inside.decrementAndGet();
            return count;
        }

        @Override
        public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
            return Math.min(count, plan.prepares);
        }

        void drop() {
            counters.addErrors(held.size());
            held.forEach(Mbuf::free);
            held.clear();
        }
    }
}
