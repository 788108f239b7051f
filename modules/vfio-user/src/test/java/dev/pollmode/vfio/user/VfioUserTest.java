package dev.pollmode.vfio.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MemFd;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixListener;
import dev.pollmode.sys.UnixSocket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Client and server against each other.
@Timeout(60)
class VfioUserTest {
    private static final long IOVA = 0x10_0000;

    @TempDir
    private Path directory;
    private TestDevice device;
    private VfioUserServer server;
    private VfioUserClient client;

    @BeforeEach
    void connect() {
        device = new TestDevice();
        server = VfioUserServer.listen(directory.resolve("dev.sock"), device);
        server.start("test server");
        client = VfioUserClient.connect(server.path());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        device.close();
    }

    private VfioUserSession session() throws InterruptedException {
        return device.attached.poll(10, TimeUnit.SECONDS);
    }

    private static void assertErrno(final int errno, final ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SysException.class, e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
    }

    @Test
    void tellsWhatTheDeviceIs() {
        assertThat(client.info().regions()).isEqualTo(Vfio.PCI_REGIONS);
        assertThat(client.info().irqs()).isEqualTo(Vfio.PCI_IRQS);
        assertThat(client.info().resettable()).isTrue();
        assertThat(client.irq(Vfio.IRQ_MSIX).count()).isEqualTo(TestDevice.VECTORS);
        assertThat(client.irq(Vfio.IRQ_INTX).count()).isZero();
        assertThat(client.region(0).size()).isEqualTo(TestDevice.SIZE);
        assertThat(client.region(1).size()).isZero();
        assertErrno(Errno.EINVAL, () -> client.region(9));
        assertErrno(Errno.EINVAL, () -> client.irq(5));
    }

    @Test
    void writesRegistersAndReadsThemBack() {
        final byte[] written = {1, 2, 3, 4};
        client.write(0, 0x20, MemorySegment.ofArray(written));
        final byte[] read = new byte[4];
        client.read(0, 0x20, MemorySegment.ofArray(read));
        assertThat(read).isEqualTo(written);
    }

    @Test
    void refusalsCarryTheErrnoAndTheLinkLivesOn() {
        final MemorySegment four = MemorySegment.ofArray(new byte[4]);
        assertErrno(Errno.EACCES, () -> client.read(0, TestDevice.REFUSING, four));
        assertErrno(Errno.EIO, () -> client.write(0, TestDevice.BREAKING, four));
        assertErrno(Errno.EINVAL, () -> client.read(0, TestDevice.SIZE - 3, four));
        assertErrno(Errno.EINVAL, () -> client.read(0, -4, four));
        assertErrno(Errno.EINVAL, () -> client.read(77, 0, four));
        assertErrno(Errno.EINVAL, () -> client.read(1, 0, four));
        assertErrno(Errno.EPERM, () -> client.write(Vfio.REGION_CONFIG, 0, four));
        client.read(0, 0, four);
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void postedWritesArriveInOrderAndNoneIsLost() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(client.post(0, 8, i, Long.BYTES)).isTrue();
        }
        client.post(0, 0, 0x11, Byte.BYTES);
        client.post(0, 2, 0x2222, Short.BYTES);
        client.post(0, 4, 0x33333333, Integer.BYTES);
        final byte[] read = new byte[16];
        client.read(0, 0, MemorySegment.ofArray(read));
        assertThat(device.trapped).hasSize(10_003);
        assertThat(device.trapped.subList(0, 256)).isEqualTo(IntStream.range(0, 256).mapToObj(i -> "0:8:8:" + (byte) i).toList());
        assertThat(MemorySegment.ofArray(read).get(ValueLayout.JAVA_LONG_UNALIGNED, 8)).isEqualTo(9_999);
        assertThat(MemorySegment.ofArray(read).get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(0x3333333322220011L);
    }

    @Test
    void severalWritesTravelTogether() {
        client.writeMultiple(List.of(new VfioUserClient.RegisterWrite(0, 0, 5, 1), new VfioUserClient.RegisterWrite(0, 8, 6, 8)));
        assertThat(device.trapped).containsExactly("0:0:1:5", "0:8:8:6");
        assertErrno(Errno.EINVAL, () -> client.writeMultiple(List.of(new VfioUserClient.RegisterWrite(0, TestDevice.SIZE, 5, 1))));
    }

