package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A device that notes what is done to it. Its queues loop: what is sent on one waits to be received on the one of the
/// same index.
class FakePort implements EthDevOps {
    static final int MAX_QUEUES = 4;

    final List<String> notes = new CopyOnWriteArrayList<>();
    final PortContext context;
    Runnable onBurst = () -> { };
    String failing = "";
    Link link = Link.DOWN;
    MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
    private final Mbuf[][] loops = new Mbuf[MAX_QUEUES][];

    FakePort(final PortContext context) {
        this.context = context;
    }

    final void note(final String what) {
        notes.add(what);
        if (what.equals(failing)) {
            throw new EthDevException(Errno.EIO, what + ": EIO, as the test wants it");
        }
    }

    @Override
    public EthDevInfo info() {
        return EthDevInfo.builder("net_fake").maxQueues(MAX_QUEUES, MAX_QUEUES).rxSizes(64, 9018).mtu(68, 9000).maxMacAddresses(3)
            .rxOffloads(Set.of(RxOffload.IPV4_CKSUM)).txOffloads(Set.of(TxOffload.IPV4_CKSUM, TxOffload.TCP_CKSUM)).maxSegments(2)
            .descriptors(new DescriptorLimits(1024, 32, 32, 256), new DescriptorLimits(512, 16, 16, 128))
            .rss(RssHash.IPV4, 40, 4).build();
    }

    @Override
    public void configure(final EthConf conf) {
        note("configure");
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        note("rxQueue " + setup.index() + " " + setup.descriptors());
        return new RxQueue() {
            @Override
            public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
                onBurst.run();
                final Mbuf[] waiting = loops[setup.index()];
                if (waiting == null || waiting.length > limit) {
                    return 0;
                }
                loops[setup.index()] = null;
                long bytes = 0;
                for (int i = 0; i < waiting.length; i++) {
                    burst[offset + i] = waiting[i];
                    bytes += waiting[i].packetLength();
                }
                setup.counters().add(waiting.length, bytes);
                return waiting.length;
            }

            @Override
            public int pending() {
                return loops[setup.index()] == null ? 0 : loops[setup.index()].length;
            }

            @Override
            protected void release() {
                note("release rx " + setup.index());
            }
        };
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        note("txQueue " + setup.index() + " " + setup.descriptors());
        return new TxQueue() {
            @Override
            public int txBurst(final Mbuf[] burst, final int offset, final int count) {
                if (count == 0 || loops[setup.index()] != null) {
                    return 0;
                }
                final Mbuf[] taken = new Mbuf[count];
                long bytes = 0;
                for (int i = 0; i < count; i++) {
                    taken[i] = burst[offset + i];
                    bytes += taken[i].packetLength();
                }
                loops[setup.index()] = taken;
                setup.counters().add(count, bytes);
                return count;
            }

            @Override
            protected void release() {
                note("release tx " + setup.index());
                final Mbuf[] left = loops[setup.index()];
                loops[setup.index()] = null;
                if (left != null) {
                    Mbuf.freeBulk(left, 0, left.length);
                }
            }
        };
    }

    @Override
    public void start() {
        note("start");
    }

    @Override
    public void stop() {
        note("stop");
    }

    @Override
    public void close() {
        note("close");
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }
}
