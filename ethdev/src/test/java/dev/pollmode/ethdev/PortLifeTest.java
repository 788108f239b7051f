package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The order in which a driver is called, also when it fails: ET-03 to ET-05.
final class PortLifeTest extends FakePortTest {
    private EthDev port;
    private FakePort device;

    @BeforeEach
    void attach() {
        port = attach("fake0", RichPort::new);
        device = behind(port);
    }

    @Test
    void theDriverIsCalledInOrder() {
        setUp(port, EthConf.queues(2, 1));
        port.start();
        port.close();

        assertThat(device.notes).containsExactly("configure", "rxQueue 0 256", "rxQueue 1 256", "txQueue 0 128", "start", "stop",
            "release rx 0", "release rx 1", "release tx 0", "close");
    }

    @Test
    void anEarlierQueueIsReleasedBeforeItsSuccessorIsMade() {
        setUp(port, EthConf.queues(1, 1));
        device.notes.clear();

        port.setupRxQueue(0, QueueConf.descriptors(64), pool);
        port.configure(EthConf.queues(1, 0));

        assertThat(device.notes).containsExactly("release rx 0", "rxQueue 0 64", "release rx 0", "release tx 0", "configure");
    }

    @Test
    void aConfigurationThatFailsLeavesAnUnconfiguredPort() {
        setUp(port, EthConf.queues(1, 1));
        device.failing = "configure";

        refusal(Errno.EIO, () -> port.configure(EthConf.queues(2, 2)));

        refusal(Errno.EINVAL, port::start);
        refusal(Errno.EINVAL, () -> port.rxQueue(0));
        assertThat(port.conf()).isEqualTo(EthConf.queues(0, 0));
    }

    @Test
    void aWrongConfigurationLeavesTheOneBefore() {
        setUp(port, EthConf.queues(1, 1));

        refusal(Errno.EINVAL, () -> port.configure(EthConf.queues(FakePort.MAX_QUEUES + 1, 1)));
        port.start();

        assertThat(port.conf()).isEqualTo(EthConf.queues(1, 1));
    }

    @Test
    void aStartThatFailsLeavesAPortThatCanBeStartedLater() {
        setUp(port, EthConf.queues(1, 1));
        device.failing = "start";
        refusal(Errno.EIO, port::start);
        assertThat(port.isStarted()).isFalse();

        device.failing = "";
        port.start();

        assertThat(port.isStarted()).isTrue();
    }

    @Test
    void aStopThatFailsLeavesAStoppedPort() {
        started(port);
        device.failing = "stop";

        refusal(Errno.EIO, port::stop);

        assertThat(port.isStarted()).isFalse();
        port.stop();
    }

    @Test
    void aCloseThatFailsClosesTheRest() {
        started(port);
        device.failing = "stop";

        refusal(Errno.EIO, port::close);

        assertThat(port.isOpen()).isFalse();
        assertThat(device.notes).endsWith("stop", "release rx 0", "release tx 0", "close");
    }

    @Test
    void resetStopsThePortAndForgetsItsConfiguration() {
        started(port);

        port.reset();

        assertThat(device.notes).endsWith("stop", "release rx 0", "release tx 0", "reset");
        refusal(Errno.EINVAL, port::start);
        started(port);
    }

    @Test
    void aPortThatCannotBeResetSaysSo() {
        final EthDev plain = started(attach("fake1"));

        refusal(Errno.ENOTSUP, plain::reset);

        assertThat(plain.isStarted()).isTrue();
    }

    @Test
    void descriptorsAreAligned() {
        port.configure(EthConf.queues(1, 1));

        assertThat(refusal(Errno.EINVAL, () -> port.setupRxQueue(0, QueueConf.descriptors(100), pool)))
            .hasMessageContaining("100 descriptors: must be 32 to 1024 and a multiple of 32");
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        assertThat(port.rxQueueInfo(0).conf().descriptors()).isEqualTo(256);
    }

    @Test
    void queuesHaveTheOffloadsOfThePortToo() {
        port.configure(EthConf.queues(1, 1).withRxOffloads(Set.of(RxOffload.IPV4_CKSUM)));

        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        final QueueConf wrong = new QueueConf(0, Set.of(RxOffload.TCP_LRO), Set.of(TxOffload.UDP_TSO), false);
        assertThat(refusal(Errno.EINVAL, () -> port.setupRxQueue(0, wrong, pool))).hasMessageContaining("TCP_LRO");
        assertThat(refusal(Errno.EINVAL, () -> port.setupTxQueue(0, wrong))).hasMessageContaining("UDP_TSO");
    }

    // ---- single queues ----

    @Test
    void aDeferredQueueIdlesUntilItIsStarted() {
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, new QueueConf(0, Set.of(), Set.of(), true));
        port.start();
        final Mbuf[] burst = {packet(64)};
        assertThat(port.txQueue(0).txBurst(burst, 0, 1)).isZero();

        port.startTxQueue(0);

        assertThat(port.txQueue(0).txBurst(burst, 0, 1)).isEqualTo(1);
        assertThat(port.txQueueInfo(0).started()).isTrue();
        assertThat(device.notes).endsWith("start", "start tx 0");
    }

    @Test
    void aQueueThatIsStoppedIdlesAndCanBeMadeAnew() {
        started(port);
        port.stopRxQueue(0);
        port.stopRxQueue(0);
        port.stopTxQueue(0);

        port.setupRxQueue(0, QueueConf.descriptors(64), pool);
        port.startRxQueue(0);

        assertThat(port.rxQueueInfo(0).started()).isTrue();
        assertThat(port.txQueueInfo(0).started()).isFalse();
        assertThat(device.notes).endsWith("stop rx 0", "stop tx 0", "release rx 0", "rxQueue 0 64", "start rx 0");
    }

    @Test
    void theCapabilityTakesTheSameWay() {
        started(port);

        port.capability(QueueControl.class).stopRxQueue(0);

        assertThat(port.rxQueueInfo(0).started()).isFalse();
        refusal(Errno.EINVAL, () -> port.capability(QueueControl.class).stopRxQueue(1));
        port.stop();
        refusal(Errno.EINVAL, () -> port.startRxQueue(0));
        refusal(Errno.ENOTSUP, () -> started(attach("fake1")).stopRxQueue(0));
    }

    /// ET-25.
    @Test
    void whatWaitsInAQueueCanBeAskedByAnyThread_ET25() {
        started(port);
        final Mbuf[] burst = {packet(64), packet(64), null};
        port.txQueue(0).txBurst(burst, 0, 2);

        assertThat(port.rxPending(0)).isEqualTo(2);
        assertThat(port.rxQueue(0).pending()).isEqualTo(2);

        Mbuf.freeBulk(burst, 0, port.rxQueue(0).rxBurst(burst, 0, 3));
        port.stop();
        assertThat(port.rxPending(0)).isZero();
    }
}
