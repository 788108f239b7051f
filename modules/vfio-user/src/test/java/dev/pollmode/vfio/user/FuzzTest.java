package dev.pollmode.vfio.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.MemFd;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.UnixSocket;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Both ends against a peer that sends malformed messages: error replies or a closed link, no hang, no crash, no leak.
///
/// `-Dvfio.user.fuzz.seconds=60` (profile `soak`) for the long form, `-Dvfio.user.fuzz.seed=N` for another course.
@Timeout(300)
class FuzzTest {
    private static final int PATIENCE_MS = 10_000;

    private final long seconds = Long.getLong("vfio.user.fuzz.seconds", 2);
    private final long seed = Long.getLong("vfio.user.fuzz.seed", 4);
    private final Mutator mutator = new Mutator(seed);
    private final MemFd file = MemFd.create("fuzz", 1 << 16);
    private final EventFd event = EventFd.create();
    private long messages;
    private long errors;
    private long refusals;

    @TempDir
    private Path directory;

    private int[] someFds() {
        if (mutator.chance(60)) {
            return new int[0];
        }
        final int[] fds = new int[1 + mutator.nextInt(mutator.chance(90) ? 3 : 100)];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = mutator.chance(50) ? file.fd().number() : event.fd().number();
        }
        return fds;
    }

    // ---- the server

    @Test
    void serverAnswersEveryCommandOfAHostileClient() {
        try (TestDevice device = new TestDevice()) {
            attackServer(device, 0);
            final String before = Descriptors.inUse();
            attackServer(device, seconds);
            assertThat(Descriptors.inUse()).as("seed " + seed).isEqualTo(before);
            assertThat(errors).isPositive();
        } finally {
            System.out.println("server fuzzed with seed " + seed + ": " + messages + " messages, " + errors + " error replies");
            file.close();
            event.close();
        }
    }

    // Closing the server waits until all that its clients left is released.
    private void attackServer(final TestDevice device, final long forSeconds) {
        final Path path = directory.resolve("fuzz.sock");
        try (VfioUserServer server = VfioUserServer.listen(path, device)) {
            server.start("fuzzed server");
            final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(forSeconds);
            do {
                attackServer(path);
            } while (System.nanoTime() < end);
            final int resets = device.resets.get();
            try (VfioUserClient next = VfioUserClient.connect(path, Duration.ofMillis(PATIENCE_MS))) {
                next.reset();
                assertThat(device.resets.get()).isGreaterThan(resets);
            }
        }
    }

    private void attackServer(final Path path) {
        try (RawPeer peer = new RawPeer(UnixSocket.connect(path.toString(), UnixSocket.Type.STREAM).fd())) {
            boolean up = mutator.chance(10) || peer.agree();
            for (int i = mutator.nextInt(60); up && i > 0; i--) {
                up = mutator.chance(97) ? sendFramed(peer) : sendWrongSize(peer);
            }
            if (up && mutator.chance(30)) {
                // The end in the middle of a message.
                peer.send(new MessageHeader(7, mutator.command(), 4096, 0, 0), mutator.payload());
            }
        }
    }

    // A message whose size is right, whatever else is wrong: one reply, and the link lives on.
    private boolean sendFramed(final RawPeer peer) {
        messages++;
        final byte[] payload = mutator.payload();
        final int type = mutator.chance(95) ? 0 : mutator.nextInt(16);
        final int flags = type | (mutator.chance(10) ? MessageHeader.NO_REPLY : 0) | (mutator.chance(5) ? MessageHeader.ERROR : 0);
        final int[] fds = someFds();
        final MessageHeader header = new MessageHeader(mutator.nextInt(65_536), mutator.command(), MessageHeader.SIZE + payload.length,
            flags, mutator.chance(5) ? (int) mutator.number() : 0);
        if (!peer.send(header, payload, fds)) {
            return false;
        }
        if (fds.length > Channel.MAX_FDS) {
            // More than we said we take: the link is closed.
            assertThat(peer.receive(PATIENCE_MS)).as("seed " + seed).isNull();
            return false;
        }
        if (!header.isReply() && header.wantsReply()) {
            expectReply(peer, header);
        }
        return true;
    }

    private boolean sendWrongSize(final RawPeer peer) {
        messages++;
        final boolean small = mutator.chance(70);
        final int size = small ? mutator.nextInt(MessageHeader.SIZE) : Channel.MAX_MESSAGE + 1 + mutator.nextInt(100);
        final MessageHeader header = new MessageHeader(9, mutator.command(), size, 0, 0);
        if (!peer.send(header, new byte[0], someFewFds())) {
            return false;
        }
        expectReply(peer, header);
        return small || peer.send(new byte[Channel.MAX_MESSAGE - MessageHeader.SIZE])
            && peer.send(new byte[size - Channel.MAX_MESSAGE]);
    }

    private int[] someFewFds() {
        return mutator.chance(80) ? new int[0] : new int[] {file.fd().number()};
    }

    private void expectReply(final RawPeer peer, final MessageHeader header) {
        final Message reply = peer.receive(PATIENCE_MS);
        assertThat(reply).as("no reply to %s, seed %d", header, seed).isNotNull();
        assertThat(reply.header().isReply()).isTrue();
        assertThat(reply.header().id()).isEqualTo(header.id());
        assertThat(reply.header().command()).isEqualTo(header.command());
        if (reply.header().failed()) {
            errors++;
            assertThat(reply.payload().byteSize()).as("an error reply is a header only").isZero();
            assertThat(reply.header().error()).isPositive();
        }
    }

    // ---- the client

    @Test
    void clientSurvivesAHostileServer() throws Exception {
        try (Mapping mine = file.map()) {
            attackClient(mine);
            final String before = Descriptors.inUse();
            final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                attackClient(mine);
            }
            assertThat(Descriptors.inUse()).as("seed " + seed).isEqualTo(before);
            assertThat(refusals).isPositive();
            assertThat(messages).as("the link must live on between the lies").isGreaterThan(refusals / 2);
        } finally {
            System.out.println("client fuzzed with seed " + seed + ": " + messages + " operations, " + refusals + " failed");
            file.close();
            event.close();
        }
    }

    private void attackClient(final Mapping mine) throws InterruptedException {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        final Mutator lies = new Mutator(mutator.nextInt(Integer.MAX_VALUE));
        final Thread liar = Thread.ofPlatform().daemon().name("hostile server").start(() -> lie(pair.get(0).fd(), lies));
        try (VfioUserClient client = VfioUserClient.over(pair.get(1).fd(), "hostile", Duration.ofMillis(100))) {
            // After a timeout the stream may be out of step for good.
            for (int i = 0; i < 30 && client.isConnected() && operate(client, mine) != Errno.ETIMEDOUT; i++) {
                messages++;
            }
        } catch (final SysException e) {
            refusals++;
        }
        liar.join();
    }

    private int operate(final VfioUserClient client, final Mapping mine) {
        try {
            final long iova = 0x1000L * mutator.nextInt(16);
            switch (mutator.nextInt(10)) {
                case 0 -> client.region(mutator.nextInt(9));
                case 1 -> client.irq(mutator.nextInt(5));
                case 2 -> client.read(mutator.nextInt(9), mutator.nextInt(100), MemorySegment.ofArray(new byte[mutator.nextInt(100)]));
                case 3 -> client.write(mutator.nextInt(9), mutator.nextInt(100), MemorySegment.ofArray(new byte[mutator.nextInt(100)]));
                case 4 -> client.mapMemory(iova, mine.address(), 4096, 3, file.fd().number(), 0);
                case 5 -> client.unmapMemory(iova, 4096);
                case 6 -> client.doorbells(0).forEach(doorbell -> doorbell.eventFd().close());
                case 7 -> client.setIrqs(Vfio.IRQ_MSIX, 0, event.fd().number());
                case 8 -> client.writeMultiple(List.of(new VfioUserClient.RegisterWrite(0, 0, 1, 4)));
                default -> client.reset();
            }
            return 0;
        } catch (final SysException e) {
            refusals++;
            return e.errno();
        }
    }

    // Answers, but not always the truth, and asks for memory now and then.
    private void lie(final Fd socket, final Mutator lies) {
        try (RawPeer peer = new RawPeer(socket)) {
            boolean first = true;
            Message command = peer.receive(PATIENCE_MS);
            while (command != null) {
                final boolean honest = first || lies.chance(50);
                if (command.header().isCommand() && !answer(peer, command, honest, first, lies) || lies.chance(1)) {
                    return;
                }
                if (lies.chance(30)) {
                    final byte[] payload = lies.payload();
                    peer.send(new MessageHeader(lies.nextInt(100), lies.command(), MessageHeader.SIZE + payload.length, 0, 0), payload);
                }
                first = false;
                command = peer.receive(PATIENCE_MS);
            }
        }
    }

    private boolean answer(final RawPeer peer, final Message command, final boolean honest, final boolean first, final Mutator lies) {
        final int number = command.header().command();
        final byte[] asked = command.payload().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        final byte[] payload = first ? version(lies) : honest ? truth(number, asked, lies) : lies.chance(50) ? lies.mutate(asked) : lies.payload();
        final boolean failed = !first && lies.chance(5);
        final int id = lies.chance(99) ? command.header().id() : lies.nextInt(65_536);
        final int size = lies.chance(99) || first ? MessageHeader.SIZE + payload.length : (int) lies.number();
        final int flags = MessageHeader.TYPE_REPLY | (failed ? MessageHeader.ERROR : 0);
        final int[] fds = lies.chance(70) ? new int[0] : new int[] {lies.chance(50) ? file.fd().number() : event.fd().number()};
        return peer.send(new MessageHeader(id, number, size, flags, failed ? (int) lies.number() : 0), payload, fds);
    }

    // A server that says where its twin socket is may send anything in its place.
    private static byte[] version(final Mutator lies) {
        final String twin = "{\"capabilities\":{\"twin_socket\":{\"supported\":true,\"fd_index\":0}}}";
        final String json = lies.chance(90) ? Capabilities.OURS.answerTo(Capabilities.OURS).toJson() : twin;
        return new VersionMessage(0, 1, json).toBytes();
    }

    private static byte[] truth(final int number, final byte[] asked, final Mutator lies) {
        return switch (number) {
            case Command.REGION_READ -> java.util.Arrays.copyOf(asked, asked.length + lies.nextInt(120));
            case Command.DEVICE_GET_REGION_INFO -> {
                final byte[] reply = new byte[VfioRegionInfo.SIZE + SparseMmap.size(1)];
                final MemorySegment to = MemorySegment.ofArray(reply);
                SparseMmap.write(to.asSlice(VfioRegionInfo.SIZE), List.of(new SparseMmap.Area(lies.nextInt(3) * 4096L, lies.number())));
                new VfioRegionInfo(reply.length, 15, VfioRegionInfo.read(MemorySegment.ofArray(asked)).index(), 32, lies.number(),
                    lies.chance(90) ? 0 : lies.number()).write(to);
                yield reply;
            }
            case Command.DEVICE_GET_REGION_IO_FDS -> {
                final byte[] reply = new byte[RegionIoFds.SIZE + IoEventFd.SIZE];
                new RegionIoFds(reply.length, 0, 0, 1).write(MemorySegment.ofArray(reply));
                yield reply;
            }
            default -> asked;
        };
    }
}
