package dev.pollmode.mlx5.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateFlowGroup;
import dev.pollmode.mlx5.prm.CreateTir;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DeleteFlowTableEntry;
import dev.pollmode.mlx5.prm.DestroyFlowGroup;
import dev.pollmode.mlx5.prm.DestroyFlowTable;
import dev.pollmode.mlx5.prm.DestroyRq;
import dev.pollmode.mlx5.prm.DestroyTir;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.ModifyNicVportContext;
import dev.pollmode.mlx5.prm.ModifyTir;
import dev.pollmode.mlx5.prm.NicVportContext;
import dev.pollmode.mlx5.prm.NicVportFieldSelect;
import dev.pollmode.mlx5.prm.RxHashFields;
import dev.pollmode.mlx5.prm.SetFlowTableEntry;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Flow tables, RSS and the filter of the host's switch.
class SteeringTest {
    private static final byte[] KEY = {
        0x6d, 0x5a, 0x56, (byte) 0xda, 0x25, 0x5b, 0x0e, (byte) 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, (byte) 0xa3, (byte) 0x8f, (byte) 0xb0,
        (byte) 0xd0, (byte) 0xca, 0x2b, (byte) 0xcb, (byte) 0xae, 0x7b, 0x30, (byte) 0xb4, 0x77, (byte) 0xcb, 0x2d, (byte) 0xa3,
        (byte) 0x80, 0x30, (byte) 0xf2, 0x0c, 0x6a, 0x42, (byte) 0xb7, 0x3b, (byte) 0xbe, (byte) 0xac, 0x01, (byte) 0xfa};
    private static final int ADDRESSES_AND_PORTS = 0xf;

    private final Random random = new Random(11);
    private final Host host = new Host(64 << 20);
    private final Mlx5Device device = new Mlx5Device(ModelConfig.DEFAULT, host.dma, vector -> host.interrupts.incrementAndGet(vector), new LoopWire());
    private final TestDriver driver = new TestDriver(host, device);
    private final TestPort port = new TestPort(driver);

    @BeforeEach
    void start() {
        driver.startWithObjects(0);
        port.open(1522);
    }

    @AfterEach
    void close() {
        device.close();
        host.close();
    }

    private TestRq rq() {
        final TestRq rq = new TestRq(driver, new TestCq(driver, 8, -1, false, 0), TestRq.CYCLIC, 7, 1, 2048, context -> { });
        rq.post(128);
        return rq;
    }

    private TestSq sq() {
        return new TestSq(driver, new TestCq(driver, 8, -1, false, 0), 8, false);
    }

    /// The example of the RSS specification: 66.9.149.187:2794 to 161.142.100.80:1766 hashes to 0x51ccc178.
    @Test
    void theHashIsThatOfTheSpecification() {
        final TestRq rq = rq();
        port.everythingTo(port.hashedTarget(port.queueTable(rq.number), KEY, false, false, ADDRESSES_AND_PORTS));
        final TestSq sq = sq();
        sq.sendPointer(Frames.ipv4(6, 0x420995bb, 0xa18e6450, 2794, 1766, new byte[20]), true);
        sq.ring();
        final TestCq.Completion completion = rq.cq.await();
        assertThat(completion.hash()).isEqualTo(0x51ccc178);
        assertThat(completion.bytes().getByte(Cqe.RSS_HASH_TYPE)).isEqualTo(Cqe.HASH_IPV4 | Cqe.HASH_TCP);
    }

