package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.DescriptorLimits;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The first part of [PortContract]: how a port comes, is configured, starts, stops and goes, and which limits it keeps. Rows
/// ET-02 to ET-05, ET-21, ET-33 and VB-09.
public abstract class PortLifeContract extends PortTest {
    private static final int MANY_QUEUES = 1 << 20;

    /// For [PortContract].
    protected PortLifeContract() {
    }

    // ---- identity ----

    @Test
    void isThereOnceItsDeviceIsPlugged() {
        assertThat(port().isOpen()).isTrue();
        assertThat(port().isStarted()).isFalse();
        assertThat(ports().port(port().id())).isSameAs(port());
        assertThat(ports().find(port().name())).containsSame(port());
        assertThat(port().info().driverName()).isNotBlank();
        assertThat(port().info().maxRxQueues()).isPositive();
        assertThat(port().toString()).contains(port().name());
    }

    /// VB-09.
    @Test
    void isGoneOnceItsDeviceIsUnplugged_VB09() {
        final EthDev first = port();
        start(first);

        plugAgain();

        assertThat(first.isOpen()).isFalse();
        assertThat(ports().find(first.name())).containsSame(port()).isNotSameAs(first);
        assertThat(port().isOpen()).isTrue();
    }

    /// ET-21.
    @Test
    void tellsItsAttachmentAndItsEnd_ET21() {
        final List<EthEvent> told = new ArrayList<>();
        try (var _ = ports().onEvent(told::add)) {
            plugAgain();
            port().close();
        }

        assertThat(told).contains(new EthEvent.New(port()), new EthEvent.Destroy(port()));
    }

    // ---- life: ET-03, ET-04, ET-05 ----

    @Test
    void cannotStartBeforeItIsConfigured() {
        assertThat(refusal(Errno.EINVAL, port()::start)).contains(port().name(), "configured");
    }

    @Test
    void cannotStartBeforeItsQueuesAreSetUp() {
        port().configure(EthConf.queues(1, 1));

        assertThat(refusal(Errno.EINVAL, port()::start)).contains("rx queue 0");
        assertThat(port().isStarted()).isFalse();
    }

    @Test
    void startsAndStopsAsOftenAsOneLikes() {
        start(port());
        port().start();
        assertThat(port().isStarted()).isTrue();

        port().stop();
        port().stop();
        assertThat(port().isStarted()).isFalse();

        port().start();
        assertThat(port().isStarted()).isTrue();
    }

    @Test
    void isNotChangedWhileItIsStarted() {
        start(port());

        refusal(Errno.EBUSY, () -> port().configure(EthConf.queues(1, 1)));
        refusal(Errno.EBUSY, () -> port().setupRxQueue(0, QueueConf.DEFAULT, pool()));
        refusal(Errno.EBUSY, () -> port().setupTxQueue(0, QueueConf.DEFAULT));
    }

    @Test
    void canBeConfiguredAnew() {
        final EthDevInfo info = port().info();
        start(port());
        port().stop();

        setUp(port(), EthConf.queues(Math.min(2, info.maxRxQueues()), Math.min(2, info.maxTxQueues())));
        port().start();
        port().stop();
        setUp(port(), EthConf.queues(1, 1));
        port().start();

        assertThat(port().isStarted()).isTrue();
    }

    @Test
    void closesAStartedPort() {
        start(port());

        port().close();
        port().close();

        assertThat(port().isOpen()).isFalse();
        assertThat(port().isStarted()).isFalse();
        assertThat(ports().find(port().id())).isEmpty();
        refusal(Errno.ENODEV, () -> ports().port(port().id()));
    }

    // ---- limits ----

    @Test
    void namesTheLimitThatAConfigurationExceeds() {
        final EthDevInfo info = port().info();

        assertThat(refusal(Errno.EINVAL, () -> port().configure(EthConf.queues(info.maxRxQueues() + 1, 1)))).contains("rx queues");
        assertThat(refusal(Errno.EINVAL, () -> port().configure(EthConf.queues(1, info.maxTxQueues() + 1)))).contains("tx queues");
        refusal(Errno.EINVAL, () -> port().configure(EthConf.queues(-1, 1)));
        refusal(Errno.EINVAL, () -> port().configure(EthConf.queues(0, 0)));
        final EthConf one = EthConf.queues(1, 1);
        assertThat(refusal(Errno.EINVAL, () -> port().configure(one.withMtu(info.minMtu() - 1)))).contains("MTU");
        assertThat(refusal(Errno.EINVAL, () -> port().configure(one.withMtu(info.maxMtu() + 1)))).contains("MTU");
        if (info.rssHashTypes() != -1) {
            assertThat(refusal(Errno.EINVAL, () -> port().configure(one.withRss(-1)))).contains("RSS");
        }
    }

