package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.PacketSocket;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Wires to interfaces of this host, in a network namespace of their own.
@RequiresRoot
class HostWiresTest {
    private static final int CAPACITY = 20_000;

    private final NetNs namespace = NetNs.create();
    private final CallState callState = CallState.create();
    private final Random random = new Random(9);
    private final Arena arena = Arena.ofShared();
    private final long memory = arena.allocate(CAPACITY, 64).address();

    @AfterEach
    void close() {
        namespace.close();
        arena.close();
    }

    private PacketSocket socketOn(final String name) {
        return namespace.<PacketSocket, RuntimeException>call(() -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                final PacketSocket socket = PacketSocket.open();
                socket.bind(netlink.link(name).map(LinkInfo::index).orElseThrow(), PacketSocket.ETH_P_ALL);
                socket.ignoreOutgoing(true);
                return socket;
            }
        });
    }

    private void carriesFramesBothWays(final Wire wire, final PacketSocket socket) {
        for (final int length : new int[] {60, 500, 1500}) {
            final byte[] frame = Frames.plain(random, length);
            Mem.copy(frame, 0, memory, length);
            assertThat(wire.send(memory, length)).isTrue();
            TestDriver.await("frame out", () -> isReceived(socket, frame));
            Mem.copy(frame, 0, memory, length);
            assertThat(socket.send(callState, memory, length)).isEqualTo(length);
            TestDriver.await("frame in", () -> {
                final int received = wire.receive(memory, CAPACITY);
                return received == length && Arrays.equals(Mem.bytes(memory, received), frame);
            });
        }
    }

    /// The kernel has frames of its own to send, such as neighbour solicitations.
    private boolean isReceived(final PacketSocket socket, final byte[] frame) {
        final long received = socket.receive(callState, memory, CAPACITY);
        return received == frame.length && Arrays.equals(Mem.bytes(memory, frame.length), frame);
    }

    @Test
    @RequiresDevice("/dev/net/tun")
    void aTapCarriesFramesBothWays() {
        try (Wire wire = namespace.<Wire, RuntimeException>call(() -> TapWire.open("wire")); PacketSocket socket = socketOn("wire")) {
            carriesFramesBothWays(wire, socket);
        }
    }

    @Test
    void anInterfaceCarriesFramesBothWays() {
        namespace.run(() -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                netlink.createVeth("left", "right");
                for (final String name : new String[] {"left", "right"}) {
                    netlink.setUp(netlink.link(name).map(LinkInfo::index).orElseThrow(), true);
                }
            }
        });
        try (Wire wire = namespace.<Wire, RuntimeException>call(() -> PacketWire.open("left")); PacketSocket socket = socketOn("right")) {
            carriesFramesBothWays(wire, socket);
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> namespace.<Wire, RuntimeException>call(() -> PacketWire.open("nosuch")))
            .isInstanceOf(SysException.class).hasMessageContaining("nosuch").hasMessageContaining("ENODEV");
    }
}
