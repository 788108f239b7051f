package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.mlx5.prm.AllocUar;
import dev.pollmode.mlx5.prm.CreateEq;
import dev.pollmode.mlx5.prm.EqContext;
import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The commands of the driver beside those that Linux sent to a real ConnectX-4, and that device's answers read by the driver.
class TraceTest {
    private final Eal eal = Eal.init("--no-huge", "--no-pci");
    private final TraceChannel channel = new TraceChannel();
    private final FirmwarePages pages = new FirmwarePages(channel, eal.memory(), "trace");
    private final List<Runnable> undo = new ArrayList<>();

    @AfterEach
    void close() {
        pages.close();
        eal.close();
    }

    private Capabilities bringUp() {
        return new BringUp(channel, pages, "trace", System.getLogger("trace")).run(undo::add);
    }

    private static Struct recorded(final int opcode) {
        return recordedAll(opcode).getLast().input();
    }

    private static List<TraceChannel.Recorded> recordedAll(final int opcode) {
        return TraceChannel.all().stream().filter(command -> command.opcode() == opcode).toList();
    }

    @Test
    void theFunctionIsBroughtUpWithTheCommandsOfLinuxInItsOrder() {
        bringUp();
        assertThat(channel.others()).contains("ACCESS_REGISTER", "SET_HCA_CAP");
        assertThat(channel.others()).doesNotContain("ENABLE_HCA", "QUERY_ISSI", "SET_ISSI", "MANAGE_PAGES", "INIT_HCA");
        channel.execute(AllocUar.In.LAYOUT.allocate(), AllocUar.Out.LAYOUT);
        assertThat(channel.left()).extracting(TraceChannel.Recorded::opcode).containsOnly(AllocUar.OPCODE, CreateEq.OPCODE);
    }

    @Test
    void theCapabilitiesOfTheRealDeviceAreRead() {
        final Capabilities capabilities = bringUp();
        assertThat(capabilities.maxQueueEntries()).isEqualTo(1 << 15);
        assertThat(capabilities.maxMacAddresses()).isEqualTo(Reception.MAX_MACS);
        assertThat(capabilities.general().get(HcaCap.LOG_MAX_RQT_SIZE)).isEqualTo(9);
        assertThat(capabilities.general().is(HcaCap.VPORT_COUNTERS)).isTrue();
    }

    @Test
    void whatUndoesItNeedsNoMoreThanItMade() {
        bringUp();
        undo.reversed().forEach(Runnable::run);
        assertThat(channel.others()).endsWith("TEARDOWN_HCA", "MANAGE_PAGES", "DISABLE_HCA");
    }

    @Test
    void pagesAreGivenWithTheBytesOfLinux() {
        for (final TraceChannel.Recorded command : recordedAll(ManagePages.OPCODE)) {
            final int count = command.input().get(ManagePages.In.INPUT_NUM_ENTRIES);
            final int known = (command.input().length() - ManagePages.In.LAYOUT.size()) / Long.BYTES;
            final List<Long> addresses = IntStream.range(0, count).mapToObj(i -> i < known
                ? command.input().getLong(ManagePages.In.PAS.offset() + i * Long.BYTES) : 0L).toList();
            final Struct made = FirmwarePages.giving(addresses);
            assertThat(made.length()).isEqualTo(command.length());
            assertThat(Arrays.copyOf(made.toByteArray(), command.input().length())).isEqualTo(command.input().toByteArray());
        }
    }

    @Test
    void anEventQueueIsMadeWithTheBytesOfLinux() {
        final Struct recorded = recorded(CreateEq.OPCODE);
        final Struct made = CreateEq.In.LAYOUT.allocate(Long.BYTES);
        EventQueue.describe(made, 8, 0x10, 1, 1L << EventType.COMMAND);
        // Linux lists one page of 16 KiB where we list four.
        made.at(CreateEq.In.EQ_CONTEXT_ENTRY).set(EqContext.LOG_PAGE_SIZE, 2);
        made.setLong(CreateEq.In.LAYOUT.size(), recorded.getLong(CreateEq.In.LAYOUT.size()));
        assertThat(made.toByteArray()).isEqualTo(recorded.toByteArray());
    }
}
