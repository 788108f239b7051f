package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A test with an environment and ports of [FakePort].
abstract class FakePortTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    Eal eal;
    EthDevs ports;
    Mempool pool;

    @BeforeEach
    final void open() {
        eal = Eal.builder().args("-l", "0", "--no-huge").bus(FakeBus.provider())
            .logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
        ports = EthDevs.of(eal);
        pool = Mempool.builder(eal, "test").count(256).cacheSize(0).create();
    }

    @AfterEach
    final void close() {
        eal.close();
    }

    final String logged() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    final EthDev attach(final String name) {
        return attach(name, FakePort::new);
    }

    final EthDev attach(final String name, final Function<PortContext, FakePort> maker) {
        return ports.attach(eal.plug(name), name, maker::apply);
    }

    /// {@return the device behind a port of this test}
    static FakePort behind(final EthDev port) {
        return (FakePort) port.open("test");
    }

    final void setUp(final EthDev port, final EthConf conf) {
        port.configure(conf);
        for (int i = 0; i < conf.rxQueues(); i++) {
            port.setupRxQueue(i, QueueConf.DEFAULT, pool);
        }
        for (int i = 0; i < conf.txQueues(); i++) {
            port.setupTxQueue(i, QueueConf.DEFAULT);
        }
    }

    final EthDev started(final EthDev port) {
        setUp(port, EthConf.queues(1, 1));
        port.start();
        return port;
    }

    final Mbuf packet(final int length) {
        final Mbuf mbuf = pool.tryAlloc();
        assertThat(mbuf.append(length)).isTrue();
        return mbuf;
    }

    static EalException refusal(final int errno, final ThrowingCallable operation) {
        final EalException failure = catchThrowableOfType(EalException.class, operation);
        assertThat(failure).isNotNull();
        assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno);
        return failure;
    }
}