    @Test
    void namesTheOffloadsItDoesNotHave() {
        for (final RxOffload missing : EnumSet.complementOf(copy(RxOffload.class, port().info().rxOffloads()))) {
            final EthConf wanted = EthConf.queues(1, 1).withRxOffloads(Set.of(missing));
            assertThat(refusal(Errno.EINVAL, () -> port().configure(wanted))).contains(missing.name());
        }
        for (final TxOffload missing : EnumSet.complementOf(copy(TxOffload.class, port().info().txOffloads()))) {
            final EthConf wanted = EthConf.queues(1, 1).withTxOffloads(Set.of(missing));
            assertThat(refusal(Errno.EINVAL, () -> port().configure(wanted))).contains(missing.name());
        }
    }

    private static <E extends Enum<E>> EnumSet<E> copy(final Class<E> type, final Set<E> some) {
        final EnumSet<E> copy = EnumSet.noneOf(type);
        copy.addAll(some);
        return copy;
    }

    @Test
    void takesEveryOffloadItHas() {
        final EthDevInfo info = port().info();

        setUp(port(), EthConf.queues(1, 1).withRxOffloads(info.rxOffloads()).withTxOffloads(info.txOffloads()));
        port().start();

        assertThat(port().conf().rxOffloads()).isEqualTo(info.rxOffloads());
        assertThat(port().conf().txOffloads()).isEqualTo(info.txOffloads());
    }

    @Test
    void refusesQueuesOutsideItsLimits() {
        port().configure(EthConf.queues(1, 1));
        final DescriptorLimits rx = port().info().rxDescriptors();
        final DescriptorLimits tx = port().info().txDescriptors();

        refusal(Errno.EINVAL, () -> port().setupRxQueue(0, QueueConf.descriptors(rx.max() + 1), pool()));
        refusal(Errno.EINVAL, () -> port().setupRxQueue(0, QueueConf.descriptors(-1), pool()));
        refusal(Errno.EINVAL, () -> port().setupTxQueue(0, QueueConf.descriptors(tx.max() + 1)));
        refusal(Errno.EINVAL, () -> port().setupTxQueue(0, QueueConf.descriptors(-1)));
    }

    /// A port that puts bytes into buffers says how many it needs, or has to live with those it gets.
    @Test
    void refusesAPoolWhoseBuffersAreTooSmallOrReceivesNothingInto() {
        port().configure(EthConf.queues(1, 1));
        port().setupTxQueue(0, QueueConf.DEFAULT);
        try (Mempool small = Mempool.builder(eal(), "small").count(8).bufferLength(Mbuf.HEADROOM).create()) {
            final EalException refusal = catchThrowableOfType(EalException.class, () -> port().setupRxQueue(0, QueueConf.DEFAULT, small));
            if (refusal != null) {
                assertThat(refusal).hasMessageContaining("small");
            } else {
                assertThat(port().info().minRxBufferSize()).as("bytes of a buffer it says it needs").isZero();
                port().start();
                for (int i = 0; i < BURST; i++) {
                    send(port().txQueue(0), 1);
                    receive(port().rxQueue(0));
                }
                port().close();
            }
            assertThat(small.inUse()).isZero();
        }
    }

    /// ET-33.
    @Test
    void refusesQueuesItDoesNotHave_ET33() {
        start(port());
        for (final int none : new int[] {-1, 1, MANY_QUEUES, Integer.MAX_VALUE}) {
            refusal(Errno.EINVAL, () -> port().rxQueue(none));
            refusal(Errno.EINVAL, () -> port().txQueue(none));
            refusal(Errno.EINVAL, () -> port().rxQueueInfo(none));
            refusal(Errno.EINVAL, () -> port().txQueueInfo(none));
            refusal(Errno.EINVAL, () -> port().rxQueueStats(none));
            refusal(Errno.EINVAL, () -> port().txQueueStats(none));
            refusal(Errno.EINVAL, () -> port().setupRxQueue(none, QueueConf.DEFAULT, pool()));
            refusal(Errno.EINVAL, () -> port().setupTxQueue(none, QueueConf.DEFAULT));
            refusal(Errno.EINVAL, () -> port().addRxCallback(none, (id, queue, burst, offset, count, limit) -> count));
            refusal(Errno.EINVAL, () -> port().addTxCallback(none, (id, queue, burst, offset, count) -> count));
        }
    }

    /// ET-33.
    @Test
    void portsThatAreNoneAreNoDevices_ET33() {
        for (final int none : new int[] {-1, EthDevs.MAX_PORTS, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refusal(Errno.ENODEV, () -> ports().port(none));
            assertThat(ports().find(none)).isEmpty();
        }
    }
}
