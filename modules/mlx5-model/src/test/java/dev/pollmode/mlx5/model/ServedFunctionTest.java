package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.PciIds;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.EventFd;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioUserClient;
import dev.pollmode.vfio.user.VfioUserServer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The function in another "process": driven over a socket only.
@Timeout(120)
class ServedFunctionTest {
    private static final ValueLayout.OfLong LONG_BE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_BE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    @TempDir
    private Path directory;
    private final Random random = new Random(3);
    private final Host host = new Host(64 << 20);
    private final ServedFunction function = new ServedFunction(ModelConfig.DEFAULT, new LoopWire());
    private VfioUserServer server;

    @BeforeEach
    void listen() {
        server = VfioUserServer.listen(directory.resolve("vf.sock"), function);
        server.start("served function");
    }

    @AfterEach
    void close() {
        server.close();
        function.close();
        host.close();
    }

    private VfioUserClient connect(final boolean withDescriptor) {
        final VfioUserClient client = VfioUserClient.connect(server.path());
        if (withDescriptor) {
            client.mapMemory(Host.IOVA, host.address(Host.IOVA), 64 << 20, 3, host.fd(), 0);
        } else {
            client.mapMemory(Host.IOVA, host.address(Host.IOVA), 64 << 20, 3);
        }
        return client;
    }

    private static Bar bar(final VfioUserClient client) {
        return new Bar() {
            @Override
            public long read(final long offset, final int length) {
                try (Arena arena = Arena.ofConfined()) {
                    final MemorySegment bytes = arena.allocate(Long.BYTES);
                    client.read(Vfio.REGION_BAR0, offset, bytes.asSlice(0, length));
                    return bytes.get(LONG_BE, 0) >>> 8 * (Long.BYTES - length);
                }
            }

            @Override
            public void write(final long offset, final int length, final long value) {
                try (Arena arena = Arena.ofConfined()) {
                    final MemorySegment bytes = arena.allocate(Long.BYTES);
                    if (length == Long.BYTES) {
                        bytes.set(LONG_BE, 0, value);
                    } else {
                        bytes.set(INT_BE, 0, (int) value);
                    }
                    client.write(Vfio.REGION_BAR0, offset, bytes.asSlice(0, length));
                }
            }
        };
    }

