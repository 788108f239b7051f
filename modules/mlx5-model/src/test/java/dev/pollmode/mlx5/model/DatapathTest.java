package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.AllocQCounter;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.mlx5.prm.QueryQCounter;
import dev.pollmode.mlx5.prm.QueryVportCounter;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TrafficCounter;
import dev.pollmode.mlx5.prm.WorkQueue;
import dev.pollmode.sys.Mem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatapathTest {
    private static final int MTU = 9000 + 22;

    private final Random random = new Random(7);
    private final Host host = new Host(256 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> host.interrupts.incrementAndGet(vector), new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);
    private final TestPort port = new TestPort(driver);

    @BeforeEach
    void start() {
        driver.startWithObjects(1L << EventType.CQ_ERROR | 1L << EventType.PORT_CHANGE);
        port.open(MTU);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    private TestCq cq(final int logSize) {
        return new TestCq(driver, logSize, -1, false, 0);
    }

    private TestSq sq() {
        return new TestSq(driver, cq(8), 8, false);
    }

    private TestRq cyclic(final int logSize, final int segments, final int segmentSize) {
        return new TestRq(driver, cq(10), TestRq.CYCLIC, logSize, segments, segmentSize, context -> { });
    }

    private static void assertReceived(final TestRq rq, final byte[] expected) {
        final TestCq.Completion completion = rq.cq.await();
        assertThat(completion.opcode()).isEqualTo(Cqe.OPCODE_RESPONDER);
        assertThat(completion.byteCount()).isEqualTo(expected.length);
        assertThat(rq.bytes(completion.counter(), 0, expected.length)).isEqualTo(expected);
    }

    private static byte[] padded(final byte[] frame) {
        return Arrays.copyOf(frame, Math.max(60, frame.length));
    }

    @Test
    void framesOfAllSizesComeBackByteForByte() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(4, 1, 9216);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
        final long mark = host.mark();
        for (int i = 0; i < 500; i++) {
            final byte[] frame = Frames.plain(random, 14 + random.nextInt(9000));
            host.release(mark);
            sq.sendPointer(frame, true);
            sq.ring();
            assertReceived(rq, padded(frame));
            rq.post(1);
            final TestCq.Completion sent = sq.cq.await();
            assertThat(sent.opcode()).isEqualTo(Cqe.OPCODE_REQUESTER);
            assertThat(sent.counter()).isEqualTo(sq.producer - 1 & 0xffff);
        }
    }

    @Test
    void inlinedHeadersAndSegmentsMakeOneFrame() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(4, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
        final byte[] frame = Frames.plain(random, 200);
        final Struct wqe = TestSq.wqe(2 + 1 + 1 + 3 + 1, 0, SendWqe.OPCODE_SEND, true);
        wqe.setInt(SendWqe.INLINE_LENGTH, 18 << 16);
        for (int i = 0; i < 18; i++) {
            wqe.setByte(SendWqe.INLINE_HEADER + i, frame[i]);
        }
        final long memory = sq.put(frame);
        TestSq.pointer(wqe, 0x30, 50, driver.lkey, memory + 18);
        wqe.setInt(0x40, DataSegment.INLINE | 42);
        for (int i = 0; i < 42; i++) {
            wqe.setByte(0x44 + i, frame[68 + i]);
        }
        TestSq.pointer(wqe, 0x70, 90, driver.lkey, memory + 110);
        sq.post(wqe);
        sq.ring();
        assertReceived(rq, frame);
    }

    @Test
    void workRequestsWrapAroundTheRing() {
        final TestSq sq = new TestSq(driver, cq(8), 3, false);
        final TestRq rq = cyclic(6, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(64);
        for (int i = 0; i < 50; i++) {
            final byte[] frame = Frames.plain(random, 180);
            final Struct wqe = TestSq.wqe(2 + 12, 0, SendWqe.OPCODE_SEND, true);
            wqe.setInt(SendWqe.DATA, DataSegment.INLINE | frame.length);
            for (int j = 0; j < frame.length; j++) {
                wqe.setByte(SendWqe.DATA + 4 + j, frame[j]);
            }
            sq.post(wqe);
            sq.ring();
            assertReceived(rq, frame);
            sq.cq.await();
        }
    }

    @Test
    void aFrameIsScatteredOverSegments() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(4, 4, 512);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
        for (final int length : new int[] {100, 512, 513, 1500, 2048}) {
            final byte[] frame = Frames.plain(random, length);
            sq.sendPointer(frame, true);
            sq.ring();
            assertReceived(rq, frame);
        }
    }

    /// Linux sets bit 31 of the byte count of receive segments.
    @Test
    void theUpperBitOfAReceiveSegmentIsNoPartOfItsLength() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(2, 2, 512);
        for (int i = 0; i < 8; i++) {
            Mem.putIntBe(rq.wqe(i / 2) + i % 2 * 16, 1 << 31 | 512);
        }
        port.everythingTo(port.directTarget(rq.number));
        rq.post(4);
        sq.sendPointer(Frames.plain(random, 600), true);
        sq.sendPointer(Frames.plain(random, 1100), true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(600);
        assertThat(rq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_LENGTH);
    }

    @Test
    void aFrameTooLongForItsBufferEndsTheQueueAndFlushesIt() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(2, 1, 256);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(4);
        sq.sendPointer(Frames.plain(random, 300), true);
        sq.ring();
        final TestCq.Completion first = rq.cq.await();
        assertThat(first.opcode()).isEqualTo(Cqe.OPCODE_RESPONDER_ERROR);
        assertThat(first.syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_LENGTH);
        for (int i = 0; i < 3; i++) {
            assertThat(rq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_FLUSHED);
        }
        assertThat(rq.move(QueueState.ERR, QueueState.RST)).isZero();
        rq.producer = 0;
        rq.post(0);
        assertThat(rq.move(QueueState.RST, QueueState.RDY)).isZero();
        rq.post(4);
        final byte[] frame = Frames.plain(random, 200);
        sq.sendPointer(frame, true);
        sq.ring();
        assertReceived(rq, frame);
    }

    @Test
    void aReceiveQueueWithoutProtectionDomainReachesNoBuffer() {
        final TestSq sq = sq();
        final TestRq rq = new TestRq(driver, cq(6), TestRq.CYCLIC, 2, 1, 2048, context -> context.at(RqContext.WQ).set(WorkQueue.PD, 0));
        port.everythingTo(port.directTarget(rq.number));
        rq.post(4);
        sq.sendPointer(Frames.plain(random, 100), true);
        sq.ring();
        assertThat(rq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    @Test
    void aFrameWithoutBufferIsCountedOutOfBuffer() {
        final int set = driver.command(AllocQCounter.In.LAYOUT.allocate(), AllocQCounter.Out.LAYOUT).get(AllocQCounter.Out.COUNTER_SET_ID);
        final TestSq sq = sq();
        final TestRq rq = new TestRq(driver, cq(6), TestRq.CYCLIC, 2, 1, 2048, context -> context.set(RqContext.COUNTER_SET_ID, set));
        port.everythingTo(port.directTarget(rq.number));
        sq.sendPointer(Frames.plain(random, 100), true);
        sq.ring();
        sq.cq.await();
        final Struct in = QueryQCounter.In.LAYOUT.allocate().set(QueryQCounter.In.COUNTER_SET_ID, set);
        TestDriver.await("drop", () -> driver.command(in, QueryQCounter.Out.LAYOUT).get(QueryQCounter.Out.OUT_OF_BUFFER) == 1);
    }

    @Test
    void onlyRequestedCompletionsComeAndCoverAllBefore() {
        final TestSq sq = sq();
        for (int i = 0; i < 31; i++) {
            sq.sendPointer(Frames.plain(random, 64), false);
        }
        sq.sendPointer(Frames.plain(random, 64), true);
        sq.ring();
        assertThat(sq.cq.await().counter()).isEqualTo(31);
        assertThat(sq.cq.poll()).isNull();
    }

    @Test
    void aWrongKeyEndsTheQueueWhateverTheCompletionMode() {
        final TestSq sq = sq();
        sq.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, false), SendWqe.DATA, 64, driver.lkey ^ 1, sq.put(new byte[64])));
        sq.sendPointer(Frames.plain(random, 64), false);
        sq.ring();
        final TestCq.Completion error = sq.cq.await();
        assertThat(error.opcode()).isEqualTo(Cqe.OPCODE_REQUESTER_ERROR);
        assertThat(error.syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
        assertThat(error.counter()).isZero();
        assertThat(sq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_FLUSHED);
        assertThat(sq.move(QueueState.RDY, QueueState.ERR)).as("the queue is in ERR already").isNotZero();
        assertThat(sq.move(QueueState.ERR, QueueState.RST)).isZero();
        sq.reset();
        assertThat(sq.move(QueueState.RST, QueueState.RDY)).isZero();
        sq.sendPointer(Frames.plain(random, 64), true);
        sq.ring();
        assertThat(sq.cq.await().opcode()).isEqualTo(Cqe.OPCODE_REQUESTER);
    }

    @Test
    void aQueueWithoutTargetDoesNothingButComplete() {
        final TestSq sq = new TestSq(driver, cq(6), 6, false, false);
        sq.post(TestSq.wqe(1, 0, SendWqe.OPCODE_NOP, true));
        sq.ring();
        assertThat(sq.cq.await().opcode()).isEqualTo(Cqe.OPCODE_REQUESTER);
        sq.sendPointer(Frames.plain(random, 64), true);
        sq.ring();
        assertThat(sq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_QUEUE_OPERATION);
    }

    @Test
    void theReservedKeyIsForQueuesThatAskedForIt() {
        final TestSq with = new TestSq(driver, cq(6), 6, true);
        with.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, 64, ObjectCommands.RESERVED_LKEY, with.put(new byte[64])));
        with.ring();
        assertThat(with.cq.await().opcode()).isEqualTo(Cqe.OPCODE_REQUESTER);
        final TestSq without = sq();
        without.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, 64, ObjectCommands.RESERVED_LKEY, without.put(new byte[64])));
        without.ring();
        assertThat(without.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    @Test
    void aSessionOfManyPacketsHasOneCompletion() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(5, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(32);
        final List<byte[]> frames = new ArrayList<>();
        final Struct wqe = TestSq.wqe(2 + 10 + 5, 0, SendWqe.OPCODE_ENHANCED_MPW, true);
        for (int i = 0; i < 10; i++) {
            frames.add(Frames.plain(random, 60 + i * 100));
            TestSq.pointer(wqe, SendWqe.DATA + i * 16, frames.get(i).length, driver.lkey, sq.put(frames.get(i)));
        }
        frames.add(Frames.plain(random, 70));
        wqe.setInt(0xc0, DataSegment.INLINE | 70);
        for (int i = 0; i < 70; i++) {
            wqe.setByte(0xc4 + i, frames.get(10)[i]);
        }
        sq.post(wqe);
        sq.ring();
        for (final byte[] frame : frames) {
            assertReceived(rq, frame);
        }
        assertThat(sq.cq.await().counter()).isZero();
        assertThat(sq.cq.poll()).isNull();
    }

    @Test
    void aLegacySessionSendsFramesOfOneLength() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(5, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(32);
        final Struct wqe = TestSq.wqe(2 + 5, SendWqe.MODIFIER_MPW, SendWqe.OPCODE_LSO, true);
        wqe.setInt(SendWqe.CHECKSUMS, 128);
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            frames.add(Frames.plain(random, 128));
            TestSq.pointer(wqe, SendWqe.DATA + i * 16, 128, driver.lkey, sq.put(frames.get(i)));
        }
        sq.post(wqe);
        sq.ring();
        for (final byte[] frame : frames) {
            assertReceived(rq, frame);
        }
    }

    @Test
    void checksumsAreWrittenAndVerified() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(5, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(32);
        for (final int protocol : new int[] {6, 17}) {
            final byte[] frame = Frames.ipv4(protocol, 0x0a000001, 0x0a000002, 1234, 80, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19});
            final Struct wqe = TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, frame.length, driver.lkey, sq.put(frame));
            wqe.setByte(SendWqe.CHECKSUMS, SendWqe.CHECKSUM_L3 | SendWqe.CHECKSUM_L4);
            sq.post(wqe);
            sq.ring();
            final TestCq.Completion good = rq.cq.await();
            final byte[] received = rq.bytes(good.counter(), 0, good.byteCount());
            assertThat(Frames.isIntact(received)).isTrue();
            assertThat(good.types() & (Cqe.TYPE_L3_OK | Cqe.TYPE_L4_OK | Cqe.TYPE_IPV4)).isEqualTo(Cqe.TYPE_L3_OK | Cqe.TYPE_L4_OK | Cqe.TYPE_IPV4);
            assertThat(good.types() & Cqe.TYPE_L4).isEqualTo(protocol == 6 ? Cqe.L4_TCP_ACK_DATA : Cqe.L4_UDP);
            assertThat(good.bytes().getInt(Cqe.CHECKSUM) >>> 16).isEqualTo(Frames.sum(received, 14, received.length, 0));
            received[received.length - 1] ^= 1;
            sq.sendPointer(received, true);
            sq.ring();
            assertThat(rq.cq.await().types() & (Cqe.TYPE_L3_OK | Cqe.TYPE_L4_OK)).isEqualTo(Cqe.TYPE_L3_OK);
        }
    }

    @Test
    void aLargeSegmentIsCutIntoFrames() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(6, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(64);
        final byte[] payload = new byte[30_000];
        random.nextBytes(payload);
        final byte[] large = Frames.ipv4(6, 0x0a000001, 0x0a000002, 1234, 80, payload);
        large[47] |= 1;
        final int segments = 2 + SendWqe.inlineSegments(54) + 1;
        final Struct wqe = TestSq.wqe(segments, 0, SendWqe.OPCODE_LSO, true);
        wqe.setInt(SendWqe.CHECKSUMS, (SendWqe.CHECKSUM_L3 | SendWqe.CHECKSUM_L4) << 24 | 1400);
        wqe.setInt(SendWqe.INLINE_LENGTH, 54 << 16);
        for (int i = 0; i < 54; i++) {
            wqe.setByte(SendWqe.INLINE_HEADER + i, large[i]);
        }
        TestSq.pointer(wqe, (segments - 1) * 16, payload.length, driver.lkey, sq.put(payload));
        sq.post(wqe);
        sq.ring();
        int sequence = 1000;
        for (int sent = 0; sent < payload.length; sent += 1400) {
            final int part = Math.min(1400, payload.length - sent);
            final TestCq.Completion completion = rq.cq.await();
            final byte[] frame = rq.bytes(completion.counter(), 0, completion.byteCount());
            assertThat(frame).hasSize(54 + part);
            assertThat(Frames.isIntact(frame)).isTrue();
            assertThat(Frames.word(frame, 38) << 16 | Frames.word(frame, 40)).isEqualTo(sequence);
            assertThat(Frames.word(frame, 18)).isEqualTo(0x100 + sent / 1400);
            assertThat(frame[47] & 1).isEqualTo(sent + part == payload.length ? 1 : 0);
            assertThat(Arrays.copyOfRange(frame, 54, frame.length)).isEqualTo(Arrays.copyOfRange(payload, sent, sent + part));
            sequence += part;
        }
        assertThat(sq.cq.await().counter()).isZero();
    }

    @Test
    void tagsAreInsertedAndStripped() {
        final TestSq sq = sq();
        final TestRq keeps = cyclic(4, 1, 2048);
        final TestRq strips = new TestRq(driver, cq(6), TestRq.CYCLIC, 4, 1, 2048, context -> context.set(RqContext.VSD, 0));
        final int table = port.table(0, 4);
        final int group = port.group(table, 0, 1, mask -> mask.set(FlowMatchHeaders.FIRST_VID, 0xfff));
        port.forward(table, group, 0, port.directTarget(keeps.number), value -> value.set(FlowMatchHeaders.FIRST_VID, 5));
        port.forward(table, group, 1, port.directTarget(strips.number), value -> value.set(FlowMatchHeaders.FIRST_VID, 6));
        port.root(table);
        keeps.post(4);
        strips.post(4);
        final byte[] frame = Frames.plain(random, 100);
        for (final int vid : new int[] {5, 6}) {
            final Struct wqe = TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, frame.length, driver.lkey, sq.put(frame));
            wqe.setInt(SendWqe.INLINE_LENGTH, SendWqe.INSERT_VLAN << 16 | 0x2000 | vid);
            sq.post(wqe);
        }
        sq.ring();
        assertReceived(keeps, Frames.tagged(frame, 0x2005));
        final TestCq.Completion stripped = strips.cq.await();
        assertThat(stripped.types() & Cqe.TYPE_VLAN_STRIPPED).isNotZero();
        assertThat(stripped.bytes().getInt(Cqe.HEADER_TYPES) & 0xffff).isEqualTo(0x2006);
        assertThat(strips.bytes(0, 0, stripped.byteCount())).isEqualTo(frame);
    }

    @Test
    void theFcsIsKeptOnRequest() {
        final TestSq sq = sq();
        final TestRq rq = new TestRq(driver, cq(6), TestRq.CYCLIC, 4, 1, 2048, context -> context.set(RqContext.SCATTER_FCS, 1));
        port.everythingTo(port.directTarget(rq.number));
        rq.post(4);
        final byte[] frame = Frames.plain(random, 100);
        sq.sendPointer(frame, true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(104);
        final CRC32 crc = new CRC32();
        crc.update(rq.bytes(0, 0, 104));
        // The CRC over a frame and its FCS is a constant.
        assertThat(crc.getValue()).isEqualTo(0x2144df1cL);
    }

    @ParameterizedTest
    @ValueSource(ints = {TestRq.LINKED, TestRq.CYCLIC})
    void ringsOfBothKindsWrapManyTimes(final int type) {
        final TestSq sq = sq();
        final TestRq rq = new TestRq(driver, cq(4), type, 2, 1, 2048, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        rq.post(4);
        for (int i = 0; i < 400; i++) {
            final byte[] frame = Frames.plain(random, 64);
            final long mark = host.mark();
            sq.sendPointer(frame, true);
            sq.ring();
            assertReceived(rq, frame);
            sq.cq.await();
            rq.post(1);
            host.release(mark);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TestRq.LINKED_STRIDING, TestRq.STRIDING})
    void stridesOfAWorkRequestAddUp(final int type) {
        final TestSq sq = sq();
        final TestRq rq = new TestRq(driver, cq(8), type, 3, 1, 0, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        rq.post(8);
        int wqe = 0;
        int used = 0;
        for (int i = 0; i < 600; i++) {
            final byte[] frame = Frames.plain(random, 60 + random.nextInt(1400));
            final long mark = host.mark();
            sq.sendPointer(frame, true);
            sq.ring();
            sq.cq.await();
            host.release(mark);
            TestCq.Completion completion = rq.cq.await();
            if ((completion.byteCount() & Cqe.FILLER) != 0) {
                used += completion.byteCount() >>> 16 & 0x7fff;
                assertThat(used).isEqualTo(TestRq.STRIDES);
                rq.post(1);
                wqe++;
                used = 0;
                completion = rq.cq.await();
            }
            assertThat(completion.wqeId()).isEqualTo(wqe & 7);
            assertThat(completion.counter()).isEqualTo(used);
            assertThat(completion.byteCount() & 0xffff).isEqualTo(frame.length);
            assertThat(rq.bytes(wqe, completion.counter() * TestRq.STRIDE_BYTES, frame.length)).isEqualTo(frame);
            used += completion.byteCount() >>> 16;
            if (used == TestRq.STRIDES) {
                rq.post(1);
                wqe++;
                used = 0;
            }
        }
    }

    @Test
    void aPacketBeginsTwoBytesIntoItsStrideOnRequest() {
        final TestSq sq = sq();
        final TestRq rq = new TestRq(driver, cq(6), TestRq.STRIDING, 3, 1, 0, context -> context.at(RqContext.WQ).set(WorkQueue.TWO_BYTE_SHIFT_EN, 1));
        port.everythingTo(port.directTarget(rq.number));
        rq.post(8);
        final byte[] frame = Frames.plain(random, 255);
        sq.sendPointer(frame, true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(2 << 16 | 255);
        assertThat(rq.bytes(0, 2, 255)).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(ints = {MiniCqe.HASH, MiniCqe.CHECKSUM, MiniCqe.FLOW_TAG_STRIDE, MiniCqe.CHECKSUM_STRIDE, CqeSession.FORMAT_TYPES_STRIDE})
    void compressedCompletionsTellOfEveryPacket(final int format) {
        final TestSq sq = new TestSq(driver, cq(10), 10, false);
        final TestRq rq = new TestRq(driver, new TestCq(driver, 10, format, false, 0), TestRq.CYCLIC, 9, 1, 2048, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            frames.add(Frames.plain(random, 60 + random.nextInt(200)));
            sq.sendPointer(frames.get(i), i % 32 == 31);
        }
        rq.post(512);
        sq.ring();
        for (int i = 0; i < frames.size(); i++) {
            final TestCq.Completion completion = rq.cq.await();
            final byte[] frame = frames.get(i);
            assertThat(completion.byteCount() & 0xffffff).isEqualTo(frame.length);
            assertThat(completion.counter()).isEqualTo(i);
            assertThat(rq.bytes(i, 0, frame.length)).isEqualTo(frame);
            if (completion.compressed() && (format == MiniCqe.CHECKSUM || format == MiniCqe.CHECKSUM_STRIDE)) {
                assertThat(completion.word() >>> 16).isEqualTo(Frames.sum(frame, 14, frame.length, 0));
            }
            if (completion.compressed() && format == MiniCqe.FLOW_TAG_STRIDE) {
                assertThat(completion.word() >>> 16).isEqualTo(0xcdef);
                assertThat(completion.byteCount() >>> 24).isEqualTo(0xab);
            }
        }
        assertThat(rq.cq.compressedSessions).isPositive();
    }

    @Test
    void compressionAndStridesGoTogether() {
        final TestSq sq = new TestSq(driver, cq(10), 10, false);
        final TestRq rq = new TestRq(driver, new TestCq(driver, 8, MiniCqe.CHECKSUM_STRIDE, false, 0), TestRq.STRIDING, 6, 1, 0, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        for (int i = 0; i < 200; i++) {
            sq.sendPointer(Frames.plain(random, 64 + i % 100), i % 32 == 31);
        }
        rq.post(64);
        sq.ring();
        for (int i = 0; i < 200; i++) {
            final TestCq.Completion completion = rq.cq.await();
            assertThat(completion.byteCount()).isEqualTo(1 << 16 | 64 + i % 100);
            final int stride = completion.compressed() ? completion.word() & 0xffff : completion.counter();
            assertThat(stride).isEqualTo(i % TestRq.STRIDES);
        }
        assertThat(rq.cq.compressedSessions).isPositive();
    }

    @Test
    void aCollapsedQueueKeepsRewritingItsFirstEntry() {
        final TestSq sq = new TestSq(driver, new TestCq(driver, 0, -1, true, 0), 6, false);
        for (int i = 0; i < 40; i++) {
            sq.sendPointer(Frames.plain(random, 64), true);
        }
        sq.ring();
        TestDriver.await("last completion", () -> sq.cq.entry(0).getInt(Cqe.WQE_COUNTER) >>> 16 == 39);
        assertThat(sq.cq.entry(0).getByte(Cqe.FLOW_TAG)).isEqualTo(SendWqe.OPCODE_SEND);
        assertThat(sq.cq.entry(0).getInt(Cqe.USER_INDEX)).isEqualTo(0x7777);
    }

    @Test
    void aFullCompletionQueueIsAnError() {
        final TestSq sq = new TestSq(driver, cq(2), 6, false);
        for (int i = 0; i < 6; i++) {
            sq.sendPointer(Frames.plain(random, 64), true);
        }
        sq.ring();
        final long event = driver.awaitEvent(EventType.CQ_ERROR);
        assertThat(Mem.getIntBe(event + Eqe.CQ_ERROR_CQN)).isEqualTo(sq.cq.number);
        assertThat(Mem.getByte(event + Eqe.CQ_ERROR_SYNDROME)).isEqualTo((byte) Eqe.CQ_OVERRUN);
    }

    @Test
    void anArmedQueueSendsOneEvent() {
        final TestSq sq = sq();
        sq.cq.arm(false);
        driver.armEq();
        final int before = host.interrupts.get(1);
        for (int i = 0; i < 5; i++) {
            sq.sendPointer(Frames.plain(random, 64), true);
        }
        sq.ring();
        final long event = driver.awaitEvent(EventType.COMPLETION);
        assertThat(Mem.getIntBe(event + Eqe.COMPLETION_CQN)).isEqualTo(sq.cq.number);
        for (int i = 0; i < 5; i++) {
            sq.cq.await();
        }
        assertThat(driver.event()).isZero();
        TestDriver.await("interrupt", () -> host.interrupts.get(1) == before + 1);
        sq.sendPointer(Frames.plain(random, 64), true);
        sq.ring();
        TestDriver.await("unarmed completion", () -> (sq.cq.entry(5).getByte(Cqe.OP_OWN) & 1) == 0);
        assertThat(driver.event()).isZero();
        sq.cq.arm(false);
        driver.awaitEvent(EventType.COMPLETION);
    }

    @Test
    void moderationHoldsAnEventBackUntilEnoughOrLate() {
        final TestSq sq = new TestSq(driver, new TestCq(driver, 8, -1, false, 4), 8, false);
        sq.cq.arm(false);
        for (int i = 0; i < 4; i++) {
            sq.sendPointer(Frames.plain(random, 64), true);
        }
        sq.ring();
        driver.awaitEvent(EventType.COMPLETION);
        for (int i = 0; i < 4; i++) {
            sq.cq.await();
        }
        sq.cq.arm(false);
        sq.sendPointer(Frames.plain(random, 64), true);
        final long start = System.nanoTime();
        sq.ring();
        driver.awaitEvent(EventType.COMPLETION);
        assertThat(System.nanoTime() - start).isGreaterThan(3_000_000);
    }

    @Test
    void thePortCountsFramesAndBytes() {
        final TestSq sq = sq();
        final TestRq rq = cyclic(4, 1, 2048);
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
        final byte[] broadcast = Frames.plain(random, 100);
        Arrays.fill(broadcast, 0, 6, (byte) 0xff);
        sq.sendPointer(broadcast, true);
        sq.sendPointer(Frames.plain(random, 200), true);
        sq.ring();
        rq.cq.await();
        rq.cq.await();
        final Struct out = driver.command(QueryVportCounter.In.LAYOUT.allocate(), QueryVportCounter.Out.LAYOUT);
        assertThat(out.at(QueryVportCounter.Out.RECEIVED_ETH_BROADCAST).get(TrafficCounter.OCTETS)).isEqualTo(100);
        assertThat(out.at(QueryVportCounter.Out.RECEIVED_ETH_UNICAST).get(TrafficCounter.OCTETS)).isEqualTo(200);
        assertThat(out.at(QueryVportCounter.Out.TRANSMITTED_ETH_UNICAST).get(TrafficCounter.PACKETS)).isEqualTo(1);
    }

    @Test
    void theLinkGoesDownAndUpByEvent() {
        device.setLink(false);
        assertThat(Mem.getByte(driver.awaitEvent(EventType.PORT_CHANGE) + Eqe.SUB_TYPE)).isEqualTo((byte) EventType.PORT_DOWN);
        device.setLink(true);
        final long event = driver.awaitEvent(EventType.PORT_CHANGE);
        assertThat(Mem.getByte(event + Eqe.SUB_TYPE)).isEqualTo((byte) EventType.PORT_ACTIVE);
        assertThat(Mem.getByte(event + Eqe.PORT)).isEqualTo((byte) 0x10);
    }
}
