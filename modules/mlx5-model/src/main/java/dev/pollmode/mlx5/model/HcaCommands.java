package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.AdapterParameters;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.EnableHca;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.QueryAdapter;
import dev.pollmode.mlx5.prm.QueryHcaCap;
import dev.pollmode.mlx5.prm.QueryIssi;
import dev.pollmode.mlx5.prm.QueryPages;
import dev.pollmode.mlx5.prm.SetDriverVersion;
import dev.pollmode.mlx5.prm.SetHcaCap;
import dev.pollmode.mlx5.prm.SetIssi;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TeardownHca;
import java.nio.charset.StandardCharsets;
import java.nio.charset.StandardCharsets;

/// Bring-up, teardown, pages and capabilities.
final class HcaCommands {
    private static final int BOOT = 1;
    private static final int INIT = 2;
    private static final int REGULAR = 3;
    private static final int CANNOT_GIVE = 0;
    private static final int GIVE = 1;
    private static final int SUPPORTED_ISSI = 0b11;
    private static final int PREPARE_FAST_TEARDOWN = 2;

    private final Hca hca;
    private int issi;

    HcaCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.add(Command.ENABLE_HCA, Phase.CLOSED, 1, this::enable);
        table.add(Command.DISABLE_HCA, Phase.ENABLED, 1, this::disable);
        table.add(Command.QUERY_ISSI, Phase.CLOSED, 1, this::queryIssi);
        table.add(Command.SET_ISSI, Phase.CLOSED, 1, this::setIssi);
        table.add(Command.QUERY_PAGES, Phase.ENABLED, 0, this::queryPages);
        table.addShort(Command.MANAGE_PAGES, Phase.ENABLED, 3, this::managePages);
        table.addShort(Command.QUERY_HCA_CAP, Phase.ENABLED, 0, this::queryCapabilities);
        table.add(Command.SET_HCA_CAP, Phase.ENABLED, 0, this::setCapabilities);
        table.add(Command.INIT_HCA, Phase.ENABLED, 1, this::init);
        table.add(Command.TEARDOWN_HCA, Phase.ENABLED, 1, this::teardown);
        table.add(Command.QUERY_ADAPTER, Phase.ENABLED, 1, this::queryAdapter);
        table.add(Command.SET_DRIVER_VERSION, Phase.ENABLED, 1, (in, out) -> hca.driverVersion = text(in.at(SetDriverVersion.In.DRIVER_VERSION)));
    }

    private static String text(final Struct bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.US_ASCII).split("\0", 2)[0];
    }

    private void enable(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(EnableHca.In.FUNCTION_ID));
        CommandFailure.require(hca.phase() == Phase.CLOSED, CommandStatus.BAD_SYSTEM_STATE, "enabled already");
        hca.setPhase(Phase.ENABLED);
        issi = 0;
    }

    private void disable(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(EnableHca.In.FUNCTION_ID));
        CommandFailure.require(hca.phase() == Phase.ENABLED, CommandStatus.BAD_SYSTEM_STATE, "still running");
        hca.reset();
    }

    private void queryIssi(final Struct in, final Struct out) {
        out.set(QueryIssi.Out.CURRENT_ISSI, issi).set(QueryIssi.Out.SUPPORTED_ISSI_DW0, SUPPORTED_ISSI & ~1);
    }

    private void setIssi(final Struct in, final Struct out) throws CommandFailure {
        final int wanted = in.get(SetIssi.In.CURRENT_ISSI);
        CommandFailure.require(wanted < Integer.SIZE && (SUPPORTED_ISSI >>> wanted & 1) != 0, "no such interface step");
        CommandFailure.require(hca.phase() != Phase.RUNNING, CommandStatus.BAD_SYSTEM_STATE, "running already");
        issi = wanted;
    }

    private void queryPages(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(QueryPages.In.FUNCTION_ID));
        out.set(QueryPages.Out.NUM_PAGES, switch (in.get(CommandHeader.OP_MOD)) {
            case BOOT -> hca.pages.neededForBoot();
            case INIT -> hca.pages.neededForInit();
            case REGULAR -> hca.phase() == Phase.RUNNING ? hca.pages.neededNow() : 0;
            default -> throw new CommandFailure(CommandStatus.BAD_OPCODE, "no such kind of pages");
        });
    }

    private void managePages(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(ManagePages.In.FUNCTION_ID));
        final int count = in.get(ManagePages.In.INPUT_NUM_ENTRIES);
        switch (in.get(CommandHeader.OP_MOD)) {
            case CANNOT_GIVE -> hca.pages.refuse();
            case GIVE -> give(in, count);
            default -> take(count, out);
        }
    }

    private void give(final Struct in, final int count) throws CommandFailure {
        hca.pages.give(Lists.addresses(in.from(ManagePages.In.PAS.offset()), count));
    }

    private void take(final int count, final Struct out) throws CommandFailure {
        final int room = (out.length() - ManagePages.Out.PAS.offset()) / Long.BYTES;
        CommandFailure.require(count >= 0, "a negative number of pages");
        int taken = 0;
        while (taken < Math.min(count, room)) {
            final long page = hca.pages.takeBack(hca.phase() != Phase.RUNNING);
            if (page < 0) {
                break;
            }
            out.setLong(ManagePages.Out.PAS.offset() + taken++ * Long.BYTES, page);
        }
        out.set(ManagePages.Out.OUTPUT_NUM_ENTRIES, taken);
    }

    private void queryCapabilities(final Struct in, final Struct out) throws CommandFailure {
        CommandFailure.require(!in.is(QueryHcaCap.In.OTHER_FUNCTION), "not the manager of other functions");
        final int variant = in.get(CommandHeader.OP_MOD);
        final Struct block = hca.capabilities.block(variant >>> 1, (variant & 1) != 0);
        CommandFailure.require(block != null, "no such type of capabilities");
        out.set(QueryHcaCap.Out.CAPABILITY, block);
    }

    private void setCapabilities(final Struct in, final Struct out) throws CommandFailure {
        CommandFailure.require(!in.is(SetHcaCap.In.OTHER_FUNCTION), "not the manager of other functions");
        CommandFailure.require(hca.phase() == Phase.ENABLED, CommandStatus.BAD_SYSTEM_STATE, "capabilities are fixed once the function runs");
        hca.capabilities.choose(in.get(CommandHeader.OP_MOD) >>> 1, in.at(SetHcaCap.In.CAPABILITY));
    }

    private void init(final Struct in, final Struct out) throws CommandFailure {
        CommandFailure.require(hca.phase() == Phase.ENABLED, CommandStatus.BAD_SYSTEM_STATE, "running already");
        CommandFailure.require(hca.pages.neededForInit() == 0, CommandStatus.BAD_SYSTEM_STATE, "pages are missing");
        hca.capabilities.apply();
        hca.setPhase(Phase.RUNNING);
    }

    private void teardown(final Struct in, final Struct out) throws CommandFailure {
        final int profile = in.get(TeardownHca.In.PROFILE);
        CommandFailure.require(profile <= PREPARE_FAST_TEARDOWN, "no such profile");
        if (profile == PREPARE_FAST_TEARDOWN) {
            // The driver writes the state of the NIC interface next; that ends the work.
            return;
        }
        CommandFailure.require(hca.phase() == Phase.RUNNING, CommandStatus.BAD_SYSTEM_STATE, "not running");
        hca.dropObjects();
        hca.setPhase(Phase.ENABLED);
    }

    private void queryAdapter(final Struct in, final Struct out) {
        final Struct block = out.at(QueryAdapter.Out.QUERY_ADAPTER_STRUCT);
        block.set(AdapterParameters.IEEE_VENDOR_ID, 0x0002c9).set(AdapterParameters.VSD_VENDOR_ID, 0x15b3);
        block.set(AdapterParameters.VSD_CONTD_PSID, Struct.of("POLLMODE_MODEL\0\0".getBytes(StandardCharsets.US_ASCII)));
    }

    private static void requireSelf(final int function) throws CommandFailure {
        CommandFailure.require(function == 0, "not the manager of other functions");
    }
}
