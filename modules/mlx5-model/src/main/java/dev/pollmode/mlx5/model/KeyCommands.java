package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateMkey;
import dev.pollmode.mlx5.prm.CreateUmem;
import dev.pollmode.mlx5.prm.DestroyMkey;
import dev.pollmode.mlx5.prm.DestroyUmem;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.Mtt;
import dev.pollmode.mlx5.prm.QueryMkey;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.UmemContext;

/// Memory keys and registered memory.
final class KeyCommands {
    private static final int PHYSICAL = 0;
    private static final int TRANSLATED = 1;
    private static final int MAX_LOG_PAGE = 31;
    private static final int ENTRIES_PER_OCTOWORD = 2;

    private final Hca hca;

    KeyCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_MKEY, this::create);
        table.add(Command.DESTROY_MKEY, (in, out) -> hca.keys.remove(in.get(DestroyMkey.In.MKEY_INDEX)));
        table.add(Command.QUERY_MKEY, (in, out) -> out.set(QueryMkey.Out.MEMORY_KEY_MKEY_ENTRY, hca.keys.get(in.get(QueryMkey.In.MKEY_INDEX)).context()));
        table.addMaker(Command.CREATE_UMEM, this::createUmem);
        table.add(Command.DESTROY_UMEM, (in, out) -> hca.umems.remove(in.get(DestroyUmem.In.UMEM_ID)));
    }

    private void create(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateMkey.In.MEMORY_KEY_MKEY_ENTRY);
        final int mode = context.get(MkeyContext.ACCESS_MODE_1_0) | context.get(MkeyContext.ACCESS_MODE_4_2) << 2;
        CommandFailure.require(mode == PHYSICAL || mode == TRANSLATED, "no such access mode");
        CommandFailure.require(!context.is(MkeyContext.FREE), "a free key is of no use here");
        final int pd = hca.domains.get(context.get(MkeyContext.PD)).number();
        final boolean whole = context.is(MkeyContext.LENGTH64);
        final long start = context.get(MkeyContext.START_ADDR);
        final long length = context.get(MkeyContext.LEN);
        CommandFailure.require(!whole || start == 0 && length == 0 && mode == PHYSICAL, "a key of everything has no range");
        CommandFailure.require(length >= 0, "range too long");
        final int pageShift = context.get(MkeyContext.LOG_PAGE_SIZE);
        final long[] entries = mode == TRANSLATED ? translation(in, start, length, pageShift) : null;
        final MemoryKey key = new MemoryKey(hca.keys.reserve(), context.get(MkeyContext.MKEY_7_0), pd, context.is(MkeyContext.LR),
            context.is(MkeyContext.LW), whole, start, length, entries, pageShift, Struct.of(context.toByteArray()));
        out.set(CreateMkey.Out.MKEY_INDEX, hca.keys.add(key).number());
    }

    private static long[] translation(final Struct in, final long start, final long length, final int pageShift) throws CommandFailure {
        CommandFailure.require(in.is(CreateMkey.In.PG_ACCESS), "a translated key needs its list");
        CommandFailure.require(pageShift >= Lists.LOG_PAGE && pageShift <= MAX_LOG_PAGE, "bad length of a page");
        final long needed = MemoryKey.entriesFor(start, length, pageShift);
        final long listed = (in.get(CreateMkey.In.TRANSLATIONS_OCTWORD_ACTUAL_SIZE) & 0xffffffffL) * ENTRIES_PER_OCTOWORD;
        CommandFailure.require(needed <= listed, "list shorter than the range");
        return Lists.addresses(in.at(CreateMkey.In.KLM_PAS_MTT), needed);
    }

    private void createUmem(final Struct in, final Struct out) throws CommandFailure {
        final Struct umem = in.at(CreateUmem.In.UMEM);
        final int logPage = umem.get(UmemContext.LOG_PAGE_SIZE);
        final int shift = Lists.LOG_PAGE + logPage;
        CommandFailure.require(shift <= MAX_LOG_PAGE, "page too large");
        final long count = umem.get(UmemContext.NUM_OF_MTT);
        CommandFailure.require(count > 0, CommandStatus.BAD_PARAMETER, "no pages");
        final long[] pages = Lists.addresses(in.at(CreateUmem.In.MTT), count);
        for (int i = 0; i < pages.length; i++) {
            pages[i] &= Mtt.ADDRESS;
        }
        final long offset = umem.get(UmemContext.PAGE_OFFSET) & 0xffffffffL;
        CommandFailure.require(offset < 1L << shift, "begins beyond its first page");
        out.set(CreateUmem.Out.UMEM_ID, hca.umems.add(new Umem(hca.umems.reserve(), pages, shift, offset)).number());
    }
}
