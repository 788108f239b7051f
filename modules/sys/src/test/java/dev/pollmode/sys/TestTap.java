package dev.pollmode.sys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// What tests do with tap interfaces besides the calls under test.
final class TestTap {
    private static final int SIOCGIFFLAGS = 0x8913;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int IFF_UP = 1;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private TestTap() {
    }

    static void requireDevice() {
        assumeTrue(Files.isWritable(Path.of("/dev/net/tun")), "/dev/net/tun cannot be written");
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    static String uniqueName() {
        return "t" + ProcessHandle.current().pid() + "x" + NEXT.getAndIncrement();
    }

    static boolean exists(final String name) {
        return Files.exists(Path.of("/sys/class/net", name));
    }

    static String attribute(final String name, final String file) throws IOException {
        return Files.readString(Path.of("/sys/class/net", name, file)).strip();
    }

    static long receivedPackets(final String name) throws IOException {
        return Long.parseLong(attribute(name, "statistics/rx_packets"));
    }

    static void up(final String name) {
        final CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined();
             Fd socket = Fd.check(SocketCalls.socket(state, Sock.AF_INET, Sock.SOCK_DGRAM | Sock.SOCK_CLOEXEC, 0), "socket")) {
            final long ifreq = arena.allocate(IfReq.LAYOUT).address();
            IfReq.put(ifreq, name, 0);
            SysException.check(FileCalls.ioctl(state, socket.number(), SIOCGIFFLAGS, ifreq), "SIOCGIFFLAGS");
            IfReq.put(ifreq, name, IfReq.flags(ifreq) | IFF_UP);
            SysException.check(FileCalls.ioctl(state, socket.number(), SIOCSIFFLAGS, ifreq), "SIOCSIFFLAGS");
        }
    }

    /// Sends a frame out of an interface, as any process of the host would: its owner reads it from the tap.
    static void sendOut(final String name, final byte[] frame) {
        final CallState state = CallState.current();
        final int index = indexOf(name);
        try (Arena arena = Arena.ofConfined();
             Fd socket = Fd.check(SocketCalls.socket(state, Sock.AF_PACKET, Sock.SOCK_RAW | Sock.SOCK_CLOEXEC, 0), "socket")) {
            final long bytes = arena.allocate(frame.length).address();
            Mem.copy(frame, 0, bytes, frame.length);
            final long linkLayer = arena.allocate(20, 4).address();
            Mem.putShort(linkLayer, (short) Sock.AF_PACKET);
            Mem.putInt(linkLayer + 4, index);
            SysException.check(SocketCalls.sendto(state, socket.number(), bytes, frame.length, 0, linkLayer, 20), "sendto");
        }
    }

    /// A broadcast frame of an experimental EtherType, which nothing in the kernel answers.
    static byte[] frame(final int length, final int mark) {
        final byte[] frame = new byte[length];
        Arrays.fill(frame, 0, 6, (byte) 0xFF);
        frame[6] = 2;
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xB5;
        frame[14] = (byte) mark;
        return frame;
    }

    private static int indexOf(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) SysException.check(SocketCalls.ifNametoindex(CallState.current(), arena.allocateFrom(name).address()), "if_nametoindex");
        }
    }
}
