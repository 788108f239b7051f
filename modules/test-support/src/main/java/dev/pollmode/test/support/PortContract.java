package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.Capability;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.Registration;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.XstatsReader;
import dev.pollmode.mbuf.Checked;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import dev.pollmode.test.base.Allocation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What an application may expect of every port, whatever its driver: the life of [PortLifeContract], the
/// settings of [PortSettingsContract], and rows ET-06, ET-09, ET-11, ET-12, ET-32 and ET-44. The test class of each driver extends it.
public abstract class PortContract extends PortSettingsContract {
    /// How often every port is opened and closed in a soak, and one that is quick about it always.
    protected static final int ROUNDS = 1_000;

    private static final boolean SOAK = Integer.getInteger("pollmode.soak", 1) > 1;
    private static final int SOME_BURSTS = 64;
    /// Few enough for a port that makes a system call for each packet, and enough to be compiled.
    private static final int ROUNDS_OF_ALLOCATION = 2_000;
    private static final int SHORT_BURST = 4;
    /// What a closed port still answers.
    private static final Set<String> ANSWERED_WHEN_CLOSED = Set.of("id", "name", "device", "isOpen", "isStarted", "conf", "close", "stats",
        "rxQueueStats", "txQueueStats", "owner", "disown", "onEvent", "toString", "equals", "hashCode", "getClass", "wait", "notify", "notifyAll");

    /// For test classes.
    protected PortContract() {
    }

    /// {@return how often the port is opened and closed while looking for leaks: so often in any case, [#ROUNDS] times in a soak}
    protected int rounds() {
        return ROUNDS;
    }

    // ---- bursts ----

    @Test
    void idlesBeforeItStartsAndAfterItStopped() {
        setUp(port(), EthConf.queues(1, 1));
        final RxQueue rx = port().rxQueue(0);
        final TxQueue tx = port().txQueue(0);
        assertIdle(rx, tx);

        port().start();
        port().stop();
        assertIdle(rx, tx);
    }

    /// ET-44.
    @Test
    void idlesAfterItWasClosed_ET44() {
        start(port());
        final RxQueue rx = port().rxQueue(0);
        final TxQueue tx = port().txQueue(0);
        port().close();

        assertIdle(rx, tx);
        assertThat(rx.pending()).isLessThanOrEqualTo(0);
        assertThat(tx.cleanUp(0)).isZero();
    }

    private void assertIdle(final RxQueue rx, final TxQueue tx) {
        for (int i = 0; i < SOME_BURSTS; i++) {
            assertThat(receive(rx)).isZero();
            assertThat(send(tx, BURST)).isZero();
        }
    }

    @Test
    void takesEmptyBursts() {
        start(port());

        assertThat(port().rxQueue(0).rxBurst(new Mbuf[0], 0, 0)).isZero();
        assertThat(port().txQueue(0).txBurst(new Mbuf[0], 0, 0)).isZero();
    }

    @Test
    void sendsPackets() {
        start(port());
        int sent = 0;
        for (int i = 0; i < SOME_BURSTS && sent == 0; i++) {
            sent += send(port().txQueue(0), BURST);
        }

        assertThat(sent).isPositive();
        port().stop(); // What was sent is counted by then at the latest.
        assertThat(port().stats().txPackets() + port().stats().txErrors()).isEqualTo(sent);
    }

    @Test
    void receivesOnlyIntoThePartOfTheArrayItWasGiven() {
        start(port());
        final Mbuf[] burst = new Mbuf[BURST];
        for (int i = 0; i < SOME_BURSTS; i++) {
            final int received = port().rxQueue(0).rxBurst(burst, 3, 5);
            assertThat(received).isBetween(0, 5);
            assertThat(Stream.of(burst).limit(3)).containsOnlyNulls();
            Stream.of(burst).skip(3).limit(received).forEach(mbuf -> assertThat(mbuf.sanityCheck()).isNull());
            Mbuf.freeBulk(burst, 3, received);
        }
        assertThat(Stream.of(burst).skip(8)).containsOnlyNulls();
    }