    @ParameterizedTest
    @CsvSource({"4, true", "8, false"})
    void aTargetHashesAnewWhenTheDriverSelectsTheHash(final long select, final boolean changes) {
        final TestRq rq = rq();
        final int tir = port.hashedTarget(port.queueTable(rq.number), KEY, false, false, ADDRESSES_AND_PORTS);
        port.everythingTo(tir);
        final Struct in = ModifyTir.In.LAYOUT.allocate().set(ModifyTir.In.TIRN, tir).set(ModifyTir.In.MODIFY_BITMASK, select);
        in.at(ModifyTir.In.CTX).set(TirContext.RX_HASH_FN, RssHash.TOEPLITZ).set(TirContext.RX_HASH_TOEPLITZ_KEY, Struct.of(KEY));
        in.at(ModifyTir.In.CTX).at(TirContext.RX_HASH_FIELD_SELECTOR_OUTER).set(RxHashFields.SELECTED_FIELDS, 3);
        driver.command(in, ModifyTir.Out.LAYOUT);
        final TestSq sq = sq();
        sq.sendPointer(Frames.ipv4(6, 0x420995bb, 0xa18e6450, 2794, 1766, new byte[20]), true);
        sq.ring();
        assertThat(rq.cq.await().hash()).isEqualTo(changes ? 0x323e8fc2 : 0x51ccc178);
    }

    @Test
    void framesSpreadOverQueuesAsTheHashSays() {
        final TestRq[] queues = IntStream.range(0, 4).mapToObj(i -> rq()).toArray(TestRq[]::new);
        final int table = port.queueTable(IntStream.range(0, 64).map(i -> queues[(i * 7 + 3) % 4].number).toArray());
        port.everythingTo(port.hashedTarget(table, KEY, false, true, ADDRESSES_AND_PORTS));
        final TestSq sq = sq();
        final int[] seen = new int[4];
        for (int i = 0; i < 200; i++) {
            final int source = random.nextInt();
            final int sourcePort = random.nextInt(65536);
            sq.sendPointer(Frames.ipv4(17, source, 0x0a000001, sourcePort, 53, new byte[30]), true);
            sq.ring();
            sq.cq.await();
            final int hash = toeplitz(source, 0x0a000001, sourcePort << 16 | 53);
            final int expected = ((hash & 63) * 7 + 3) % 4;
            assertThat(queues[expected].cq.await().hash()).isEqualTo(hash);
            queues[expected].post(1);
            seen[expected]++;
        }
        assertThat(IntStream.of(seen).min().orElseThrow()).isGreaterThan(20);
    }

    /// Toeplitz bit by bit, as the specification writes it.
    private static int toeplitz(final int... input) {
        int hash = 0;
        for (int bit = 0; bit < input.length * 32; bit++) {
            if ((input[bit / 32] >>> 31 - bit % 32 & 1) != 0) {
                int window = 0;
                for (int k = bit; k < bit + 32; k++) {
                    window = window << 1 | KEY[k / 8] >>> 7 - k % 8 & 1;
                }
                hash ^= window;
            }
        }
        return hash;
    }

    @Test
    void aHashedTargetDoesNotHashAnotherClass() {
        final TestRq rq = rq();
        port.everythingTo(port.hashedTarget(port.queueTable(rq.number), KEY, true, false, ADDRESSES_AND_PORTS));
        final TestSq sq = sq();
        sq.sendPointer(Frames.ipv4(6, 1, 2, 3, 4, new byte[20]), true);
        sq.ring();
        final TestCq.Completion completion = rq.cq.await();
        assertThat(completion.hash()).isZero();
        assertThat(completion.bytes().getByte(Cqe.RSS_HASH_TYPE)).isZero();
    }

    @Test
    void entriesMatchByMaskInOrderOfTheirIndex() {
        final TestRq tcp = rq();
        final TestRq rest = rq();
        final int table = port.table(0, 6);
        final int exact = port.group(table, 0, 3, mask -> mask.set(FlowMatchHeaders.ETHERTYPE, 0xffff).set(FlowMatchHeaders.IP_PROTOCOL, 0xff));
        final int any = port.group(table, 4, 4, mask -> { });
        port.forward(table, exact, 2, port.directTarget(tcp.number), value -> value.set(FlowMatchHeaders.ETHERTYPE, 0x800).set(FlowMatchHeaders.IP_PROTOCOL, 6));
        port.forward(table, any, 4, port.directTarget(rest.number), value -> { });
        port.root(table);
        final TestSq sq = sq();
        sq.sendPointer(Frames.ipv4(17, 1, 2, 3, 4, new byte[20]), true);
        sq.sendPointer(Frames.ipv4(6, 1, 2, 3, 4, new byte[20]), true);
        sq.ring();
        assertThat(rest.cq.await().bytes().getInt(Cqe.FLOW_TAG) & 0xffffff).isEqualTo(0xabcdef);
        assertThat(tcp.cq.await().types() & Cqe.TYPE_L4).isEqualTo(Cqe.L4_TCP_ACK_DATA);
        assertThat(rest.cq.poll()).isNull();
    }

