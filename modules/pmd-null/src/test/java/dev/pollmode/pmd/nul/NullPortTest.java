package dev.pollmode.pmd.nul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import dev.pollmode.test.support.PortTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ET-37: the arguments and the behaviour of `net_null`.
final class NullPortTest extends PortTest {
    private final Mbuf[] burst = new Mbuf[8];

    @Override
    protected String devargs() {
        return "net_null0";
    }

    @Test
    void theModuleIsNamed() {
        assertThat(NullDriver.class.getModule().getName()).isEqualTo("dev.pollmode.pmd.nul");
    }

    @Test
    void receivesAsManyPacketsAsAreAskedFor() {
        start(port());

        assertThat(port().rxQueue(0).rxBurst(burst, 0, 8)).isEqualTo(8);

        assertThat(Stream.of(burst)).allMatch(mbuf -> mbuf.packetLength() == 64 && mbuf.port() == port().id() && mbuf.sanityCheck() == null);
        assertThat(port().stats().rxBytes()).isEqualTo(512);
        Mbuf.freeBulk(burst, 0, 8);
    }

    @Test
    void takesAndFreesAllThatIsSent() {
        start(port());

        assertThat(send(port().txQueue(0), BURST)).isEqualTo(BURST);

        assertThat(pool().inUse()).isZero();
        assertThat(port().stats().txBytes()).isEqualTo(BURST * 60L);
    }

    @Test
    void sizeIsTheLengthOfReceivedPackets() {
        final EthDev one = plug("net_null1,size=1500");
        start(one);

        one.rxQueue(0).rxBurst(burst, 0, 8);

        assertThat(burst[7].packetLength()).isEqualTo(1500);
        Mbuf.freeBulk(burst, 0, 8);
    }

    @Test
    void copyFillsPacketsWithZeros() {
        final EthDev one = plug("net_null1,copy=1,size=100");
        start(one);
        final Mbuf dirty = pool().tryAlloc();
        dirty.append(100);
        dirty.putLong(0, -1);
        dirty.free();

        one.rxQueue(0).rxBurst(burst, 0, 8);

        assertThat(Stream.of(burst)).allMatch(mbuf -> mbuf.getLong(0) == 0 && mbuf.getLong(92) == 0);
        Mbuf.freeBulk(burst, 0, 8);
        assertThat(send(one.txQueue(0), BURST)).isEqualTo(BURST);
        assertThat(one.stats().txPackets()).isEqualTo(BURST);
    }

    @Test
    void copyTakesPacketsOfSeveralSegments() {
        final EthDev one = plug("net_null1,copy=1");
        start(one);
        burst[0] = pool().tryAlloc();
        burst[0].append(2000);
        final Mbuf tail = pool().tryAlloc();
        tail.append(2000);
        burst[0].chain(tail);

        assertThat(one.txQueue(0).txBurst(burst, 0, 1)).isEqualTo(1);

        assertThat(one.stats().txBytes()).isEqualTo(4000);
        assertThat(pool().inUse()).isZero();
    }

    @Test
    void noRxReceivesNothing() {
        final EthDev one = plug("eth_null1,no-rx=1");
        start(one);

        assertThat(receive(one.rxQueue(0))).isZero();
        assertThat(send(one.txQueue(0), BURST)).isEqualTo(BURST);
    }

    @Test
    void countsWhatThePoolCouldNotGive() {
        try (Mempool small = Mempool.builder(eal(), "small").count(4).cacheSize(0).create()) {
            port().configure(EthConf.queues(1, 0));
            port().setupRxQueue(0, QueueConf.DEFAULT, small);
            port().start();

            assertThat(port().rxQueue(0).rxBurst(burst, 0, 8)).isZero();

            assertThat(port().stats().rxNoMbuf()).isEqualTo(1);
            assertThat(port().rxQueue(0).rxBurst(burst, 0, 4)).isEqualTo(4);
            Mbuf.freeBulk(burst, 0, 4);
        }
    }

    @Test
    void hasManyQueues() {
        setUp(port(), EthConf.queues(64, 64));
        port().start();

        assertThat(receive(port().rxQueue(63))).isEqualTo(BURST);
        assertThat(port().rxQueueStats(63).packets()).isEqualTo(BURST);
        assertThat(port().rxQueueStats(0).packets()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'size=0', size", "'size=65536', size", "'size=x', size", "'size=', size", "'copy=2', copy", "'bad=1', bad", "'size=64,size=65', size"})
    void namesTheWrongArgument(final String arguments, final String named) {
        assertThat(refusal(Errno.EINVAL, () -> plug("net_null1," + arguments))).contains(named);
        assertThat(ports().find("net_null1")).isEmpty();
    }
}
