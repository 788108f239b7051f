package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TunTest {
    private static final int TAP = Tun.IFF_TAP | Tun.IFF_NO_PI;

    private final CallState state = CallState.create();
    private final Mapping buffer = Mapping.anonymous(65536);

    @BeforeEach
    void requireDevice() {
        TestTap.requireDevice();
    }

    @AfterEach
    void unmap() {
        buffer.close();
    }

    @Test
    void interfaceLivesAsLongAsItsQueue() {
        final String name = TestTap.uniqueName();
        final Tun tun = Tun.open(name, TAP);
        assertThat(tun.name()).isEqualTo(name);
        assertThat(TestTap.exists(name)).isTrue();
        tun.close();
        tun.close();
        assertThat(TestTap.exists(name)).isFalse();
    }

    @Test
    void kernelChoosesTheNumberOfAPattern() {
        try (Tun first = Tun.open("tpat%d", TAP); Tun second = Tun.open("tpat%d", TAP)) {
            assertThat(first.name()).matches("tpat\\d+");
            assertThat(second.name()).matches("tpat\\d+").isNotEqualTo(first.name());
        }
    }

    @Test
    void framesTravelBothWays() throws IOException {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP)) {
            TestTap.up(tun.name());
            final byte[] out = TestTap.frame(100, 7);
            Mem.copy(out, 0, buffer.address(), out.length);
            final long before = TestTap.receivedPackets(tun.name());
            assertThat(FileCalls.write(state, tun.fd().number(), buffer.address(), out.length)).isEqualTo(out.length);
            assertThat(TestTap.receivedPackets(tun.name())).isEqualTo(before + 1);

            TestTap.sendOut(tun.name(), TestTap.frame(80, 9));
            assertThat(readMarked(tun, 0)).containsExactly(TestTap.frame(80, 9));
        }
    }

    @Test
    void anIdleInterfaceHasNothingToRead() {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP)) {
            assertThat(FileCalls.read(state, tun.fd().number(), buffer.address(), 2048)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void headerComesBeforeEachFrame() {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP | Tun.IFF_VNET_HDR)) {
            assertThat(tun.vnetHeaderSize()).isEqualTo(VirtioNetHdr.SIZE);
            tun.vnetHeaderSize(VirtioNetHdr.SIZE_MERGEABLE);
            assertThat(tun.vnetHeaderSize()).isEqualTo(VirtioNetHdr.SIZE_MERGEABLE);
            tun.offload(Tun.TUN_F_CSUM | Tun.TUN_F_TSO4 | Tun.TUN_F_TSO6);
            TestTap.up(tun.name());
            TestTap.sendOut(tun.name(), TestTap.frame(64, 3));
            assertThat(readMarked(tun, VirtioNetHdr.SIZE_MERGEABLE)).containsExactly(TestTap.frame(64, 3));
            assertThat(VirtioNetHdr.gsoType(buffer.address())).isEqualTo(VirtioNetHdr.GSO_NONE);
        }
    }

    @Test
    void refusesOffloadsThatTheKernelDoesNotKnow() {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP | Tun.IFF_VNET_HDR)) {
            assertThatThrownBy(() -> tun.offload(1 << 30)).isInstanceOf(SysException.class)
                .hasMessageStartingWith("ioctl(TUNSETOFFLOAD, " + tun.name() + "): EINVAL");
        }
    }

    @Test
    void tellsItsFlagsAndName() {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP | Tun.IFF_VNET_HDR)) {
            assertThat(tun.interfaceFlags() & (TAP | Tun.IFF_VNET_HDR)).isEqualTo(TAP | Tun.IFF_VNET_HDR);
            assertThat(tun.currentName()).isEqualTo(tun.name());
        }
    }

    @Test
    void kernelKnowsWhatDriversNeed() {
        final int needed = TAP | Tun.IFF_VNET_HDR | Tun.IFF_MULTI_QUEUE;
        assertThat(Tun.features() & needed).isEqualTo(needed);
    }

    @Test
    void anInterfaceHasSeveralQueues() {
        final String name = TestTap.uniqueName();
        final Tun first = Tun.open(name, TAP | Tun.IFF_MULTI_QUEUE);
        try (Tun second = Tun.open(name, TAP | Tun.IFF_MULTI_QUEUE)) {
            second.attached(false);
            first.close();
            assertThat(TestTap.exists(name)).isTrue();
            second.attached(true);
            assertThatThrownBy(() -> second.attached(true)).isInstanceOf(SysException.class).hasMessageContaining("TUNSETQUEUE");
        }
        assertThat(TestTap.exists(name)).isFalse();
    }

    @Test
    void aSingleQueueIsNotOpenedTwice() {
        final String name = TestTap.uniqueName();
        final int before = OpenFds.count();
        try (Tun tun = Tun.open(name, TAP)) {
            assertThatThrownBy(() -> Tun.open(name, TAP)).isInstanceOf(SysException.class)
                .hasMessageStartingWith("ioctl(TUNSETIFF, " + name + ") on /dev/net/tun: EBUSY (Device or resource busy); ");
            assertThat(tun.name()).isEqualTo(name);
        }
        assertThat(OpenFds.count()).isEqualTo(before);
    }

    @Test
    void anInterfaceOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> Tun.open("lo", TAP)).isInstanceOf(SysException.class)
            .hasMessageContaining("EINVAL").hasMessageContaining("lo exists and is of another kind");
    }

    @Test
    void aPersistentInterfaceOutlivesItsQueue() {
        final String name = TestTap.uniqueName();
        try (Tun tun = Tun.open(name, TAP)) {
            tun.persistent(true);
            assertThat(tun.interfaceFlags() & Tun.IFF_PERSIST).isEqualTo(Tun.IFF_PERSIST);
        }
        assertThat(TestTap.exists(name)).isTrue();
        try (Tun tun = Tun.open(name, TAP)) {
            tun.persistent(false);
        }
        assertThat(TestTap.exists(name)).isFalse();
    }

    @Test
    void carrierFollows() throws IOException {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP)) {
            TestTap.up(tun.name());
            tun.carrier(false);
            assertThat(TestTap.attribute(tun.name(), "carrier")).isEqualTo("0");
            tun.carrier(true);
            assertThat(TestTap.attribute(tun.name(), "carrier")).isEqualTo("1");
        }
    }

    @Test
    void sendBufferIsSetAndTold() {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP)) {
            tun.sendBuffer(1 << 20);
            assertThat(tun.sendBuffer()).isEqualTo(1 << 20);
            assertThatThrownBy(() -> tun.sendBuffer(0)).isInstanceOf(SysException.class).hasMessageContaining("TUNSETSNDBUF");
        }
    }

    @Test
    void tellsItsNetworkNamespace() throws IOException {
        try (Tun tun = Tun.open(TestTap.uniqueName(), TAP); Fd namespace = tun.netNamespace()) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + namespace.number())).toString())
                .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
        }
    }

    @Test
    void namesThePathThatCannotBeOpenedAndTheRemedy() {
        assertThatThrownBy(() -> Tun.open("/dev/net/no-such-tun", "x", TAP)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("open(/dev/net/no-such-tun): ENOENT (No such file or directory); load the driver (modprobe tun)");
    }

    @ParameterizedTest
    @CsvSource({"1, CAP_NET_ADMIN", "16, another process", "22, another kind", "7, as many queues"})
    void eachFailureOfAttachingHasItsRemedy(final int errno, final String remedy) {
        assertThat(Tun.attachRemedy(errno, "dtap0")).contains(remedy);
    }

    @Test
    void namesTooLongForTheKernelAreRefusedAndNothingLeaks() {
        final int before = OpenFds.count();
        assertThatThrownBy(() -> Tun.open("a-name-of-17-byte", TAP)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("a-name-of-17-byte");
        assertThat(OpenFds.count()).isEqualTo(before);
    }

    /// Frames of the kernel itself (IPv6) may come in between.
    private byte[] readMarked(final Tun tun, final int headerSize) {
        while (Poll.readable(tun.fd().number(), 2000)) {
            final int length = (int) FileCalls.read(state, tun.fd().number(), buffer.address(), buffer.length()) - headerSize;
            final byte[] frame = Mem.bytes(buffer.address() + headerSize, length);
            if (frame[12] == (byte) 0x88 && frame[13] == (byte) 0xB5) {
                return frame;
            }
        }
        throw new AssertionError("no frame came");
    }
}
