package dev.pollmode.mlx5.prm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a real driver and a real device said to each other, said again with our layouts.
class TraceTest {
    static List<Trace> commands() {
        return Trace.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theSameFieldsMakeTheSameInput(final Trace command) {
        final Layout layout = Command.of(command.opcode()).orElseThrow().input();
        final Struct recorded = Struct.of(command.input());
        final Struct made = layout.allocate(Math.max(0, recorded.length() - layout.size()));
        made.set(CommandHeader.OP_MOD, recorded.get(CommandHeader.OP_MOD));
        copy(layout, recorded, made);
        assertThat(made.at(0, recorded.length()).toByteArray()).isEqualTo(command.input());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theEntryIsTheSameToTheByte(final Trace command) {
        final Struct recorded = Struct.of(command.sent());
        final Struct input = Struct.of(Arrays.copyOf(command.input(), recorded.getInt(CommandEntry.INPUT_LENGTH)));
        final Struct made = Struct.of(new byte[CommandEntry.SIZE]);
        CommandEntry.encode(made, input, recorded.getLong(CommandEntry.INPUT_POINTER), recorded.getInt(CommandEntry.OUTPUT_LENGTH),
            recorded.getLong(CommandEntry.OUTPUT_POINTER), recorded.getByte(CommandEntry.TOKEN));
        assertThat(made.toByteArray()).isEqualTo(command.sent());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theSignatureSentIsIntact(final Trace command) {
        assertThat(Signature.isIntact(Struct.of(command.sent()), 0, CommandEntry.SIZE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theAnswerIsASuccess(final Trace command) {
        assertThat(Struct.of(command.output()).get(CommandHeader.STATUS)).isEqualTo(CommandStatus.OK);
        assertThat(command.received()[CommandEntry.STATUS_OWNER]).isZero();
    }

    @Test
    void theFirmwareSpeaksInterfaceStepOne() {
        assertThat(output("QUERY_ISSI", 1).get(QueryIssi.Out.SUPPORTED_ISSI_DW0)).isEqualTo(2);
    }

    @Test
    void choosesInterfaceStepOne() {
        final Struct in = SetIssi.In.LAYOUT.allocate().set(SetIssi.In.CURRENT_ISSI, 1);
        assertThat(in.toByteArray()).isEqualTo(command("SET_ISSI", 2).input());
    }

    @Test
    void countsOfPagesAreRead() {
        assertThat(output("QUERY_PAGES", 3).get(QueryPages.Out.NUM_PAGES)).isEqualTo(6);
        assertThat(output("QUERY_PAGES", 9).get(QueryPages.Out.NUM_PAGES)).isEqualTo(12868);
    }

    @Test
    void pagesAreGivenInOneCommand() {
        final Trace recorded = command("MANAGE_PAGES", 10);
        final Struct pages = Struct.of(recorded.input()).at(ManagePages.In.PAS);
        final Struct in = ManagePages.In.LAYOUT.allocate(12868 * Long.BYTES);
        in.set(CommandHeader.OP_MOD, 1).set(ManagePages.In.INPUT_NUM_ENTRIES, 12868);
        in.set(ManagePages.In.PAS, pages);
        assertThat(in.length()).isEqualTo(Struct.of(recorded.sent()).getInt(CommandEntry.INPUT_LENGTH));
        assertThat(in.at(0, recorded.input().length).toByteArray()).isEqualTo(recorded.input());
        assertThat(IntStream.range(0, pages.length() / Long.BYTES).mapToLong(i -> pages.getLong(i * Long.BYTES)))
            .allMatch(address -> (address & 0xfff) == 0);
    }

    @Test
    void capabilitiesOfARealDeviceAreRead() {
        final Struct caps = output("QUERY_HCA_CAP", 12).at(QueryHcaCap.Out.CAPABILITY);
        assertThat(caps.get(HcaCap.LOG_MAX_CQ_SZ)).isEqualTo(22);
        assertThat(caps.get(HcaCap.LOG_MAX_CQ)).isEqualTo(24);
        assertThat(caps.get(HcaCap.LOG_MAX_EQ)).isEqualTo(8);
        assertThat(caps.get(HcaCap.LOG_MAX_MKEY)).isEqualTo(24);
        assertThat(caps.get(HcaCap.LOG_MAX_QP)).isEqualTo(0x11);
        assertThat(caps.get(HcaCap.VPORT_GROUP_MANAGER)).isEqualTo(1);
        assertThat(caps.get(HcaCap.NIC_FLOW_TABLE)).isEqualTo(1);
        assertThat(caps.get(HcaCap.PORT_TYPE)).isEqualTo(1);
        assertThat(caps.get(HcaCap.CQE_VERSION)).isEqualTo(1);
        assertThat(caps.get(HcaCap.STRIDING_RQ)).isEqualTo(1);
        assertThat(caps.get(HcaCap.ETH_NET_OFFLOADS)).isEqualTo(1);
        assertThat(caps.get(HcaCap.CMDIF_CHECKSUM)).isZero();
        assertThat(caps.get(HcaCap.BF)).isEqualTo(1);
        assertThat(caps.get(HcaCap.LOG_BF_REG_SIZE)).isEqualTo(9);
        assertThat(caps.get(HcaCap.MAX_WQE_SZ_SQ)).isEqualTo(1024);
        assertThat(caps.get(HcaCap.MAX_WQE_SZ_RQ)).isEqualTo(512);
        assertThat(caps.get(HcaCap.LOG_MAX_WQ_SZ)).isEqualTo(15);
        assertThat(caps.get(HcaCap.LOG_MAX_RQT_SIZE)).isEqualTo(9);
        assertThat(caps.get(HcaCap.CQE_COMPRESSION)).isEqualTo(1);
        assertThat(caps.get(HcaCap.CQE_COMPRESSION_MAX_NUM)).isEqualTo(16);
        assertThat(caps.get(HcaCap.DEVICE_FREQUENCY_MHZ)).isEqualTo(275);
    }

    @Test
    void theMaximumAllowsChecksums() {
        assertThat(output("QUERY_HCA_CAP", 13).at(QueryHcaCap.Out.CAPABILITY).get(HcaCap.CMDIF_CHECKSUM)).isEqualTo(3);
    }

    @Test
    void numbersOfDoorbellPagesAreRead() {
        assertThat(Trace.named("ALLOC_UAR").map(c -> Struct.of(c.output()).get(AllocUar.Out.UAR))).containsExactly(0x10, 0x11, 0x12, 0x13);
    }

    @Test
    void anEventQueueIsAskedForLikeTheDriverDid() {
        final Struct in = CreateEq.In.LAYOUT.allocate(Long.BYTES);
        in.at(CreateEq.In.EQ_CONTEXT_ENTRY).set(EqContext.LOG_EQ_SIZE, 8).set(EqContext.UAR_PAGE, 0x10).set(EqContext.INTR, 1)
            .set(EqContext.LOG_PAGE_SIZE, 2);
        in.set(CreateEq.In.EVENT_BITMASK, 1L << EventType.COMMAND);
        in.at(CreateEq.In.PAS).setLong(0, 0x7ac80c000L);
        assertThat(in.toByteArray()).isEqualTo(command("CREATE_EQ", 27).input());
        assertThat(output("CREATE_EQ", 27).get(CreateEq.Out.EQ_NUMBER)).isEqualTo(0x10);
    }

    private static Struct output(final String name, final int sequence) {
        return Struct.of(command(name, sequence).output());
    }

    private static Trace command(final String name, final int sequence) {
        return Trace.named(name).filter(c -> c.sequence() == sequence).findFirst().orElseThrow();
    }

    /// Moves every declared field by its value, so that a field declared in the wrong place or not at all is missed.
    private static void copy(final Layout layout, final Struct from, final Struct to) {
        layout.fields().stream().filter(f -> f.offset() + 4 <= from.length()).forEach(f -> to.set(f, from.get(f)));
        layout.longFields().forEach(f -> to.set(f, from.get(f)));
        for (final Block block : layout.blocks()) {
            if (block.offset() >= from.length()) {
                continue;
            }
            if (block.layout() != null) {
                copy(block.layout(), from.at(block), to.at(block));
            } else {
                to.set(block, from.at(block));
            }
        }
    }
}
