package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/// Sends data from a socket in one namespace to one in another. What arrives is counted, not timed: how long it takes depends on who else uses the
/// machine.
final class Transfer {
    private static final int TCP_BYTES = 8 << 20;
    // So few that the queue of an interface and a socket hold them all while somebody else has the CPU.
    private static final int DATAGRAMS = 60;
    private static final int DATAGRAM_LENGTH = 500;
    // What is not there by then is lost.
    private static final int PATIENCE_MS = 10_000;
    private static final int CONNECT_MS = 20_000;

    private Transfer() {
    }

    /// Sends some megabytes over TCP, which must arrive as they are.
    static void tcp(final TestNet from, final TestNet to, final String address) {
        final byte[] data = new byte[TCP_BYTES];
        new Random(1969).nextBytes(data);
        try (ServerSocket server = to.namespace.call(() -> new ServerSocket(0))) {
            final CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> sumOfConnection(server));
            try (Socket socket = from.namespace.call(() -> {
                final Socket opened = new Socket();
                opened.connect(new InetSocketAddress(address, server.getLocalPort()), CONNECT_MS);
                return opened;
            }); OutputStream out = socket.getOutputStream()) {
                out.write(data);
            }
            assertThat(received.join()).as("checksum of what arrived over TCP").isEqualTo(sum(data, data.length));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sumOfConnection(final ServerSocket server) {
        try (Socket socket = server.accept()) {
            final byte[] all = socket.getInputStream().readAllBytes();
            return sum(all, all.length);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(final byte[] bytes, final int length) {
        final CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return sum.getValue();
    }

    /// {@return how many of some datagrams did not arrive}
    static int udpLost(final TestNet from, final TestNet to, final String address) {
        try (DatagramSocket receiver = to.namespace.call(() -> new DatagramSocket(new InetSocketAddress("0.0.0.0", 0)));
             DatagramSocket sender = from.namespace.call(() -> new DatagramSocket(new InetSocketAddress("0.0.0.0", 0)))) {
            receiver.setSoTimeout(PATIENCE_MS);
            final InetSocketAddress target = new InetSocketAddress(address, receiver.getLocalPort());
            for (int i = 0; i < DATAGRAMS; i++) {
                sender.send(new DatagramPacket(new byte[DATAGRAM_LENGTH], DATAGRAM_LENGTH, target));
            }
            return DATAGRAMS - received(receiver);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int received(final DatagramSocket receiver) throws IOException {
        final DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_LENGTH], DATAGRAM_LENGTH);
        for (int i = 0; i < DATAGRAMS; i++) {
            try {
                receiver.receive(packet);
            } catch (final SocketTimeoutException e) {
                return i;
            }
        }
        return DATAGRAMS;
    }
}
