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
import dev.pollmode.mlx5.prm.UmrWqe;
import java.util.Arrays;

/// Memory keys and registered memory.
final class KeyCommands {
    private static final int MAX_LOG_PAGE = 31;
    /// Longest translation list: what a command can carry.
    private static final int MAX_OCTOWORDS = CommandQueue.MAX_MESSAGE / UmrWqe.OCTOWORD;
    private static final int WORDS_PER_OCTOWORD = UmrWqe.OCTOWORD / Long.BYTES;

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
        final int mode = MemoryKey.mode(context);
        CommandFailure.require(mode <= MemoryKey.FIXED, "no such access mode");
        CommandFailure.require(!context.is(MkeyContext.FREE) || context.is(MkeyContext.UMR_EN), "a free key that no work request may change");
        CommandFailure.require(!context.is(MkeyContext.BSF_EN), "no signatures");
        final Plain pd = hca.domains.get(context.get(MkeyContext.PD));
        final long start = context.get(MkeyContext.START_ADDR);
        final long length = context.get(MkeyContext.LEN);
        CommandFailure.require(!context.is(MkeyContext.LENGTH64) || start == 0 && length == 0 && mode == MemoryKey.PHYSICAL,
            "a key of everything has no range");
        CommandFailure.require(length >= 0, "range too long");
        final long[] list = mode == MemoryKey.PHYSICAL ? new long[0] : translation(in, context, mode);
        final MemoryKey key = new MemoryKey(hca.keys.reserve(), pd, Struct.of(context.toByteArray()), in.is(CreateMkey.In.PG_ACCESS), list);
        out.set(CreateMkey.Out.MKEY_INDEX, hca.keys.add(key).number());
    }

    /// {@return the translation list of a key, with zeros where work requests will put entries later}
    private static long[] translation(final Struct in, final Struct context, final int mode) throws CommandFailure {
        final int pageShift = context.get(MkeyContext.LOG_PAGE_SIZE);
        CommandFailure.require(mode == MemoryKey.LISTED || pageShift >= Lists.LOG_PAGE && pageShift <= MAX_LOG_PAGE, "bad length of a page");
        final long given = in.get(CreateMkey.In.TRANSLATIONS_OCTWORD_ACTUAL_SIZE) & 0xffffffffL;
        final boolean changeable = context.is(MkeyContext.UMR_EN);
        final long room = changeable ? Math.max(given, context.get(MkeyContext.TRANSLATIONS_OCTWORD_SIZE) & 0xffffffffL) : given;
        CommandFailure.require(room <= MAX_OCTOWORDS, CommandStatus.LIMIT_EXCEEDED, "list too long");
        CommandFailure.require(mode == MemoryKey.LISTED || context.is(MkeyContext.FREE) || entriesNeeded(context, mode) <= entries(given, mode),
            "list shorter than the range");
        final long[] words = Lists.addresses(in.at(CreateMkey.In.KLM_PAS_MTT), given * WORDS_PER_OCTOWORD);
        return Arrays.copyOf(words, (int) room * WORDS_PER_OCTOWORD);
    }

    private static long entriesNeeded(final Struct context, final int mode) {
        final long start = mode == MemoryKey.TRANSLATED ? context.get(MkeyContext.START_ADDR) : 0;
        return MemoryKey.entriesFor(start, context.get(MkeyContext.LEN), context.get(MkeyContext.LOG_PAGE_SIZE));
    }

    private static long entries(final long octowords, final int mode) {
        return mode == MemoryKey.TRANSLATED ? octowords * WORDS_PER_OCTOWORD : octowords;
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