    private static int config(final VfioUserClient client, final int offset, final int length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(Integer.BYTES);
            client.read(Vfio.REGION_CONFIG, offset, bytes.asSlice(0, length));
            return bytes.get(ValueLayout.JAVA_INT, 0);
        }
    }

    private void loop(final TestDriver driver, final int frames) {
        final TestPort port = new TestPort(driver);
        port.open(9022);
        final TestSq sq = new TestSq(driver, new TestCq(driver, 8, -1, false, 0), 8, false);
        final TestRq rq = new TestRq(driver, new TestCq(driver, 8, -1, false, 0), TestRq.CYCLIC, 4, 1, 9216, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
        for (int i = 0; i < frames; i++) {
            final byte[] frame = Frames.plain(random, 60 + random.nextInt(5000));
            final long mark = host.mark();
            sq.sendPointer(frame, true);
            sq.ring();
            final TestCq.Completion completion = rq.cq.await();
            assertThat(rq.bytes(completion.counter(), 0, completion.byteCount())).isEqualTo(frame);
            rq.post(1);
            sq.cq.await();
            host.release(mark);
        }
    }

    @Test
    void configSpaceNamesTheFunctionAndItsCapabilities() {
        try (VfioUserClient client = connect(true)) {
            assertThat(config(client, 0, 4)).isEqualTo(PciIds.CONNECTX5_VF << 16 | PciIds.VENDOR);
            assertThat(config(client, 8, 4) >>> 8).isEqualTo(PciIds.CLASS);
            final int express = config(client, 0x34, 1);
            assertThat(config(client, express, 1)).isEqualTo(0x10);
            assertThat(config(client, express + 4, 4) >>> 28 & 1).as("function-level reset").isEqualTo(1);
            final int msix = config(client, express + 1, 1);
            assertThat(config(client, msix, 1)).isEqualTo(0x11);
            assertThat(config(client, msix + 2, 2) & 0x7ff).isEqualTo(31);
            assertThat(client.irq(Vfio.IRQ_MSIX).count()).isEqualTo(32);
            assertThat(client.region(0).size()).isEqualTo(Mlx5Device.BAR0_LENGTH);
        }
    }

    @Test
    void framesLoopForOneClientAfterAnother() {
        for (int i = 0; i < 3; i++) {
            try (VfioUserClient client = connect(true)) {
                final TestDriver driver = new TestDriver(host, bar(client));
                driver.startWithObjects(0);
                assertThat(driver.uar).as("a new function").isEqualTo(0x10);
                loop(driver, 100);
            }
        }
    }

    @Test
    void memoryWithoutADescriptorIsReachedByMessages() {
        try (VfioUserClient client = connect(false)) {
            final TestDriver driver = new TestDriver(host, bar(client));
            driver.startWithObjects(0);
            loop(driver, 10);
        }
    }

    @Test
    void interruptsArriveAtTheirEventFd() {
        try (VfioUserClient client = connect(true); EventFd first = EventFd.create(); EventFd second = EventFd.create()) {
            client.setIrqs(Vfio.IRQ_MSIX, 0, first.fd().number(), second.fd().number());
            final TestDriver driver = new TestDriver(host, bar(client));
            driver.startWithObjects(1L << EventType.COMMAND);
            assertThat(second.await(10_000)).isTrue();
            assertThat(first.await(0)).isFalse();
        }
    }

    @Test
    void unmappedMemoryIsLetGo() {
        try (VfioUserClient client = connect(true)) {
            final TestDriver driver = new TestDriver(host, bar(client));
            driver.startWithObjects(0);
            loop(driver, 10);
            client.unmapMemory(Host.IOVA, 64 << 20);
            driver.ring(1);
            assertThat(driver.bar.read(0x1fc, 4)).isZero();
            assertThat(function.device().failure()).isNull();
        }
    }

    @Test
    void aRemovedFunctionReadsAsOnesUntilTheNextClient() {
        try (VfioUserClient client = connect(true)) {
            final TestDriver driver = new TestDriver(host, bar(client));
            driver.startWithObjects(0);
            function.device().remove();
            assertThat(driver.bar.read(0, 4)).isEqualTo(0xffffffffL);
        }
        try (VfioUserClient client = connect(true)) {
            new TestDriver(host, bar(client)).startWithObjects(0);
        }
    }

    /// Commands, rings and doorbells full of nonsense, then a command queue and rings in memory that is gone: the next client finds a device.
    @Test
    void aHostileClientHurtsOnlyItself() {
        for (int round = 0; round < 3; round++) {
            try (VfioUserClient client = connect(true)) {
                final TestDriver driver = new TestDriver(host, bar(client));
                driver.startWithObjects(-1);
                Nonsense.throwAt(driver, random, 300);
                client.unmapMemory(Host.IOVA, 64 << 20);
                for (int i = 0; i < 300; i++) {
                    final long offset = random.nextBoolean() ? Uar.offset(driver.uar) + random.nextInt(512) * 8L : random.nextInt(8) * 4L;
                    driver.bar.write(offset, random.nextBoolean() ? 8 : 4, random.nextLong());
                    driver.bar.read(random.nextInt(0x2000), 1);
                }
            }
            assertThat(function.device().failure()).isNull();
            host.release(0);
            try (VfioUserClient client = connect(true)) {
                final TestDriver driver = new TestDriver(host, bar(client));
                driver.startWithObjects(0);
                loop(driver, 10);
            }
            host.release(0);
        }
    }
}
