package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.Field;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.UmrWqe;
import dev.pollmode.sys.Mem;

/// Changes memory keys as work requests ask for it ([UmrWqe]): their translation lists, and fields of their contexts. Device thread only.
///
/// A request does all or nothing.
final class KeyUpdates {
    private static final int MAX_ENTRIES = 0xffff * UmrWqe.OCTOWORD;

    private final Hca hca;
    private final KeyAccess keys;
    private final long entries;

    KeyUpdates(final Hca hca, final KeyAccess keys) {
        this.hca = hca;
        this.keys = keys;
        this.entries = hca.arena.allocate(MAX_ENTRIES, Long.BYTES).address();
    }

    /// Does a work request.
    ///
    /// @param wqe a copy of it
    /// @param end its length
    /// @return [KeyAccess#OK] or a syndrome
    int perform(final SendQueue queue, final long wqe, final int end) {
        if (!queue.updatesKeys || end < UmrWqe.ENTRIES) {
            return Cqe.SYNDROME_LOCAL_QUEUE_OPERATION;
        }
        final MemoryKey key = hca.keys.find(Mem.getIntBe(wqe + SendWqe.IMMEDIATE) >>> 8);
        final int flags = Mem.getByte(wqe + UmrWqe.FLAGS);
        if (key == null || !key.isChangeable() || (flags & UmrWqe.CHECK_FREE) != 0 && !key.isFree()
            || (flags & UmrWqe.CHECK_NOT_FREE) != 0 && key.isFree()) {
            return Cqe.SYNDROME_BIND;
        }
        final Struct asked = Struct.of(Mem.bytes(wqe + UmrWqe.CONTEXT, MkeyContext.LAYOUT.size()));
        final long select = Mem.getLongBe(wqe + UmrWqe.MASK);
        final Plain domain = (select & UmrWqe.SELECT_PD) != 0 ? hca.domains.find(asked.get(MkeyContext.PD)) : key.domain();
        // The capabilities say that the length of a page stays as it is.
        if (domain == null || (select & UmrWqe.SELECT_PAGE_SIZE) != 0 && differs(key, asked, MkeyContext.LOG_PAGE_SIZE)) {
            return Cqe.SYNDROME_BIND;
        }
        final int syndrome = translate(queue, key, wqe, end, flags);
        if (syndrome == KeyAccess.OK) {
            if (domain != key.domain()) {
                key.domain(domain);
            }
            take(key.context(), asked, select);
            key.load();
        }
        return syndrome;
    }

    private static boolean differs(final MemoryKey key, final Struct asked, final Field field) {
        return key.context().get(field) != asked.get(field);
    }

    /// Writes the request's entries into the list of a key.
    private int translate(final SendQueue queue, final MemoryKey key, final long wqe, final int end, final int flags) {
        final int length = (Mem.getShortBe(wqe + UmrWqe.OCTOWORDS) & 0xffff) * UmrWqe.OCTOWORD;
        if (length == 0) {
            return KeyAccess.OK;
        }
        final long offset = (flags & UmrWqe.AT_OFFSET) == 0 ? 0
            : (Mem.getIntBe(wqe + UmrWqe.OFFSET_HIGH) & 0xffffffffL) << 16 | Mem.getShortBe(wqe + UmrWqe.OFFSET) & 0xffff;
        final long first = offset * (UmrWqe.OCTOWORD / Long.BYTES);
        final int count = length / Long.BYTES;
        if (first + count > key.words().length) {
            return Cqe.SYNDROME_BIND;
        }
        final int syndrome = fetch(queue, wqe, end, (flags & UmrWqe.INLINE) != 0, length);
        for (int i = 0; syndrome == KeyAccess.OK && i < count; i++) {
            key.words()[(int) first + i] = Mem.getLongBe(entries + (long) i * Long.BYTES);
        }
        return syndrome;
    }

    private int fetch(final SendQueue queue, final long wqe, final int end, final boolean inline, final int length) {
        if (inline) {
            if (length > end - UmrWqe.ENTRIES) {
                return Cqe.SYNDROME_LOCAL_LENGTH;
            }
            Mem.copy(wqe + UmrWqe.ENTRIES, entries, length);
            return KeyAccess.OK;
        }
        final long segment = wqe + UmrWqe.ENTRIES;
        if (end < UmrWqe.ENTRIES + DataSegment.SIZE || (Mem.getIntBe(segment + DataSegment.BYTE_COUNT) & DataSegment.COUNT) < length) {
            return Cqe.SYNDROME_LOCAL_LENGTH;
        }
        return keys.read(Mem.getIntBe(segment + DataSegment.LKEY), queue.reservedKey, queue.work.pd(), Mem.getLongBe(segment + DataSegment.ADDRESS),
            length, entries);
    }

    private static void take(final Struct context, final Struct asked, final long select) {
        if ((select & UmrWqe.SELECT_LENGTH) != 0) {
            context.set(MkeyContext.LEN, asked.get(MkeyContext.LEN)).set(MkeyContext.LENGTH64, asked.is(MkeyContext.LENGTH64));
        }
        if ((select & UmrWqe.SELECT_START) != 0) {
            context.set(MkeyContext.START_ADDR, asked.get(MkeyContext.START_ADDR));
        }
        takeIf((select & UmrWqe.SELECT_PD) != 0, context, asked, MkeyContext.PD);
        takeIf((select & UmrWqe.SELECT_VARIANT) != 0, context, asked, MkeyContext.MKEY_7_0);
        takeIf((select & UmrWqe.SELECT_LOCAL_READ) != 0, context, asked, MkeyContext.LR);
        takeIf((select & UmrWqe.SELECT_LOCAL_WRITE) != 0, context, asked, MkeyContext.LW);
        takeIf((select & UmrWqe.SELECT_FREE) != 0, context, asked, MkeyContext.FREE);
    }

    private static void takeIf(final boolean selected, final Struct context, final Struct asked, final Field field) {
        if (selected) {
            context.set(field, asked.get(field));
        }
    }
}
