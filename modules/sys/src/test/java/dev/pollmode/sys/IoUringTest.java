package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IoUringTest {
    private final CallState state = CallState.create();
    private IoUring ring;
    private Pipe pipe;
    private Mapping buffer;

    @BeforeEach
    void open() {
        try {
            ring = IoUring.open(8);
        } catch (final SysException e) {
            assumeTrue(e.errno() != Errno.ENOSYS && e.errno() != Errno.EPERM, e.getMessage());
            throw e;
        }
        pipe = Pipe.nonBlocking();
        buffer = Mapping.anonymous(65536);
    }

    @AfterEach
    void close() {
        if (ring != null) {
            ring.close();
            pipe.close();
            buffer.close();
        }
    }

    @Test
    void aRequestIsCompletedWithItsUserData() {
        Sqe.nop(ring.nextSqe(), 0, 0x1234_5678_9abc_def0L);
        assertThat(ring.submit()).isEqualTo(1);
        final long cqe = ring.peekCqe();
        assertThat(Cqe.userData(cqe)).isEqualTo(0x1234_5678_9abc_def0L);
        assertThat(Cqe.result(cqe)).isZero();
        ring.advance(1);
        assertThat(ring.peekCqe()).isZero();
    }

    @Test
    void submittingNothingIsNoCall() {
        assertThat(ring.submit()).isZero();
        assertThat(ring.peekCqe()).isZero();
        assertThat(ring.completions()).isZero();
    }

    @Test
    void aFullQueueGivesNoRequestUntilItIsSubmitted() {
        for (int i = 0; i < ring.sqEntries(); i++) {
            Sqe.nop(ring.nextSqe(), 0, i);
        }
        assertThat(ring.nextSqe()).isZero();
        assertThat(ring.queued()).isEqualTo(8);
        assertThat(ring.submit()).isEqualTo(8);
        assertThat(ring.nextSqe()).isNotZero();
        assertThat(ring.completions()).isEqualTo(8);
    }

    @Test
    void requestsAreDoneInTheirOrderAgainAndAgain() {
        long expected = 0;
        long next = 0;
        for (int round = 0; round < 1000; round++) {
            for (int i = 0; i < 1 + round % 8; i++) {
                Sqe.nop(ring.nextSqe(), 0, next++);
            }
            ring.submit();
            for (long cqe = ring.peekCqe(); cqe != 0; cqe = ring.peekCqe()) {
                assertThat(Cqe.userData(cqe)).isEqualTo(expected++);
                ring.advance(1);
            }
        }
        assertThat(expected).isEqualTo(next);
    }

    @Test
    void writesAndReadsAPipe() {
        Mem.putLong(buffer.address(), 0x0807060504030201L);
        Sqe.write(ring.nextSqe(), Sqe.IO_LINK, pipe.sink().number(), buffer.address(), 8, 1);
        Sqe.read(ring.nextSqe(), 0, pipe.source().number(), buffer.address() + 64, 32, 2);
        assertThat(ring.submitAndWait(2)).isEqualTo(2);
        assertThat(reap()).isEqualTo(8);
        assertThat(reap()).isEqualTo(8);
        assertThat(Mem.getLong(buffer.address() + 64)).isEqualTo(0x0807060504030201L);
    }

    @Test
    void writesSeveralBuffersAtOnce() {
        final long vectors = buffer.address() + 1024;
        Mem.putIntBe(buffer.address(), 0x01020304);
        Mem.putIntBe(buffer.address() + 100, 0x05060708);
        Iovec.put(vectors, buffer.address(), 4);
        Iovec.put(vectors + Iovec.SIZE, buffer.address() + 100, 3);
        Sqe.writev(ring.nextSqe(), 0, pipe.sink().number(), vectors, 2, 0);
        ring.submitAndWait(1);
        assertThat(reap()).isEqualTo(7);
        Iovec.put(vectors, buffer.address() + 200, 5);
        Iovec.put(vectors + Iovec.SIZE, buffer.address() + 300, 5);
        Sqe.readv(ring.nextSqe(), 0, pipe.source().number(), vectors, 2, 0);
        ring.submitAndWait(1);
        assertThat(reap()).isEqualTo(7);
        assertThat(Mem.bytes(buffer.address() + 200, 5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(Mem.bytes(buffer.address() + 300, 3)).containsExactly(6, 7, 0);
    }

    @Test
    void registeredFilesAndBuffersAreNamedByIndex() {
        ring.registerFiles(pipe.source().number(), pipe.sink().number());
        ring.registerBuffers(new long[] {buffer.address(), buffer.address() + 4096}, new long[] {4096, 4096});
        Mem.putLong(buffer.address() + 4096, 77);
        Sqe.writeFixed(ring.nextSqe(), Sqe.FIXED_FILE | Sqe.IO_LINK, 1, buffer.address() + 4096, 8, 1, 0);
        Sqe.readFixed(ring.nextSqe(), Sqe.FIXED_FILE, 0, buffer.address() + 8, 8, 0, 0);
        ring.submitAndWait(2);
        assertThat(reap()).isEqualTo(8);
        assertThat(reap()).isEqualTo(8);
        assertThat(Mem.getLong(buffer.address() + 8)).isEqualTo(77);
        ring.unregisterBuffers();
        ring.unregisterFiles();
    }

    @Test
    void addressesOutsideTheRegisteredBufferFail() {
        ring.registerBuffers(new long[] {buffer.address()}, new long[] {4096});
        Sqe.writeFixed(ring.nextSqe(), 0, pipe.sink().number(), buffer.address() + 4090, 16, 0, 0);
        ring.submitAndWait(1);
        assertThat(reap()).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void successIsSilentWhenAskedAndFailureIsNot() {
        assumeTrue(ring.canSkipCompletions(), "needs Linux 5.17");
        Sqe.write(ring.nextSqe(), Sqe.CQE_SKIP_SUCCESS, pipe.sink().number(), buffer.address(), 5, 1);
        Sqe.write(ring.nextSqe(), Sqe.CQE_SKIP_SUCCESS, -1, buffer.address(), 5, 2);
        assertThat(ring.submit()).isEqualTo(2);
        assertThat(ring.completions()).isEqualTo(1);
        assertThat(Cqe.userData(ring.peekCqe())).isEqualTo(2);
        assertThat(reap()).isEqualTo(-Errno.EBADF);
        assertThat(FileCalls.read(state, pipe.source().number(), buffer.address(), 100)).isEqualTo(5);
    }

    @Test
    void anEmptyPipeIsNotWaitedForWhenTheRequestSaysSo() {
        final long sqe = ring.nextSqe();
        Sqe.read(sqe, 0, pipe.source().number(), buffer.address(), 8, 0);
        Sqe.noWait(sqe);
        ring.submitAndWait(1);
        assertThat(reap()).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void anEmptyPipeIsWaitedForOtherwise() {
        Sqe.read(ring.nextSqe(), 0, pipe.source().number(), buffer.address(), 8, 0);
        ring.submitAndWait(0);
        assertThat(ring.completions()).isZero();
        assertThat(FileCalls.write(state, pipe.sink().number(), buffer.address(), 3)).isEqualTo(3);
        ring.submitAndWait(1);
        assertThat(reap()).isEqualTo(3);
    }

    @Test
    void offsetOfAFileIsKept() {
        try (MemFd file = MemFd.create("offset", 4096)) {
            Mem.putInt(buffer.address(), 5);
            final long sqe = ring.nextSqe();
            Sqe.write(sqe, 0, file.fd().number(), buffer.address(), 4, 0);
            Sqe.offset(sqe, 100);
            ring.submitAndWait(1);
            assertThat(reap()).isEqualTo(4);
            try (Mapping view = file.map()) {
                assertThat(Mem.getInt(view.address())).isZero();
                assertThat(Mem.getInt(view.address() + 100)).isEqualTo(5);
            }
        }
    }

    @Test
    void completionsThatFoundNoRoomComeLater() {
        try (IoUring small = IoUring.open(4, 4, 0)) {
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < 4; k++) {
                    Sqe.nop(small.nextSqe(), 0, 4 * i + k);
                }
                assertThat(small.submit()).isEqualTo(4);
            }
            for (int i = 0; i < 12; i++) {
                if (small.peekCqe() == 0) {
                    small.submit();
                }
                assertThat(Cqe.userData(small.peekCqe())).isEqualTo(i);
                small.advance(1);
            }
        }
    }

    @Test
    void anEventCounterHearsOfCompletions() {
        try (EventFd event = EventFd.create()) {
            ring.registerEventFd(event);
            Sqe.nop(ring.nextSqe(), 0, 0);
            ring.submit();
            assertThat(event.await(1000)).isTrue();
        }
    }

    @Test
    void aDisabledRingWaitsForItsOwner() {
        try (IoUring disabled = IoUring.open(4, 8, IoUring.SETUP_R_DISABLED)) {
            Sqe.nop(disabled.nextSqe(), 0, 0);
            assertThat(disabled.submit()).isEqualTo(-Errno.EBADFD);
            disabled.enable();
            assertThat(disabled.submit()).isEqualTo(1);
        }
    }

    @Test
    void writesFramesToATap() throws IOException {
        TestTap.requireDevice();
        try (Tun tun = Tun.open(TestTap.uniqueName(), Tun.IFF_TAP | Tun.IFF_NO_PI)) {
            TestTap.up(tun.name());
            ring.registerFiles(tun.fd().number());
            ring.registerBuffers(new long[] {buffer.address()}, new long[] {buffer.length()});
            final byte[] frame = TestTap.frame(64, 1);
            final long before = TestTap.receivedPackets(tun.name());
            for (int i = 0; i < 8; i++) {
                final long at = buffer.address() + 2048L * i;
                Mem.copy(frame, 0, at, frame.length);
                Sqe.writeFixed(ring.nextSqe(), Sqe.FIXED_FILE, 0, at, frame.length, 0, i);
            }
            assertThat(ring.submit()).isEqualTo(8);
            for (int i = 0; i < 8; i++) {
                assertThat(reap()).isEqualTo(64);
            }
            assertThat(TestTap.receivedPackets(tun.name())).isEqualTo(before + 8);
        }
    }

    @Test
    void aRegisteredTapVanishesWhenRingAndQueueAreClosed() {
        TestTap.requireDevice();
        final String name = TestTap.uniqueName();
        try (Tun tun = Tun.open(name, Tun.IFF_TAP | Tun.IFF_NO_PI)) {
            ring.registerFiles(tun.fd().number());
            ring.registerBuffers(new long[] {buffer.address()}, new long[] {buffer.length()});
            ring.close();
            ring.close();
            assertThat(TestTap.exists(name)).isTrue();
        }
        assertThat(TestTap.exists(name)).isFalse();
    }

    @Test
    void failuresOfRegistrationAreNamed() {
        assertThatThrownBy(() -> ring.registerFiles(999_999)).isInstanceOf(SysException.class)
            .hasMessage("io_uring_register(IORING_REGISTER_FILES, 1): EBADF (Bad file descriptor)");
        assertThatThrownBy(() -> ring.registerBuffers(new long[] {4096}, new long[] {4096})).isInstanceOf(SysException.class)
            .hasMessageContaining("EFAULT");
        assertThatThrownBy(() -> ring.registerBuffers(new long[1], new long[2])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLimitOfLockedMemoryIsReportedByItsOwnType() throws InterruptedException {
        final long soft = RLimits.soft(RLimits.MEMLOCK);
        final long hard = RLimits.hard(RLimits.MEMLOCK);
        final Throwable[] thrown = new Throwable[1];
        final Thread thread = new Thread(() -> thrown[0] = registerWithoutCapability());
        try {
            RLimits.set(RLimits.MEMLOCK, 64 * 1024, hard);
            thread.start();
            thread.join();
        } finally {
            RLimits.set(RLimits.MEMLOCK, soft, hard);
        }
        assertThat(thrown[0]).isInstanceOf(MemlockLimitException.class).hasMessageContaining("ulimit -l");
    }

    private Throwable registerWithoutCapability() {
        Capabilities.drop(Capabilities.IPC_LOCK);
        try (Mapping large = Mapping.anonymous(8 << 20); IoUring limited = IoUring.open(2)) {
            limited.registerBuffers(new long[] {large.address()}, new long[] {large.length()});
            return null;
        } catch (final SysException e) {
            return e;
        }
    }

    @ParameterizedTest
    @CsvSource({"38, no io_uring", "1, forbidden", "12, locked memory", "22, fewer entries"})
    void eachFailureOfSetupHasItsRemedy(final int errno, final String remedy) {
        assertThat(IoUring.setupRemedy(errno)).contains(remedy);
    }

    @Test
    void whatTheKernelRefusesIsThrownAndNothingLeaks() {
        final int before = OpenFds.count();
        assertThatThrownBy(() -> IoUring.open(1 << 20)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("io_uring_setup(1048576): EINVAL");
        assertThatThrownBy(() -> IoUring.open(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IoUring.open(8, 4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IoUring.open(8, 16, 2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0x2");
        for (int i = 0; i < 100; i++) {
            IoUring.open(4).close();
        }
        assertThat(OpenFds.count()).isEqualTo(before);
    }

    private int reap() {
        final long cqe = ring.peekCqe();
        assertThat(cqe).as("a completion").isNotZero();
        final int result = Cqe.result(cqe);
        ring.advance(1);
        return result;
    }
}
