package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.CapabilityType;
import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.CreateUmem;
import dev.pollmode.mlx5.prm.DeliveryStatus;
import dev.pollmode.mlx5.prm.DestroyMkey;
import dev.pollmode.mlx5.prm.EnableHca;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.InitHca;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.Mtt;
import dev.pollmode.mlx5.prm.QueryIssi;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SetHcaCap;
import dev.pollmode.mlx5.prm.Signature;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.UmemContext;
import dev.pollmode.mlx5.prm.WorkQueue;
import dev.pollmode.sys.Mem;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Translated keys, registered memory, needed inlining, signed commands.
class KeysTest {
    private static final long START = 0x7f00_1234_5678L;
    private static final int LENGTH = 3 * 4096;

    private final Random random = new Random(13);
    private final Host host = new Host(64 << 20);
    private Mlx5Device device;
    private TestDriver driver;

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    private void open(final ModelConfig config) {
        device = new Mlx5Device(config, host.dma, vector -> { }, new LoopWire());
        driver = new TestDriver(host, device);
    }

    private TestRq loop() {
        final TestPort port = new TestPort(driver);
        port.open(9022);
        final TestRq rq = new TestRq(driver, new TestCq(driver, 6, -1, false, 0), TestRq.CYCLIC, 4, 1, 9216, context -> { });
        port.everythingTo(port.directTarget(rq.number));
        rq.post(16);
        return rq;
    }

    private TestSq sq() {
        return new TestSq(driver, new TestCq(driver, 6, -1, false, 0), 6, false);
    }

