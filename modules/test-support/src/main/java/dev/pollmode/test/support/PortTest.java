package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A test with an environment of its own, one device with its port, and a pool. At the end all mbufs must be home.
public abstract class PortTest {
    /// How many packets [#receive] and [#send] handle at once.
    protected static final int BURST = 32;

    private static final int POOL_SIZE = 4096;
    private static final int CACHE_SIZE = 128;
    private static final int LEAST_FRAME = 60;
    private static final String ALLOWED_CPUS = "Cpus_allowed_list:";

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Mbuf[] burst = new Mbuf[BURST];
    private Eal eal;
    private Mempool pool;
    private Device device;
    private EthDev port;

    /// For test classes.
    protected PortTest() {
    }

    /// {@return the device under test as a user names it, such as `net_null0,size=128`; asked again each time it is plugged}
    protected abstract String devargs();

    /// {@return the command line of the environment; by default one lcore and ordinary pages}
    protected List<String> ealArguments() {
        return List.of("--lcores=0@(" + allowedCpus() + ')', "--no-huge", "--no-pci", "--file-prefix=test" + ProcessHandle.current().pid());
    }

    private static String allowedCpus() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(ALLOWED_CPUS)).findFirst().orElseThrow().substring(ALLOWED_CPUS.length()).strip();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    final void open() {
        eal = Eal.builder().args(ealArguments().toArray(String[]::new)).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
        try {
            pool = Mempool.builder(eal, "test").count(POOL_SIZE).cacheSize(CACHE_SIZE).create();
            device = plugIn(devargs());
            port = portOf(device);
        } catch (final RuntimeException | Error e) {
            eal.close();
            throw e;
        }
    }

    @AfterEach
    final void close() {
        try {
            if (port.isOpen()) {
                port.close();
            }
            assertThat(pool.inUse()).as("mbufs that did not come home").isZero();
        } finally {
            eal.close();
        }
    }

    /// {@return the environment}
    protected final Eal eal() {
        return eal;
    }

    /// {@return the ports of the environment}
    protected final EthDevs ports() {
        return EthDevs.of(eal);
    }

    /// {@return the device under test}
    protected final Device device() {
        return device;
    }

    /// {@return the port under test: attached, not configured}
    protected final EthDev port() {
        return port;
    }

    /// {@return a pool with room for some thousand packets of up to 2 KiB}
    protected final Mempool pool() {
        return pool;
    }

    /// {@return all that was logged}
    protected final String logged() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    /// {@return the first port of a device that nobody owns}
    ///
    /// @param of the device
    protected final EthDev portOf(final Device of) {
        return ports().of(of).filter(one -> one.owner().isEmpty()).findFirst().orElseThrow();
    }

    /// {@return the port of another device, plugged now}
    ///
    /// @param text the device as a user names it
    protected final EthDev plug(final String text) {
        return portOf(plugIn(text));
    }

    /// Plugs a device in: by default where the test runs, otherwise in the network namespace where its interface is.
    ///
    /// @param text the device as a user names it
    /// @return the device
    protected Device plugIn(final String text) {
        return eal.plug(text);
    }

    /// Takes the device under test away and plugs it again, so that [#port()] is a new one.
    protected final void plugAgain() {
        eal.unplug(device);
        device = plugIn(devargs());
        port = portOf(device);
    }

    /// Configures a port and sets its queues up with what the device prefers.
    ///
    /// @param one the port
    /// @param conf the configuration
    protected final void setUp(final EthDev one, final EthConf conf) {
        one.configure(conf);
        for (int i = 0; i < conf.rxQueues(); i++) {
            one.setupRxQueue(i, QueueConf.DEFAULT, pool);
        }
        for (int i = 0; i < conf.txQueues(); i++) {
            one.setupTxQueue(i, QueueConf.DEFAULT);
        }
    }

    /// Sets a port up with one queue each way and starts it.
    ///
    /// @param one the port
    protected final void start(final EthDev one) {
        setUp(one, EthConf.queues(1, 1));
        one.start();
    }

    /// {@return how many packets a burst received; they are freed}
    ///
    /// @param queue the queue
    protected final int receive(final RxQueue queue) {
        final int received = queue.rxBurst(burst, 0, BURST);
        Mbuf.freeBulk(burst, 0, received);
        return received;
    }

    /// {@return how many packets a burst sent; the rest is freed}
    ///
    /// @param queue the queue
    /// @param count how many to send
    protected final int send(final TxQueue queue, final int count) {
        assertThat(pool.getBulk(burst, 0, count)).as("mbufs to send").isTrue();
        for (int i = 0; i < count; i++) {
            fill(burst[i]);
        }
        final int sent = queue.txBurst(burst, 0, count);
        Mbuf.freeBulk(burst, sent, count - sent);
        return sent;
    }

    /// Puts the shortest Ethernet frame into a new mbuf: broadcast, of an experimental type (IEEE 802, 0x88B5).
    ///
    /// @param mbuf an empty mbuf
    protected static final void fill(final Mbuf mbuf) {
        mbuf.append(LEAST_FRAME);
        mbuf.putLong(0, 0xffff_ffff_ffff_0200L);
        mbuf.putInt(8, 0x0000_0001);
        mbuf.putShort(12, (short) 0x88b5);
        for (int i = 14; i < LEAST_FRAME; i++) {
            mbuf.putByte(i, (byte) i);
        }
    }

    /// Checks that an operation fails, and how.
    ///
    /// @param errno the error number it must have
    /// @param operation the operation
    /// @return the message, for what it must say
    protected static final String refusal(final int errno, final ThrowingCallable operation) {
        final EalException failure = catchThrowableOfType(EalException.class, operation);
        assertThat(failure).as("a failure with " + Errno.name(errno)).isNotNull();
        assertThat(failure.errno()).as("errno of: " + failure.getMessage()).isEqualTo(errno);
        return failure.getMessage();
    }
}
