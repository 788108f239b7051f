package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixSocketTest {
    private final Mapping buffer = Mapping.anonymous(1 << 20);
    private final long out = buffer.address();
    private final long in = buffer.address() + buffer.length() / 2;

    @TempDir
    private Path directory;

    @AfterEach
    void unmap() {
        buffer.close();
    }

    @ParameterizedTest
    @EnumSource
    void bytesTravelBothWays(final UnixSocket.Type type) {
        final String path = directory.resolve("s").toString();
        try (UnixListener listener = UnixListener.listen(path, type);
             UnixSocket client = UnixSocket.connect(path, type);
             UnixSocket server = listener.accept(1000).orElseThrow()) {
            Mem.putInt(out, 42);
            client.send(out, 4);
            assertThat(server.receive(in, 100, List.of(), 0)).isEqualTo(4);
            assertThat(Mem.getInt(in)).isEqualTo(42);
            server.send(out, 3);
            assertThat(client.receive(in, 100, List.of(), 0)).isEqualTo(3);
        }
        assertThat(Files.exists(Path.of(path))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void descriptorsArriveAsTheSameFiles(final UnixSocket.Type type) {
        final List<UnixSocket> pair = UnixSocket.pair(type);
        final List<Fd> fds = new ArrayList<>();
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1); MemFd memory = MemFd.create("shared", 4096); Pipe pipe = Pipe.create()) {
            a.send(out, 1, memory.fd().number(), pipe.sink().number());
            assertThat(b.receive(in, 16, fds, 2)).isEqualTo(1);
            assertThat(fds).hasSize(2);
            assertThat(FileCalls.fcntl(CallState.current(), fds.get(0).number(), Fd.F_GETFD, 0)).as("close on exec").isEqualTo(1);
            assertThat(fds.get(0).size()).isEqualTo(4096);
            try (Mapping here = memory.map(); Mapping there = Mapping.shared(fds.get(0).number(), 0, 4096)) {
                Mem.putInt(here.address(), 99);
                assertThat(Mem.getInt(there.address())).isEqualTo(99);
            }
            assertThat(FileCalls.write(CallState.current(), fds.get(1).number(), out, 1)).isEqualTo(1);
            assertThat(Poll.readable(pipe.source().number(), 1000)).isTrue();
        } finally {
            fds.forEach(Fd::close);
        }
    }

    @Test
    void aStreamIsReadUntilThereIsEnough() {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        final List<Fd> fds = new ArrayList<>();
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1); EventFd event = EventFd.create()) {
            a.send(out, 3);
            a.send(out, 5, event.fd().number());
            assertThat(b.receiveFully(in, 8, fds, 1)).isTrue();
            assertThat(fds).hasSize(1);
            a.send(out, 3);
            a.shutdown();
            assertThatThrownBy(() -> b.receiveFully(in, 8, fds, 1)).isInstanceOf(SysException.class).hasMessageContaining("ECONNRESET");
            assertThat(b.receiveFully(in, 8, fds, 1)).isFalse();
        } finally {
            fds.forEach(Fd::close);
        }
    }

    @Test
    void largeDataArriveWhole() throws InterruptedException {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1)) {
            final long half = buffer.length() / 2;
            Mem.fill(out, half, (byte) 7);
            final Thread sender = new Thread(() -> a.send(out, half));
            sender.start();
            assertThat(b.receiveFully(in, half, List.of(), 0)).isTrue();
            sender.join();
            assertThat(Mem.segment(in, half).mismatch(Mem.segment(out, half))).isEqualTo(-1);
        }
    }

    @Test
    void bordersOfPacketsAreKeptAndLongOnesRefused() {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1)) {
            a.send(out, 3);
            a.send(out, 200);
            a.send(out, 5);
            assertThat(b.receive(in, 100, List.of(), 0)).isEqualTo(3);
            assertThatThrownBy(() -> b.receive(in, 100, List.of(), 0)).isInstanceOf(SysException.class).hasMessageContaining("EMSGSIZE");
            assertThat(b.receive(in, 100, List.of(), 0)).isEqualTo(5);
        }
    }

    @Test
    void tryFormsDoNotWait() {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1)) {
            assertThat(b.tryReceive(in, 10, List.of(), 0)).isEqualTo(-Errno.EAGAIN);
            long result;
            do {
                result = a.trySend(out, 100_000);
            } while (result > 0);
            assertThat(result).isEqualTo(-Errno.EAGAIN);
            assertThat(b.tryReceive(in, 10, List.of(), 0)).isEqualTo(10);
        }
    }

    @Test
    void timeoutsEndEveryWait() throws IOException {
        final String path = directory.resolve("s").toString();
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1); UnixListener listener = UnixListener.listen(path, UnixSocket.Type.STREAM)) {
            a.timeoutMs(30);
            b.timeoutMs(30);
            assertThatThrownBy(() -> b.receive(in, 1, List.of(), 0)).isInstanceOf(SysException.class)
                .hasMessageContaining("ETIMEDOUT").hasMessageContaining("30 ms");
            assertThatThrownBy(() -> a.send(out, buffer.length())).isInstanceOf(SysException.class).hasMessageContaining("ETIMEDOUT");
            assertThat(listener.accept(10)).isEqualTo(Optional.empty());
            assertThatThrownBy(() -> a.timeoutMs(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shutdownByAnotherThreadEndsAWait() throws InterruptedException {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1)) {
            final long[] result = {-1};
            final Thread reader = new Thread(() -> result[0] = b.receive(in, 1, List.of(), 0));
            reader.start();
            b.shutdown();
            reader.join();
            assertThat(result[0]).isZero();
            assertThatThrownBy(() -> a.send(out, 1)).isInstanceOf(SysException.class).hasMessageContaining("EPIPE");
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreDescriptorsThanAllowedAreRefusedAndNoneIsKept(final UnixSocket.Type type) {
        final List<UnixSocket> pair = UnixSocket.pair(type);
        final List<Fd> fds = new ArrayList<>();
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1); EventFd event = EventFd.create()) {
            final int fd = event.fd().number();
            final int[] many = new int[ControlMessages.MAX_FDS];
            Arrays.fill(many, fd);
            final int before = OpenFds.count();
            for (int allowed = 0; allowed < 4; allowed++) {
                final int maxFds = allowed;
                a.send(out, 1, many);
                assertThatThrownBy(() -> b.receive(in, 1, fds, maxFds)).isInstanceOf(SysException.class).hasMessageContaining("EPROTO");
                a.send(out, 1, Arrays.copyOf(many, allowed + 1));
                assertThatThrownBy(() -> b.receive(in, 1, fds, maxFds)).isInstanceOf(SysException.class).hasMessageContaining("EPROTO");
            }
            assertThat(fds).isEmpty();
            assertThat(OpenFds.count()).isEqualTo(before);
            a.send(out, 1, many);
            assertThat(b.receive(in, 1, fds, 300)).isEqualTo(1);
            assertThat(fds).hasSize(ControlMessages.MAX_FDS);
        } finally {
            fds.forEach(Fd::close);
        }
    }

    @Test
    void aListThatTakesNothingLeaksNothing() {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1); EventFd event = EventFd.create()) {
            a.send(out, 1, event.fd().number());
            final int before = OpenFds.count();
            assertThatThrownBy(() -> b.receive(in, 1, List.of(), 1)).isInstanceOf(UnsupportedOperationException.class);
            assertThat(OpenFds.count()).isEqualTo(before);
        }
    }

    @Test
    void tooManyDescriptorsOrNoBytesToCarryThemAreRefused() {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1)) {
            assertThatThrownBy(() -> a.send(out, 1, new int[254])).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("254");
            assertThatThrownBy(() -> a.send(out, 0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThat(b.tryReceive(in, 1, List.of(), 0)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void aFileThatADeadServerLeftIsReplaced() throws IOException {
        final Path path = directory.resolve("stale");
        try (UnixListener dead = UnixListener.listen(path.toString(), UnixSocket.Type.STREAM)) {
            Files.move(path, directory.resolve("kept"));
            assertThat(dead.path()).isEqualTo(path.toString());
        }
        Files.move(directory.resolve("kept"), path);
        assertThatThrownBy(() -> UnixSocket.connect(path.toString(), UnixSocket.Type.STREAM)).isInstanceOf(SysException.class)
            .hasMessageContaining("ECONNREFUSED").hasMessageContaining("start the server");
        try (UnixListener listener = UnixListener.listen(path.toString(), UnixSocket.Type.SEQPACKET);
             UnixSocket client = UnixSocket.connect(path.toString(), UnixSocket.Type.SEQPACKET)) {
            assertThat(listener.accept(1000)).isPresent().get().satisfies(UnixSocket::close);
            assertThat(client.fd().isOpen()).isTrue();
        }
    }

    @Test
    void aLivingServerAndAnOrdinaryFileAreLeftAlone() throws IOException {
        final String path = directory.resolve("s").toString();
        final Path file = Files.writeString(directory.resolve("file"), "precious");
        try (UnixListener first = UnixListener.listen(path, UnixSocket.Type.STREAM)) {
            assertThatThrownBy(() -> UnixListener.listen(path, UnixSocket.Type.STREAM)).isInstanceOf(SysException.class)
                .hasMessageStartingWith("bind(" + path + "): EADDRINUSE");
            assertThat(first.fd().isOpen()).isTrue();
            assertThat(Files.exists(Path.of(path))).isTrue();
        }
        assertThatThrownBy(() -> UnixListener.listen(file.toString(), UnixSocket.Type.STREAM)).isInstanceOf(SysException.class)
            .hasMessageContaining("ordinary file");
        assertThat(file).hasContent("precious");
    }

    @Test
    void abstractNamesNeedNoFile() {
        final String name = "@pollmode-test-" + ProcessHandle.current().pid();
        try (UnixListener listener = UnixListener.listen(name, UnixSocket.Type.STREAM);
             UnixSocket client = UnixSocket.connect(name, UnixSocket.Type.STREAM, 1000);
             UnixSocket server = listener.accept(1000).orElseThrow()) {
            client.send(out, 1);
            assertThat(server.receive(in, 1, List.of(), 0)).isEqualTo(1);
        }
    }

    @Test
    void tellsWhoConnected() {
        final List<UnixSocket> pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket a = pair.get(0); UnixSocket b = pair.get(1)) {
            assertThat(a.peer().pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(b.peer()).isEqualTo(a.peer());
        }
    }

    @Test
    void pathsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> UnixSocket.connect("/" + "x".repeat(107), UnixSocket.Type.STREAM))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("107 bytes (108)");
        assertThatThrownBy(() -> UnixSocket.connect("", UnixSocket.Type.STREAM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnixListener.listen("a\0b", UnixSocket.Type.STREAM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnixSocket.connect("/nonexistent/s", UnixSocket.Type.STREAM)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("connect(/nonexistent/s): ENOENT (No such file or directory); nobody has made this socket");
    }

    @Test
    void nothingLeaksInTheLongRun() {
        final String path = directory.resolve("s").toString();
        final int before = OpenFds.count();
        try (EventFd event = EventFd.create(); UnixListener listener = UnixListener.listen(path, UnixSocket.Type.STREAM)) {
            for (int i = 0; i < 200; i++) {
                final List<Fd> fds = new ArrayList<>();
                try (UnixSocket client = UnixSocket.connect(path, UnixSocket.Type.STREAM); UnixSocket server = listener.accept(1000).orElseThrow()) {
                    client.send(out, 1, event.fd().number(), event.fd().number());
                    server.receive(in, 1, fds, 2);
                }
                fds.forEach(Fd::close);
                assertThatThrownBy(() -> UnixSocket.connect("/nonexistent/s", UnixSocket.Type.STREAM)).isInstanceOf(SysException.class);
                assertThatThrownBy(() -> UnixListener.listen(path, UnixSocket.Type.STREAM)).isInstanceOf(SysException.class);
                // The failed listener has probed this one: take its connection out of the backlog.
                listener.accept(1000).orElseThrow().close();
            }
        }
        assertThat(OpenFds.count()).isEqualTo(before);
    }
}