    @Test
    void anEntryForwardsToATableOfAHigherLevelOnly() {
        final TestRq rq = rq();
        final int root = port.table(0, 2);
        final int next = port.table(3, 2);
        port.forward(next, port.group(next, 0, 0, mask -> { }), 0, port.directTarget(rq.number), value -> { });
        final int group = port.group(root, 0, 3, mask -> { });
        driver.command(port.entry(root, group, 0, FlowConstants.DESTINATION_TABLE, next, value -> { }), SetFlowTableEntry.Out.LAYOUT);
        final int nextGroup = port.group(next, 1, 1, mask -> { });
        assertThat(driver.tryCommand(port.entry(next, nextGroup, 1, FlowConstants.DESTINATION_TABLE, root, value -> { }), Struct.of(new byte[16])))
            .isEqualTo(CommandStatus.BAD_PARAMETER);
        port.root(root);
        final TestSq sq = sq();
        sq.sendPointer(Frames.plain(random, 64), true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(64);
    }

    @Test
    void whatIsInUseCannotBeDestroyed() {
        final TestRq rq = rq();
        final int tir = port.directTarget(rq.number);
        final int table = port.table(0, 2);
        final int group = port.group(table, 0, 0, mask -> { });
        port.forward(table, group, 0, tir, value -> { });
        final Struct rqIn = DestroyRq.In.LAYOUT.allocate().set(DestroyRq.In.RQN, rq.number);
        final Struct tirIn = DestroyTir.In.LAYOUT.allocate().set(DestroyTir.In.TIRN, tir);
        final Struct groupIn = DestroyFlowGroup.In.LAYOUT.allocate().set(DestroyFlowGroup.In.TABLE_ID, table).set(DestroyFlowGroup.In.GROUP_ID, group);
        final Struct tableIn = DestroyFlowTable.In.LAYOUT.allocate().set(DestroyFlowTable.In.TABLE_ID, table);
        final Struct entryIn = DeleteFlowTableEntry.In.LAYOUT.allocate().set(DeleteFlowTableEntry.In.TABLE_ID, table);
        for (final Struct busy : new Struct[] {rqIn, tirIn, groupIn, tableIn}) {
            assertThat(driver.tryCommand(busy, Struct.of(new byte[16]))).isEqualTo(CommandStatus.RESOURCE_BUSY);
        }
        for (final Struct order : new Struct[] {entryIn, groupIn, tableIn, tirIn, rqIn}) {
            assertThat(driver.tryCommand(order, Struct.of(new byte[16]))).isZero();
        }
    }

    @Test
    void groupsKeepToTheirRanges() {
        final int table = port.table(0, 3);
        final int group = port.group(table, 2, 5, mask -> { });
        assertThat(driver.tryCommand(port.entry(table, group, 6, FlowConstants.DESTINATION_TIR, 0x1b, value -> { }), Struct.of(new byte[16])))
            .isEqualTo(CommandStatus.BAD_INDEX);
        final Struct overlapping = CreateFlowGroup.In.LAYOUT.allocate()
            .set(CreateFlowGroup.In.TABLE_ID, table)
            .set(CreateFlowGroup.In.START_FLOW_INDEX, 5).set(CreateFlowGroup.In.END_FLOW_INDEX, 7);
        assertThat(driver.tryCommand(overlapping, Struct.of(new byte[16]))).isEqualTo(CommandStatus.BAD_INDEX);
    }

    @Test
    void theSwitchFiltersByTheAddressesOfThePort() {
        final TestRq rq = rq();
        port.everythingTo(port.directTarget(rq.number));
        promiscuous(false);
        final TestSq sq = sq();
        final byte[] other = Frames.plain(random, 64);
        final byte[] mine = Frames.plain(random, 65);
        for (int i = 0; i < 6; i++) {
            mine[i] = (byte) (ModelConfig.DEFAULT.macAddress() >>> 8 * (5 - i));
        }
        final byte[] group = Frames.plain(random, 66);
        group[0] = 1;
        sq.sendPointer(other, true);
        sq.sendPointer(group, true);
        sq.sendPointer(mine, true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(65);
        addresses(1, group);
        addresses(0, other);
        sq.sendPointer(other, true);
        sq.sendPointer(group, true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(64);
        assertThat(rq.cq.await().byteCount()).isEqualTo(66);
    }

    private void promiscuous(final boolean on) {
        final Struct in = ModifyNicVportContext.In.LAYOUT.allocate();
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.PROMISC, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.PROMISC_ALL, on);
        driver.command(in, ModifyNicVportContext.Out.LAYOUT);
    }

    private void addresses(final int list, final byte[] frame) {
        final Struct in = ModifyNicVportContext.In.LAYOUT.allocate(Long.BYTES);
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.ADDRESSES_LIST, 1);
        in.at(ModifyNicVportContext.In.NIC_VPORT_CONTEXT).set(NicVportContext.ALLOWED_LIST_TYPE, list).set(NicVportContext.ALLOWED_LIST_SIZE, 1);
        for (int i = 0; i < 6; i++) {
            in.setByte(ModifyNicVportContext.In.LAYOUT.size() + 2 + i, frame[i]);
        }
        driver.command(in, ModifyNicVportContext.Out.LAYOUT);
    }

    @Test
    void withoutARootNothingIsReceived() {
        final TestRq rq = rq();
        final TestSq sq = sq();
        sq.sendPointer(Frames.plain(random, 64), true);
        sq.ring();
        sq.cq.await();
        port.everythingTo(port.directTarget(rq.number));
        sq.sendPointer(Frames.plain(random, 77), true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(77);
    }

    @Test
    void aTargetNeedsItsQueue() {
        final Struct in = CreateTir.In.LAYOUT.allocate();
        assertThat(driver.tryCommand(in, Struct.of(new byte[16]))).isEqualTo(CommandStatus.BAD_RESOURCE);
    }

    private void admitLooped(final int tir, final int kinds) {
        final Struct in = ModifyTir.In.LAYOUT.allocate().set(ModifyTir.In.TIRN, tir).set(ModifyTir.In.MODIFY_BITMASK, ModifyTir.SELECT_SELF_LOOP);
        in.at(ModifyTir.In.CTX).set(TirContext.SELF_LB_BLOCK, kinds);
        driver.command(in, ModifyTir.Out.LAYOUT);
    }

    @Test
    void theSwitchGivesFramesToThePortBackWhereTheDriverWantsThem() {
        final TestRq rq = rq();
        final int tir = port.directTarget(rq.number);
        port.everythingTo(tir);
        final Struct in = ModifyNicVportContext.In.LAYOUT.allocate();
        in.at(ModifyNicVportContext.In.FIELD_SELECT).set(NicVportFieldSelect.DISABLE_UC_LOCAL_LB, 1);
        driver.command(in, ModifyNicVportContext.Out.LAYOUT);
        final byte[] own = Frames.plain(random, 100);
        for (int i = 0; i < 6; i++) {
            own[i] = (byte) (ModelConfig.DEFAULT.macAddress() >>> 8 * (5 - i));
        }
        final TestSq sq = sq();
        sq.sendPointer(own, true);
        sq.sendPointer(Frames.plain(random, 200), true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(200);
        admitLooped(tir, 1);
        sq.sendPointer(own, true);
        sq.ring();
        assertThat(rq.cq.await().byteCount()).isEqualTo(100);
        assertThat(rq.bytes(1, 0, 100)).isEqualTo(own);
    }
}