    @Test
    void ringsOfMappedDoorbellsReachTheDevice() {
        final ClientRegion region = client.region(2);
        assertThat(region.address(4096, 8)).as("the second page is trapped").isZero();
        assertThat(region.address(4092, 8)).as("half of it is trapped").isZero();
        final long address = region.address(0x800, 8);
        assertThat(address).isNotZero();
        Mem.putLongVolatile(address, 42);
        assertThat(device.doorbells.take(0x800)).isEqualTo(42);
        assertThat(device.doorbells.take(0x800)).isZero();
        client.post(2, 4096, 7, 4);
        client.reset();
        assertThat(device.trapped).containsExactly("2:4096:4:7");
    }

    @Test
    void theLastRingIsNeverLost() throws Exception {
        final long address = client.region(2).address(0x40, 8);
        final long rings = 300_000;
        final CompletableFuture<Long> seen = CompletableFuture.supplyAsync(() -> {
            long last = 0;
            while (last != rings) {
                final long value = device.doorbells.take(0x40);
                assertThat(value == 0 || value > last).as("a ring came twice or out of order").isTrue();
                last = Math.max(last, value);
            }
            return last;
        });
        for (long i = 1; i <= rings; i++) {
            Mem.putLongVolatile(address, i);
        }
        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(rings);
    }

    @Test
    void doorbellsByEventFdReachTheDevice() {
        final List<VfioUserClient.Doorbell> doorbells = client.doorbells(0);
        assertThat(doorbells).hasSize(1);
        assertThat(doorbells.getFirst().offset()).isEqualTo(0x40);
        Mem.putLong(scratch().address(), 3);
        FileCalls.write(CallState.current(), doorbells.getFirst().eventFd().number(), scratch().address(), 8);
        assertThat(device.kick.drain()).isEqualTo(3);
        doorbells.forEach(doorbell -> doorbell.eventFd().close());
        assertThat(client.doorbells(2)).isEmpty();
    }

    private Mapping scratch;

    private Mapping scratch() {
        if (scratch == null) {
            scratch = Mapping.anonymous(4096);
        }
        return scratch;
    }

