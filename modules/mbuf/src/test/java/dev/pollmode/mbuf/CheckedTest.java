package dev.pollmode.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// ET-43: checked mode finds misuse where it happens, with the stacks of both ends. Runs in a JVM of its own with
/// `-Dpollmode.checked=true`.
class CheckedTest {
    private final TestPool test;

    CheckedTest() {
        assumeTrue(Checked.ON, "needs -Dpollmode.checked=true");
        test = new TestPool();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Mbuf takenHere() {
        return test.packet(16, 0);
    }

    private static void givenHere(final Mbuf packet) {
        packet.free();
    }

    /// The misuse is reported with the stack that took the mbuf and, if it is free, the one that gave it back.
    private static void assertReported(final ThrowingCallable misuse, final Class<? extends Throwable> type, final String text, final String... ends) {
        final Throwable report = catchThrowable(misuse);
        assertThat(report).isInstanceOf(type).hasMessageContaining(text);
        assertThat(report.getSuppressed()).hasSize(ends.length);
        for (int i = 0; i < ends.length; i++) {
            assertThat(Arrays.stream(report.getSuppressed()[i].getStackTrace()).map(StackTraceElement::getMethodName)).contains(ends[i]);
            assertThat(report.getSuppressed()[i]).hasMessageContaining(Thread.currentThread().getName());
        }
    }

    @Test
    void findsUseAfterFree() {
        final Mbuf packet = takenHere();
        givenHere(packet);
        assertReported(() -> packet.getByte(0), IllegalStateException.class, "use after free", "takenHere", "givenHere");
        assertReported(() -> packet.putLong(0, 1), IllegalStateException.class, "use after free", "takenHere", "givenHere");
        for (final ThrowingCallable use : new ThrowingCallable[] {packet::dataAddress, packet::dataLength, packet::packetLength, packet::next,
            packet::segments, packet::offloads, () -> packet.offloads(1), () -> packet.port(1), () -> packet.dataLength(3), () -> packet.append(1),
            () -> packet.prepend(1), () -> packet.adjust(1), () -> packet.trim(1), packet::linearize, packet::unchain, () -> packet.headroom(1),
            () -> packet.received(60, 0), () -> packet.txLengths(1), () -> packet.packetType(1), packet::data}) {
            assertReported(use, IllegalStateException.class, "use after free", "takenHere", "givenHere");
        }
    }

    @Test
    void findsUseAfterFreeAlsoWhenSomebodyElseHasTheBufferNow() {
        final Mbuf stale = takenHere();
        final long address = stale.bufferAddress();
        givenHere(stale);
        final Mbuf[] all = new Mbuf[256];
        test.pool.getBulk(all, 0, 256);
        assertThat(Arrays.stream(all).map(Mbuf::bufferAddress)).as("the buffer is in use again").contains(address);
        assertReported(() -> stale.putByte(0, (byte) 1), IllegalStateException.class, "use after free", "takenHere", "givenHere");
        assertReported(stale::free, IllegalStateException.class, "double free", "takenHere", "givenHere");
        Mbuf.freeBulk(all, 0, 256);
    }

    @Test
    void findsDoubleFree() {
        final Mbuf packet = takenHere();
        givenHere(packet);
        assertReported(packet::free, IllegalStateException.class, "double free", "takenHere", "givenHere");
        assertReported(packet::freeSegment, IllegalStateException.class, "double free", "takenHere", "givenHere");
    }

    @Test
    void findsDoubleFreeInBulk() {
        final Mbuf packet = takenHere();
        final Mbuf other = takenHere();
        givenHere(packet);
        assertReported(() -> Mbuf.freeBulk(new Mbuf[] {other, packet}, 0, 2), IllegalStateException.class, "double free", "takenHere", "givenHere");
        final Mbuf twice = takenHere();
        assertReported(() -> Mbuf.freeBulk(new Mbuf[] {twice, twice}, 0, 2), IllegalStateException.class, "double free", "takenHere", "freeBulk");
    }

    @Test
    void findsAccessOutsideTheData() {
        final Mbuf packet = takenHere();
        assertReported(() -> packet.getInt(13), IndexOutOfBoundsException.class, "access to 4 bytes at 13 of the 16 bytes", "takenHere");
        packet.free();
    }

    @Test
    void findsFreedMbufsSentToAnotherThread() {
        final Mbuf packet = takenHere();
        final Mbuf stale = takenHere();
        givenHere(stale);
        for (final Ring ring : new Ring[] {new SpscRing(8), new MpmcRing(8)}) {
            assertReported(() -> ring.enqueueBurst(new Mbuf[] {packet, stale}, 0, 2), IllegalStateException.class, "use after free", "takenHere", "givenHere");
            assertThat(ring.size()).as("nothing was taken").isZero();
        }
        packet.free();
    }

    @Test
    void eachMbufGoesHomeWhoeverFreesIt() {
        final Mempool other = test.pool("other", 8);
        final Mbuf[] mixed = {takenHere(), other.tryAlloc(), takenHere(), other.tryAlloc()};
        Mbuf.freeBulk(mixed, 0, 4);
        assertThat(other.audit()).isEmpty();
        assertThat(test.pool.audit()).isEmpty();
        assertThat(other.inUse() + test.pool.inUse()).isZero();
    }

    @Test
    void namesWhoTookWhatIsOutAtClose() {
        final Mbuf leaked = takenHere();
        final Mbuf[] raw = new Mbuf[1];
        test.pool.getBulkRaw(raw, 0, 1);
        final Throwable report = catchThrowable(test.pool::close);
        assertThat(report).isInstanceOf(IllegalStateException.class).hasMessageContaining("2 of its 256 mbufs are still out");
        assertThat(report.getSuppressed()).hasSize(2);
        assertThat(Arrays.stream(report.getSuppressed()).filter(CheckedTest::beganInTakenHere)).hasSize(1);
        leaked.free();
        assertReported(test.pool::close, IllegalStateException.class, "1 of its 256 mbufs are still out", "namesWhoTookWhatIsOutAtClose");
        raw[0].received(60, 0);
        raw[0].free();
    }

    private static boolean beganInTakenHere(final Throwable stack) {
        return Arrays.stream(stack.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("takenHere"));
    }

    @Test
    void anMbufIsLiveBeforeADriverHasFilledIt() {
        final Mbuf[] raw = new Mbuf[4];
        test.pool.getBulkRaw(raw, 0, 4);
        for (final Mbuf mbuf : raw) {
            assertThat(mbuf.dataAddress()).isNotZero();
            mbuf.received(60, 0);
        }
        Mbuf.freeBulk(raw, 0, 4);
    }

    @Test
    void findsUseOfAPoolThatIsGone() {
        final Mempool gone = test.pool("gone", 8);
        final Mbuf stale = gone.tryAlloc();
        stale.free();
        gone.close();
        assertThatThrownBy(() -> stale.getByte(0)).isInstanceOf(IllegalStateException.class).hasMessageContaining("use after free of Mbuf[gone#");
    }
}