    @Test
    void receivesNothingWhileThePoolIsEmptyAndGoesOnAfterwards() {
        start(port());
        final Mbuf[] all = new Mbuf[pool().count()];
        final int taken = takeAll(all);

        for (int i = 0; i < SOME_BURSTS; i++) {
            receive(port().rxQueue(0));
        }

        Mbuf.freeBulk(all, 0, taken);
        assertThatCode(() -> receive(port().rxQueue(0))).doesNotThrowAnyException();
    }

    private int takeAll(final Mbuf[] all) {
        int taken = 0;
        for (Mbuf mbuf = pool().tryAlloc(); mbuf != null; mbuf = pool().tryAlloc()) {
            all[taken++] = mbuf;
        }
        return taken;
    }

    /// ET-06.
    @Test
    void burstsAllocateNothing() {
        assumeFalse(Checked.ON, "checked mode allocates for every mbuf");
        start(port());
        final RxQueue rx = port().rxQueue(0);
        final TxQueue tx = port().txQueue(0);
        final Mbuf[] burst = new Mbuf[SHORT_BURST];

        assertThat(Allocation.bytesPerRound(ROUNDS_OF_ALLOCATION, () -> {
            if (pool().getBulk(burst, 0, SHORT_BURST)) {
                for (int i = 0; i < SHORT_BURST; i++) {
                    fill(burst[i]);
                }
                final int sent = tx.txBurst(burst, 0, SHORT_BURST);
                Mbuf.freeBulk(burst, sent, SHORT_BURST - sent);
            }
            Mbuf.freeBulk(burst, 0, rx.rxBurst(burst, 0, SHORT_BURST));
        })).as("bytes in a round of two bursts").isLessThan(Allocation.NOTHING);
    }

    // ---- statistics: ET-11, ET-12 ----

    @Test
    void statisticsAgreeAndCanBeReset() {
        start(port());
        work(port());
        port().stop();

        final EthStats stats = port().stats();
        final var xstats = port().xstats();
        assertThat(xstats).containsEntry("rx_good_packets", stats.rxPackets()).containsEntry("tx_good_packets", stats.txPackets())
            .containsEntry("rx_good_bytes", stats.rxBytes()).containsEntry("tx_good_bytes", stats.txBytes())
            .containsEntry("rx_q0_packets", port().rxQueueStats(0).packets()).containsEntry("tx_q0_packets", port().txQueueStats(0).packets());
        assertThat(stats.rxPackets()).isEqualTo(port().rxQueueStats(0).packets());
        assertThat(stats.txPackets()).isEqualTo(port().txQueueStats(0).packets());

        port().resetStats();
        assertThat(port().stats()).isEqualTo(EthStats.ZERO);
        port().resetXstats();
        assertThat(port().xstats().get("rx_good_packets")).isZero();
        assertThat(port().xstats().get("tx_q0_packets")).isZero();
    }

    /// ET-12.
    @Test
    void aReaderReadsTheSameAsTheMap_ET12() {
        start(port());
        work(port());
        port().stop();
        final XstatsReader reader = port().xstatsReader();
        final long[] values = new long[reader.names().size()];

        reader.read(values);

        final var xstats = port().xstats();
        assertThat(reader.names()).containsExactlyElementsOf(xstats.keySet());
        assertThat(values[reader.number("tx_good_packets")]).isEqualTo(xstats.get("tx_good_packets"));
    }

    private void work(final EthDev one) {
        final RxQueue rx = one.rxQueue(0);
        final TxQueue tx = one.txQueue(0);
        for (int i = 0; i < SOME_BURSTS; i++) {
            send(tx, BURST);
            receive(rx);
        }
    }

    // ---- callbacks: ET-09 ----

    /// ET-09.
    @Test
    void callsBackAsLongAsItIsAsked_ET09() {
        start(port());
        final AtomicInteger received = new AtomicInteger();
        final AtomicInteger sent = new AtomicInteger();
        final Registration rx = port().addRxCallback(0, (id, queue, burst, offset, count, limit) -> {
            received.incrementAndGet();
            return count;
        });
        final Registration tx = port().addTxCallback(0, (id, queue, burst, offset, count) -> {
            sent.addAndGet(count);
            return count;
        });

        receive(port().rxQueue(0));
        send(port().txQueue(0), BURST);
        rx.close();
        tx.close();
        receive(port().rxQueue(0));
        send(port().txQueue(0), BURST);
        rx.close();

        assertThat(received).hasValue(1);
        assertThat(sent).hasValue(BURST);
    }

