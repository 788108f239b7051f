package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.AllocPd;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.DeallocPd;
import dev.pollmode.mlx5.prm.Klm;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.Mtt;
import dev.pollmode.mlx5.prm.QueryMkey;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.UmrWqe;
import dev.pollmode.sys.Mem;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Memory keys that work requests change, and keys that lead to other keys.
class KeyUpdatesTest {
    private static final int PAGE = 4096;
    private static final int PAGES = 8;

    private final Random random = new Random(25);
    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> { }, new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);
    private TestSq sq;
    private TestRq rq;

    @BeforeEach
    void start() {
        driver.startWithObjects(0);
        sq = new TestSq(driver, new TestCq(driver, 6, -1, false, 0), 6, true, context -> context.set(SqContext.REG_UMR, 1));
        final TestPort port = new TestPort(driver);
        port.open(9022);
        rq = new TestRq(driver, new TestCq(driver, 6, -1, false, 0), TestRq.CYCLIC, 4, 1, 9216, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    /// {@return the index of a free key, with room for entries}
    private int freeKey(final int mode, final int octowords) {
        return driver.command(freeKeyCommand(mode, octowords), CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX);
    }

    private Struct freeKeyCommand(final int mode, final int octowords) {
        final Struct in = CreateMkey.In.LAYOUT.allocate();
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.FREE, 1).set(MkeyContext.UMR_EN, 1).set(MkeyContext.LR, 1).set(MkeyContext.LW, 1)
            .set(MkeyContext.ACCESS_MODE_1_0, mode).set(MkeyContext.QPN, 0xffffff).set(MkeyContext.PD, driver.pd)
            .set(MkeyContext.LEN, (long) PAGES * PAGE).set(MkeyContext.LOG_PAGE_SIZE, 12).set(MkeyContext.TRANSLATIONS_OCTWORD_SIZE, octowords);
        return in;
    }

    /// {@return a work request that writes entries into a key's list and makes the key valid}
    private static Struct update(final int key, final int offset, final long... words) {
        final Struct wqe = TestSq.wqe(8 + words.length / 2, 0, SendWqe.OPCODE_UMR, true).setInt(SendWqe.IMMEDIATE, key);
        wqe.setByte(UmrWqe.FLAGS, UmrWqe.INLINE | UmrWqe.AT_OFFSET).setInt(UmrWqe.OCTOWORDS, words.length / 2 << 16 | offset)
            .setLong(UmrWqe.MASK, UmrWqe.SELECT_FREE);
        for (int i = 0; i < words.length; i++) {
            wqe.setLong(UmrWqe.ENTRIES + i * Long.BYTES, words[i]);
        }
        return wqe;
    }

    private int syndromeOf(final Struct wqe) {
        sq.post(wqe);
        sq.ring();
        final TestCq.Completion done = sq.cq.await();
        return done.opcode() == Cqe.OPCODE_REQUESTER ? 0 : done.syndrome();
    }

    /// {@return the syndrome of sending a frame from under a key}
    private int send(final int lkey, final long address, final int length) {
        return syndromeOf(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, length, lkey, address));
    }

    /// {@return a frame that was put into two pages, from 96 bytes before the end of the first on}
    private byte[] across(final long first, final long second) {
        final byte[] frame = Frames.plain(random, 200);
        Mem.copy(frame, 0, host.address(first) + PAGE - 96, 96);
        Mem.copy(frame, 96, host.address(second), frame.length - 96);
        return frame;
    }

    private void assertReceived(final byte[] frame, final int index) {
        assertThat(rq.cq.await().byteCount()).isEqualTo(frame.length);
        assertThat(rq.bytes(index, 0, frame.length)).isEqualTo(frame);
    }

    @Test
    void aFreeKeyIsOfNoUseUntilAWorkRequestFillsIt() {
        final int key = freeKey(1, PAGES / 2) << 8;
        assertThat(send(key, 2 * PAGE, 64)).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
        sq.move(QueueState.ERR, QueueState.RST);
        sq.reset();
        sq.move(QueueState.RST, QueueState.RDY);
        final long first = host.allocate(PAGE, PAGE);
        host.allocate(PAGE, PAGE);
        final long second = host.allocate(PAGE, PAGE);
        assertThat(syndromeOf(update(key, 1, first | Mtt.READ, second | Mtt.READ))).isZero();
        final byte[] frame = across(first, second);
        assertThat(send(key, 3 * PAGE - 96, frame.length)).isZero();
        assertReceived(frame, 0);
    }

    @Test
    void entriesMayLieInMemoryAndFieldsChangeWithThem() {
        final int index = freeKey(1, PAGES / 2);
        final long page = host.allocate(PAGE, PAGE);
        final long list = host.allocate(64, 64);
        for (int i = 0; i < PAGES; i++) {
            Mem.putLongBe(host.address(list) + i * 8L, page);
        }
        final Struct wqe = TestSq.wqe(9, 0, SendWqe.OPCODE_UMR, true).setInt(SendWqe.IMMEDIATE, index << 8);
        wqe.setByte(UmrWqe.FLAGS, UmrWqe.CHECK_FREE).setInt(UmrWqe.OCTOWORDS, PAGES / 2 << 16);
        wqe.setLong(UmrWqe.MASK, UmrWqe.SELECT_FREE | UmrWqe.SELECT_START | UmrWqe.SELECT_LENGTH | UmrWqe.SELECT_VARIANT);
        wqe.at(UmrWqe.CONTEXT, MkeyContext.LAYOUT.size()).set(MkeyContext.START_ADDR, 0x7000_0000_0000L).set(MkeyContext.LEN, 2L * PAGE)
            .set(MkeyContext.MKEY_7_0, 0x33);
        TestSq.pointer(wqe, UmrWqe.ENTRIES, 64, driver.lkey, list);
        assertThat(syndromeOf(wqe)).isZero();
        final byte[] frame = Frames.plain(random, 100);
        Mem.copy(frame, 0, host.address(page), frame.length);
        assertThat(send(index << 8 | 0x33, 0x7000_0000_1000L, frame.length)).isZero();
        assertReceived(frame, 0);
        final Struct context = driver.command(QueryMkey.In.LAYOUT.allocate().set(QueryMkey.In.MKEY_INDEX, index), QueryMkey.Out.LAYOUT)
            .at(QueryMkey.Out.MEMORY_KEY_MKEY_ENTRY);
        assertThat(context.is(MkeyContext.FREE)).isFalse();
        assertThat(context.get(MkeyContext.LEN)).isEqualTo(2L * PAGE);
        assertThat(send(index << 8 | 0x33, 0x7000_0000_2000L, 100)).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    @ParameterizedTest
    @CsvSource({"0x20, 0, 6", "0x90, 3, 6", "0x90, 4, 0"})
    void anUpdateDoesAllOrNothing(final int flags, final int room, final int syndrome) {
        final int key = freeKey(1, room) << 8;
        final Struct wqe = update(key, 2, 0, 0, 0, 0).setByte(UmrWqe.FLAGS, flags);
        assertThat(syndromeOf(wqe)).isEqualTo(syndrome);
    }

    @Test
    void onlyQueuesThatMayChangeKeysThatMayBeChanged() {
        assertThat(syndromeOf(update(driver.lkey, 0))).isEqualTo(Cqe.SYNDROME_BIND);
        sq = new TestSq(driver, new TestCq(driver, 6, -1, false, 0), 6, false);
        assertThat(syndromeOf(update(freeKey(1, 4) << 8, 0))).isEqualTo(Cqe.SYNDROME_LOCAL_QUEUE_OPERATION);
        final Struct in = freeKeyCommand(1, 4);
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.UMR_EN, 0);
        assertThat(driver.tryCommand(in, Struct.of(new byte[16]))).isEqualTo(CommandStatus.BAD_PARAMETER);
    }

    @Test
    void aKeyLeadsToPartsUnderOtherKeys() {
        final long first = host.allocate(PAGE, PAGE);
        host.allocate(PAGE, PAGE);
        final long second = host.allocate(PAGE, PAGE);
        final int key = freeKey(2, 3) << 8;
        final long to = driver.lkey & 0xffffffffL;
        assertThat(syndromeOf(update(key, 0, 96L << 32 | to, first + PAGE - 96, to, 0, 4000L << 32 | to, second))).isZero();
        final byte[] frame = across(first, second);
        assertThat(send(key, 0, frame.length)).isZero();
        assertReceived(frame, 0);
        assertThat(send(key, 4000, 200)).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    @Test
    void partsOfOneLengthNeedNoCounts() {
        final long first = host.allocate(PAGE, PAGE);
        host.allocate(PAGE, PAGE);
        final long second = host.allocate(PAGE, PAGE);
        final int key = freeKey(3, PAGES) << 8;
        final long to = driver.lkey & 0xffffffffL;
        assertThat(syndromeOf(update(key, 4, to, first, to, second))).isZero();
        final byte[] frame = across(first, second);
        assertThat(send(key, 5L * PAGE - 96, frame.length)).isZero();
        assertReceived(frame, 0);
    }

    @Test
    void keysThatLeadToEachOtherEndInAnError() {
        final int key = freeKey(3, PAGES) << 8;
        assertThat(syndromeOf(update(key, 0, key, 0))).isZero();
        assertThat(send(key, 0, 64)).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    @Test
    void aDomainStaysAsLongAsItsKeys() {
        final int pd = driver.command(AllocPd.In.LAYOUT.allocate(), AllocPd.Out.LAYOUT).get(AllocPd.Out.PD);
        final int key = freeKey(1, PAGES / 2) << 8;
        final Struct wqe = update(key, 0).setLong(UmrWqe.MASK, UmrWqe.SELECT_PD);
        wqe.at(UmrWqe.CONTEXT, MkeyContext.LAYOUT.size()).set(MkeyContext.PD, pd);
        assertThat(syndromeOf(wqe)).isZero();
        assertThat(driver.tryCommand(DeallocPd.In.LAYOUT.allocate().set(DeallocPd.In.PD, pd), Struct.of(new byte[16])))
            .isEqualTo(CommandStatus.RESOURCE_BUSY);
    }

    @Test
    void entriesOfAKlmLieWhereASegmentHasItsFields() {
        assertThat(new int[] {Klm.BYTE_COUNT, Klm.KEY, Klm.ADDRESS, Klm.LENGTH})
            .containsExactly(DataSegment.BYTE_COUNT, DataSegment.LKEY, DataSegment.ADDRESS, DataSegment.SIZE);
    }
}