    /// Registers memory that begins in the middle of a page, on pages that do not follow each other.
    private Struct translated(final long[] pages, final boolean readable) {
        final Struct in = CreateMkey.In.LAYOUT.allocate(pages.length * Mtt.LENGTH).set(CreateMkey.In.PG_ACCESS, 1)
            .set(CreateMkey.In.TRANSLATIONS_OCTWORD_ACTUAL_SIZE, pages.length / 2);
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.ACCESS_MODE_1_0, 1).set(MkeyContext.LR, readable).set(MkeyContext.LW, 1)
            .set(MkeyContext.PD, driver.pd).set(MkeyContext.START_ADDR, START).set(MkeyContext.LEN, LENGTH).set(MkeyContext.LOG_PAGE_SIZE, 12)
            .set(MkeyContext.MKEY_7_0, 9).set(MkeyContext.QPN, 0xffffff);
        for (int i = 0; i < pages.length; i++) {
            in.at(CreateMkey.In.KLM_PAS_MTT).setLong(i * Mtt.LENGTH, pages[i] | Mtt.READ | Mtt.WRITE);
        }
        return in;
    }

    private long[] scattered() {
        final long[] pages = new long[4];
        for (int i = pages.length - 1; i >= 0; i--) {
            pages[i] = host.allocate(4096, 4096);
            host.allocate(4096, 4096);
        }
        return pages;
    }

    @Test
    void aTranslatedKeyFindsItsPages() {
        open(ModelConfig.DEFAULT);
        driver.startWithObjects(0);
        final TestRq rq = loop();
        final long[] pages = scattered();
        final int index = driver.command(translated(pages, true), CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX);
        final byte[] frame = Frames.plain(random, 8000);
        for (int i = 0; i < frame.length; i++) {
            final long at = (START + 100 + i & 0xfff) + (START + 100 + i >>> 12) * 4096 - (START >>> 12) * 4096;
            Mem.putByte(host.address(pages[(int) (at >>> 12)]) + (at & 0xfff), frame[i]);
        }
        final TestSq sq = sq();
        sq.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, frame.length, index << 8 | 9, START + 100));
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(frame.length);
        assertThat(rq.bytes(0, 0, frame.length)).isEqualTo(frame);
        driver.command(DestroyMkey.In.LAYOUT.allocate().set(DestroyMkey.In.MKEY_INDEX, index), DestroyMkey.Out.LAYOUT);
        sq.cq.await();
        sq.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, 100, index << 8 | 9, START));
        sq.ring();
        assertThat(sq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    @ParameterizedTest
    @CsvSource({"-1, 100, true", "12200, 100, true", "0, 100, false"})
    void aKeyCoversItsRangeAndRightsOnly(final long offset, final int length, final boolean readable) {
        open(ModelConfig.DEFAULT);
        driver.startWithObjects(0);
        final int index = driver.command(translated(scattered(), readable), CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX);
        final TestSq sq = sq();
        sq.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, length, index << 8 | 9, START + offset));
        sq.ring();
        assertThat(sq.cq.await().syndrome()).isEqualTo(Cqe.SYNDROME_LOCAL_PROTECTION);
    }

    /// `pg_access` says whether the rights in the entries count; Linux's verbs send lists without it.
    @ParameterizedTest
    @CsvSource({"true, 4", "false, 0"})
    void rightsInEntriesCountIfTheCommandSaysSo(final boolean counts, final int syndrome) {
        open(ModelConfig.DEFAULT);
        driver.startWithObjects(0);
        final Struct in = translated(scattered(), true).set(CreateMkey.In.PG_ACCESS, counts);
        final Struct list = in.at(CreateMkey.In.KLM_PAS_MTT);
        for (int i = 0; i < 4; i++) {
            list.setLong(i * Mtt.LENGTH, list.getLong(i * Mtt.LENGTH) & ~Mtt.READ);
        }
        final int index = driver.command(in, CreateMkey.Out.LAYOUT).get(CreateMkey.Out.MKEY_INDEX);
        final TestSq sq = sq();
        sq.post(TestSq.pointer(TestSq.wqe(3, 0, SendWqe.OPCODE_SEND, true), SendWqe.DATA, 64, index << 8 | 9, START));
        sq.ring();
        final TestCq.Completion done = sq.cq.await();
        assertThat(done.opcode() == Cqe.OPCODE_REQUESTER ? 0 : done.syndrome()).isEqualTo(syndrome);
    }

    @Test
    void aListShorterThanItsRangeIsRefused() {
        open(ModelConfig.DEFAULT);
        driver.startWithObjects(0);
        final Struct in = translated(scattered(), true);
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.LEN, 1L << 40);
        assertThat(driver.tryCommand(in, Struct.of(new byte[16]))).isEqualTo(CommandStatus.BAD_PARAMETER);
        in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY).set(MkeyContext.LEN, 40 * 4096L);
        in.set(CreateMkey.In.TRANSLATIONS_OCTWORD_ACTUAL_SIZE, 100);
        assertThat(driver.tryCommand(in, Struct.of(new byte[16]))).isEqualTo(CommandStatus.BAD_INPUT_LENGTH);
    }

    @Test
    void ringsAndRecordsLieInRegisteredMemory() {
        open(ModelConfig.DEFAULT);
        driver.startWithObjects(0);
        final long memory = host.allocate(1 << 16, 1 << 16);
        final Struct in = CreateUmem.In.LAYOUT.allocate(Mtt.LENGTH);
        in.at(CreateUmem.In.UMEM).set(UmemContext.LOG_PAGE_SIZE, 4).set(UmemContext.PAGE_OFFSET, 4096).set(UmemContext.NUM_OF_MTT, 1);
        in.at(CreateUmem.In.MTT).setLong(0, memory | Mtt.READ | Mtt.WRITE);
        final int umem = driver.command(in, CreateUmem.Out.LAYOUT).get(CreateUmem.Out.UMEM_ID);
        final TestRq rq = new TestRq(driver, new TestCq(driver, 6, -1, false, 0), TestRq.CYCLIC, 4, 1, 2048,
            context -> context.at(RqContext.WQ).set(WorkQueue.WQ_UMEM_VALID, 1).set(WorkQueue.WQ_UMEM_ID, umem).set(WorkQueue.WQ_UMEM_OFFSET, 8192)
                .set(WorkQueue.DBR_UMEM_VALID, 1).set(WorkQueue.DBR_UMEM_ID, umem).set(WorkQueue.DBR_ADDR, 64));
        final TestPort port = new TestPort(driver);
        port.open(1522);
        port.everythingTo(port.directTarget(rq.number));
        Mem.copy(rq.wqe(0), host.address(memory) + 4096 + 8192, 16);
        Mem.putIntRelease(host.address(memory) + 4096 + 64, Integer.reverseBytes(1));
        final byte[] frame = Frames.plain(random, 300);
        final TestSq sq = sq();
        sq.sendPointer(frame, true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(300);
        assertThat(rq.bytes(0, 0, 300)).isEqualTo(frame);
    }

    @ParameterizedTest
    @CsvSource({"1, 13, false", "1, 14, true", "2, 33, false", "2, 34, true", "3, 53, false", "3, 54, true"})
    void asMuchOfTheHeaderIsInlinedAsThePortNeeds(final int mode, final int inlined, final boolean sends) {
        open(ModelConfig.DEFAULT.withInlineMode(mode));
        driver.startWithObjects(0);
        final TestRq rq = loop();
        final byte[] frame = Frames.ipv4(6, 1, 2, 3, 4, new byte[100]);
        final TestSq sq = sq();
        final Struct wqe = TestSq.wqe(2 + SendWqe.inlineSegments(inlined) + 1, 0, SendWqe.OPCODE_SEND, true);
        wqe.setInt(SendWqe.INLINE_LENGTH, inlined << 16);
        for (int i = 0; i < inlined; i++) {
            wqe.setByte(SendWqe.INLINE_HEADER + i, frame[i]);
        }
        TestSq.pointer(wqe, wqe.length() - 16, frame.length - inlined, driver.lkey, sq.put(frame) + inlined);
        sq.post(wqe);
        sq.ring();
        assertThat(sq.cq.await().opcode()).isEqualTo(sends ? Cqe.OPCODE_REQUESTER : Cqe.OPCODE_REQUESTER_ERROR);
        if (sends) {
            assertThat(rq.cq.await().byteCount()).isEqualTo(frame.length);
            assertThat(rq.bytes(0, 0, frame.length)).isEqualTo(frame);
        }
    }

    @Test
    void signaturesCountOnceTheDriverHasAskedForThem() {
        open(ModelConfig.DEFAULT);
        driver.attach();
        driver.command(EnableHca.In.LAYOUT.allocate(), EnableHca.Out.LAYOUT);
        driver.givePages(driver.pagesWanted(1));
        final Struct in = SetHcaCap.In.LAYOUT.allocate();
        in.set(SetHcaCap.In.CAPABILITY, driver.capabilities(CapabilityType.GENERAL, true));
        in.at(SetHcaCap.In.CAPABILITY).set(HcaCap.CMDIF_CHECKSUM, 3);
        driver.command(in, SetHcaCap.Out.LAYOUT);
        driver.givePages(driver.pagesWanted(2));
        driver.command(InitHca.In.LAYOUT.allocate(), InitHca.Out.LAYOUT);
        driver.command(QueryIssi.In.LAYOUT.allocate(), QueryIssi.Out.LAYOUT);
        final Struct answer = Struct.of(Mem.bytes(host.address(driver.commandQueue), CommandEntry.SIZE));
        answer.setByte(CommandEntry.STATUS_OWNER, CommandEntry.OWNER_DEVICE);
        assertThat(Signature.isIntact(answer, 0, CommandEntry.SIZE)).isTrue();
        final Struct entry = Struct.of(new byte[CommandEntry.SIZE]);
        CommandEntry.encode(entry, QueryIssi.In.LAYOUT.allocate(), 0, 16, 0, 1);
        entry.setByte(CommandEntry.SIGNATURE, entry.getByte(CommandEntry.SIGNATURE) ^ 1);
        driver.write(driver.commandQueue, entry);
        driver.ring(1);
        assertThat(driver.finish(0, Struct.of(new byte[16]))).isEqualTo(DeliveryStatus.BAD_SIGNATURE);
    }
}