    @Test
    void interruptsReachTheirEventFds() throws Exception {
        final VfioUserSession session = session();
        assertThat(session.trigger(Vfio.IRQ_MSIX, 3)).as("nobody listens").isFalse();
        final List<EventFd> events = IntStream.range(0, TestDevice.VECTORS).mapToObj(i -> EventFd.create()).toList();
        client.setIrqs(Vfio.IRQ_MSIX, 0, events.stream().mapToInt(event -> event.fd().number()).toArray());
        for (int i = 0; i < TestDevice.VECTORS; i++) {
            assertThat(session.trigger(Vfio.IRQ_MSIX, i)).isTrue();
            assertThat(events.get(i).await(5_000)).isTrue();
            assertThat(events.get(i).drain()).isEqualTo(1);
        }
        client.triggerIrq(Vfio.IRQ_MSIX, 7);
        assertThat(events.get(7).drain()).isEqualTo(1);
        client.disableIrqs(Vfio.IRQ_MSIX);
        assertThat(session.trigger(Vfio.IRQ_MSIX, 3)).isFalse();
        events.forEach(EventFd::close);
        assertThatThrownBy(() -> session.trigger(Vfio.IRQ_MSIX, TestDevice.VECTORS)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void maskedInterruptIsDeliveredByUnmasking() throws Exception {
        final VfioUserSession session = session();
        try (EventFd event = EventFd.create()) {
            client.setIrqs(Vfio.IRQ_MSIX, 2, event.fd().number());
            client.maskIrq(Vfio.IRQ_MSIX, 2, true);
            assertThat(session.trigger(Vfio.IRQ_MSIX, 2)).isFalse();
            assertThat(event.drain()).isZero();
            client.maskIrq(Vfio.IRQ_MSIX, 2, false);
            assertThat(event.drain()).isEqualTo(1);
        }
    }

    @Test
    void senselessInterruptRequestsAreRefused() {
        try (EventFd event = EventFd.create(); MemFd noEvent = MemFd.create("no eventfd", 4096)) {
            final int fd = event.fd().number();
            assertErrno(Errno.EINVAL, () -> client.setIrqs(Vfio.IRQ_MSIX, TestDevice.VECTORS, fd));
            assertErrno(Errno.EINVAL, () -> client.setIrqs(Vfio.IRQ_INTX, 0, fd));
            assertErrno(Errno.EINVAL, () -> client.setIrqs(17, 0, fd));
            assertErrno(Errno.EINVAL, () -> client.setIrqs(Vfio.IRQ_MSIX, 0, noEvent.fd().number()));
            assertErrno(Errno.EINVAL, () -> client.maskIrq(Vfio.IRQ_ERROR, 0, true));
        }
    }

    @Test
    void memoryWithDescriptorIsMapped() throws Exception {
        final GuestMemory memory = session().memory();
        try (MemFd file = MemFd.create("guest", 8192); Mapping mine = file.map()) {
            client.mapMemory(IOVA, mine.address(), 8192, GuestMemory.READ | GuestMemory.WRITE, file.fd().number(), 0);
            memory.enter();
            final long address = memory.find(IOVA + 4096, 64);
            assertThat(address).isNotZero();
            Mem.putLong(address, 99);
            assertThat(memory.find(IOVA + 8192 - 63, 64)).as("beyond the end").isZero();
            assertThat(memory.find(IOVA - 1, 64)).isZero();
            assertThat(memory.find(-1, Long.MAX_VALUE)).isZero();
            memory.exit();
            assertThat(Mem.getLong(mine.address() + 4096)).isEqualTo(99);
            client.unmapMemory(IOVA, 8192);
            memory.enter();
            assertThat(memory.find(IOVA, 1)).isZero();
            memory.exit();
        }
    }

    @Test
    void memoryForReadingOnlyIsNotFoundForWriting() throws Exception {
        final GuestMemory memory = session().memory();
        try (MemFd file = MemFd.create("guest", 4096); Mapping mine = file.map()) {
            client.mapMemory(IOVA, mine.address(), 4096, GuestMemory.READ, file.fd().number(), 0);
            memory.enter();
            assertThat(memory.find(IOVA, 8, GuestMemory.READ)).isNotZero();
            assertThat(memory.find(IOVA, 8, GuestMemory.WRITE)).isZero();
            assertThat(memory.write(IOVA, MemorySegment.ofArray(new byte[8]))).isFalse();
            memory.exit();
        }
    }

    @Test
    void memoryWithoutDescriptorIsReachedByMessages() throws Exception {
        final GuestMemory memory = session().memory();
        try (Mapping mine = Mapping.anonymous(3 << 20)) {
            client.mapMemory(IOVA, mine.address(), 3 << 20, GuestMemory.READ | GuestMemory.WRITE);
            final byte[] data = new byte[(2 << 20) + 17];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (i * 31);
            }
            memory.enter();
            assertThat(memory.find(IOVA, 8)).isZero();
            assertThat(memory.write(IOVA + 5, MemorySegment.ofArray(data))).isTrue();
            final byte[] back = new byte[data.length];
            assertThat(memory.read(IOVA + 5, MemorySegment.ofArray(back))).isTrue();
            memory.exit();
            assertThat(back).isEqualTo(data);
            assertThat(Mem.bytes(mine.address() + 5, data.length)).isEqualTo(data);
            client.unmapMemory(IOVA, 3 << 20);
        }
    }

    @Test
    void deviceReachesMemoryByMessagesFromInsideACallback() throws Exception {
        final GuestMemory memory = session().memory();
        final List<Boolean> results = new ArrayList<>();
        device.onWrite = () -> {
            memory.enter();
            results.add(memory.write(IOVA, MemorySegment.ofArray(new byte[] {1, 2, 3})));
            memory.exit();
        };
        try (Mapping mine = Mapping.anonymous(4096)) {
            client.mapMemory(IOVA, mine.address(), 4096, GuestMemory.READ | GuestMemory.WRITE);
            for (int i = 0; i < 50; i++) {
                client.post(0, 0, i, 4);
            }
            client.reset();
            assertThat(results).hasSize(50).containsOnly(true);
            assertThat(device.trapped).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "0:0:4:" + i).toList());
            assertThat(Mem.bytes(mine.address(), 3)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void dataOfAWriteStayWhileTheDeviceReachesMemoryByMessages() throws Exception {
        final GuestMemory memory = session().memory();
        final List<Integer> found = new ArrayList<>();
        device.onWrite = () -> {
            memory.enter();
            found.add(memory.read(IOVA, MemorySegment.ofArray(new byte[2048])) ? (int) device.lastData.get(ValueLayout.JAVA_BYTE, 0) : -1);
            memory.exit();
        };
        try (Mapping mine = Mapping.anonymous(4096)) {
            client.mapMemory(IOVA, mine.address(), 4096, GuestMemory.READ);
            client.writeMultiple(IntStream.rangeClosed(1, 20).mapToObj(i -> new VfioUserClient.RegisterWrite(0, 8L * i, i, 8)).toList());
            assertThat(found).isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
            assertThat(device.trapped).isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(i -> "0:" + 8 * i + ":8:" + i).toList());
        }
    }

    @Test
    void unmappingWaitsForTheDeviceToLeaveItsRound() throws Exception {
        final GuestMemory memory = session().memory();
        try (MemFd file = MemFd.create("guest", 4096); Mapping mine = file.map()) {
            client.mapMemory(IOVA, mine.address(), 4096, GuestMemory.READ | GuestMemory.WRITE, file.fd().number(), 0);
            final CountDownLatch inside = new CountDownLatch(1);
            final AtomicBoolean outside = new AtomicBoolean();
            final CompletableFuture<Void> round = CompletableFuture.runAsync(() -> {
                memory.enter();
                final long address = memory.find(IOVA, 8);
                inside.countDown();
                for (int i = 0; i < 20_000_000; i++) {
                    Mem.putLong(address, i);
                }
                outside.set(true);
                memory.exit();
            });
            inside.await();
            client.unmapMemory(IOVA, 4096);
            assertThat(outside).isTrue();
            round.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void senselessMappingsAreRefused() {
        try (MemFd file = MemFd.create("guest", 8192); Mapping mine = file.map(); EventFd event = EventFd.create()) {
            final int both = GuestMemory.READ | GuestMemory.WRITE;
            final int fd = file.fd().number();
            client.mapMemory(IOVA, mine.address(), 4096, both, fd, 0);
            assertErrno(Errno.EEXIST, () -> client.mapMemory(IOVA + 1024, mine.address(), 4096, both, fd, 0));
            assertErrno(Errno.EINVAL, () -> client.mapMemory(0, mine.address(), 4096, both, fd, 8192));
            assertErrno(Errno.EINVAL, () -> client.mapMemory(0, mine.address(), 4096, both, fd, 100));
            assertErrno(Errno.EINVAL, () -> client.mapMemory(-4096, mine.address(), 4096, both, fd, 0));
            assertErrno(Errno.EINVAL, () -> client.mapMemory(0, mine.address(), 0, both, fd, 0));
            assertThatThrownBy(() -> client.mapMemory(0, mine.address(), 4096, both, event.fd().number(), 0))
                .isInstanceOf(VfioUserException.class);
            assertErrno(Errno.ENOENT, () -> client.unmapMemory(IOVA, 1024));
            client.unmapMemory(IOVA, 4096);
            client.mapMemory(0, mine.address(), 4096, both, fd, 4096);
        }
    }

    @Test
    void serverMayUseATwinSocketForItsCommands() throws Exception {
        final List<UnixSocket> main = UnixSocket.pair(UnixSocket.Type.STREAM);
        final List<UnixSocket> twin = UnixSocket.pair(UnixSocket.Type.STREAM);
        final CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try (RawPeer commands = new RawPeer(twin.get(0).fd()); RawPeer peer = new RawPeer(main.get(0).fd())) {
                final String json = "{\"capabilities\":{\"twin_socket\":{\"supported\":true,\"fd_index\":0}}}";
                reply(peer, new VersionMessage(0, 1, json).toBytes(), twin.get(1).fd().number());
                twin.get(1).fd().close();
                reply(peer, new byte[VfioDeviceInfo.SIZE]);
                reply(peer, new byte[0]);
                commands.command(5, Command.DMA_READ, new DmaAccess(IOVA + 1, 3).toBytes());
                return commands.receive(5_000).payload().asSlice(DmaAccess.SIZE).toArray(ValueLayout.JAVA_BYTE);
            }
        });
        try (VfioUserClient twinned = VfioUserClient.over(main.get(1).fd(), "twin", VfioUserClient.DEFAULT_TIMEOUT)) {
            Mem.putInt(scratch().address(), 0x04030201);
            twinned.mapMemory(IOVA, scratch().address(), 4096, GuestMemory.READ);
            assertThat(read.get(10, TimeUnit.SECONDS)).containsExactly(2, 3, 4);
        }
    }

    @Test
    void twinSocketThatDidNotComeEndsTheLink() {
        final List<UnixSocket> main = UnixSocket.pair(UnixSocket.Type.STREAM);
        CompletableFuture.runAsync(() -> {
            try (RawPeer peer = new RawPeer(main.get(0).fd())) {
                reply(peer, new VersionMessage(0, 1, "{\"capabilities\":{\"twin_socket\":{\"supported\":true}}}").toBytes());
                peer.receive(5_000);
            }
        });
        assertErrno(Errno.EINVAL, () -> VfioUserClient.over(main.get(1).fd(), "twin", VfioUserClient.DEFAULT_TIMEOUT));
    }

    private static void reply(final RawPeer peer, final byte[] payload, final int... fds) {
        final MessageHeader asked = peer.receive(5_000).header();
        peer.send(new MessageHeader(asked.id(), asked.command(), MessageHeader.SIZE + payload.length, MessageHeader.TYPE_REPLY, 0), payload, fds);
    }

    @Test
    void resetReachesTheDevice() {
        client.reset();
        assertThat(device.resets).hasValue(1);
    }

    @Test
    void serversEndIsNoticed() throws Exception {
        final CountDownLatch noticed = new CountDownLatch(1);
        client.onDisconnect(noticed::countDown);
        server.close();
        assertThat(noticed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(device.detached).hasValue(1);
        assertThat(client.isConnected()).isFalse();
        assertThat(client.post(0, 0, 0, 4)).isFalse();
        assertErrno(Errno.ENOTCONN, () -> client.read(0, 0, MemorySegment.ofArray(new byte[4])));
        assertThat(Files.exists(server.path())).isFalse();
        final CountDownLatch late = new CountDownLatch(1);
        client.onDisconnect(late::countDown);
        assertThat(late.getCount()).isZero();
    }

    @Test
    void deviceCanDropTheClientAndServeTheNext() throws Exception {
        session().disconnect();
        try (VfioUserClient next = VfioUserClient.connect(server.path())) {
            next.reset();
            assertThat(device.detached).hasValue(1);
            assertThat(device.resets).hasValue(1);
        }
    }

    @Test
    void liveServerKeepsItsSocketAndADeadOneIsReplaced() throws Exception {
        assertErrno(Errno.EADDRINUSE, () -> VfioUserServer.listen(server.path(), device));
        final Path left = directory.resolve("left.sock");
        UnixListener.listen(left.toString(), UnixSocket.Type.STREAM).fd().close();
        assertThat(Files.exists(left)).isTrue();
        VfioUserServer.listen(left, device).close();
        assertThat(Files.exists(left)).isFalse();
        assertErrno(Errno.ENOENT, () -> VfioUserClient.connect(left));
    }

    @Test
    void manyClientsLeaveNothingBehind() {
        client.close();
        try (MemFd file = MemFd.create("guest", 4096); Mapping mine = file.map(); EventFd event = EventFd.create()) {
            useOnce(mine, file, event);
            // Closing waits until all that the clients left is released.
            server.close();
            final String before = Descriptors.inUse();
            server = VfioUserServer.listen(directory.resolve("again.sock"), device);
            server.start("test server");
            for (int i = 0; i < 200; i++) {
                useOnce(mine, file, event);
            }
            server.close();
            assertThat(device.detached).hasValue(202);
            assertThat(Descriptors.inUse()).isEqualTo(before);
        }
    }

    private void useOnce(final Mapping mine, final MemFd file, final EventFd event) {
        try (VfioUserClient one = VfioUserClient.connect(server.path())) {
            one.region(2);
            one.mapMemory(IOVA, mine.address(), 4096, GuestMemory.READ, file.fd().number(), 0);
            one.setIrqs(Vfio.IRQ_MSIX, 0, event.fd().number());
            one.doorbells(0).forEach(doorbell -> doorbell.eventFd().close());
        }
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        final CountDownLatch stuck = new CountDownLatch(1);
        final CountDownLatch inside = new CountDownLatch(1);
        device.onWrite = () -> {
            inside.countDown();
            try {
                stuck.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        final CompletableFuture<Void> waiting = CompletableFuture.runAsync(
            () -> client.write(0, 0, MemorySegment.ofArray(new byte[1])));
        inside.await();
        client.close();
        assertThatThrownBy(waiting::join).cause().isInstanceOf(VfioUserException.class).hasMessageContaining("ENOTCONN");
        stuck.countDown();
    }

    @AfterEach
    void releaseScratch() {
        Stream.ofNullable(scratch).forEach(Mapping::close);
    }
}