    // ---- capabilities: ET-32, ET-44 ----

    /// ET-32.
    @Test
    void everyOperationAnswersOrSaysThatItIsNotSupported_ET32() {
        start(port());
        for (final Class<? extends Capability> type : Capabilities.all()) {
            if (port().findCapability(type).isEmpty()) {
                assertThat(refusal(Errno.ENOTSUP, () -> port().capability(type))).contains(type.getSimpleName());
            } else {
                final Capability capability = port().capability(type);
                Stream.of(type.getMethods()).filter(method -> Modifier.isAbstract(method.getModifiers())).forEach(method -> {
                    callOrRefuse(capability, method, 0);
                    callOrRefuse(capability, method, -1);
                });
            }
        }
    }

    private static void callOrRefuse(final Object target, final Method method, final int number) {
        final Throwable thrown = call(target, method, number);
        if (thrown != null) {
            assertThat(thrown).as(method + " with " + number).isInstanceOf(EalException.class);
            assertThat(((EalException) thrown).errno()).as("errno of: " + thrown.getMessage()).isPositive();
        }
    }

    /// ET-44.
    @Test
    void everyOperationOnAClosedPortSaysNoDevice_ET44() {
        start(port());
        final List<Capability> capabilities = new ArrayList<>();
        Capabilities.all().forEach(type -> port().findCapability(type).ifPresent(capabilities::add));
        port().close();

        Stream.of(EthDev.class.getMethods()).filter(method -> !ANSWERED_WHEN_CLOSED.contains(method.getName()))
            .forEach(method -> assertNoDevice(port(), method));
        for (final Capability capability : capabilities) {
            Stream.of(capability.getClass().getInterfaces()).flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> Modifier.isAbstract(method.getModifiers())).forEach(method -> assertNoDevice(capability, method));
        }
    }

    private static void assertNoDevice(final Object target, final Method method) {
        final Throwable thrown = call(target, method, 0);
        assertThat(thrown).as(method + " on a closed port").isInstanceOf(EalException.class);
        assertThat(((EalException) thrown).errno()).as("errno of: " + thrown.getMessage()).isEqualTo(Errno.ENODEV);
    }

    private static Throwable call(final Object target, final Method method, final int number) {
        try {
            method.invoke(target, Arguments.of(method, number));
            return null;
        } catch (final InvocationTargetException e) {
            return e.getCause();
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- leaks and races ----

    @Test
    void holdsNothingAfterManyRounds() {
        round();
        try (var _ = LeakCheck.begin(eal())) {
            for (int i = SOAK ? ROUNDS : rounds(); i > 0; i--) {
                round();
            }
            port().close();
        }
    }

    private void round() {
        plugAgain();
        start(port());
        send(port().txQueue(0), BURST);
        receive(port().rxQueue(0));
        port().stop();
        port().close();
    }

    @Test
    void nobodyIsInsideItOnceItIsStopped() {
        setUp(port(), EthConf.queues(1, 1));
        try (Poller poller = Poller.start(port().rxQueue(0), port().txQueue(0), pool())) {
            for (int i = 0; i < SOME_BURSTS; i++) {
                port().start();
                poller.awaitPolls(2);
                port().stop();
                final EthStats stopped = port().stats();
                poller.awaitPolls(2);
                assertThat(port().stats()).as("counted after stop").isEqualTo(stopped);
            }
        }
    }

    /// ET-44.
    @Test
    void canBeClosedWhileAnotherThreadPolls_ET44() {
        for (int i = 0; i < SOME_BURSTS / 2; i++) {
            start(port());
            try (Poller poller = Poller.start(port().rxQueue(0), port().txQueue(0), pool())) {
                poller.awaitPolls(2);
                port().close();
                poller.awaitPolls(2);
            }
            assertThat(pool().inUse()).as("mbufs that did not come home").isZero();
            plugAgain();
        }
    }
}
