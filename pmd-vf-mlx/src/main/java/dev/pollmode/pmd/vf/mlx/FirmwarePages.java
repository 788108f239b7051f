package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.EalMemory;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.QueryPages;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The pages of host memory that the firmware works with: it asks, gets, and gives back. Any thread may call.
final class FirmwarePages implements AutoCloseable {
    static final int BOOT = 1;
    static final int INIT = 2;
    static final int REGULAR = 3;
    private static final int CANNOT_GIVE = 0;
    private static final int GIVE = 1;
    private static final int TAKE = 2;
    /// Pages in one command, and in one piece of memory.
    private static final int BATCH = 512;
    /// More than any function asks for; a device that asks for more is broken.
    private static final int LIMIT = 1 << 18;

    private final CommandChannel channel;
    private final EalMemory memory;
    private final String name;
    private final List<DmaMemory> chunks = new ArrayList<>();
    private final Deque<Long> free = new ArrayDeque<>();
    private final Set<Long> given = new HashSet<>();

    FirmwarePages(final CommandChannel channel, final EalMemory memory, final String name) {
        this.channel = channel;
        this.memory = memory;
        this.name = name;
    }

    /// Gives what the firmware wants now.
    ///
    /// @param when [#BOOT], [#INIT] or [#REGULAR]
    void serve(final int when) {
        final Struct in = QueryPages.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, when);
        serveRequest(channel.execute(in, QueryPages.Out.LAYOUT).get(QueryPages.Out.NUM_PAGES));
    }

    /// Gives or takes back pages.
    ///
    /// @param wanted negative when the firmware wants to be rid of pages
    synchronized void serveRequest(final int wanted) {
        if (wanted < 0) {
            take(-Math.max(wanted, -LIMIT));
            return;
        }
        if (wanted > LIMIT - given.size()) {
            refuse();
            throw new EthDevException(Errno.ENOMEM, name + ": ENOMEM, the firmware asks for " + wanted + " pages, more than " + LIMIT + " in all");
        }
        for (int left = wanted; left > 0; left -= BATCH) {
            give(Math.min(left, BATCH));
        }
    }

    private void give(final int count) {
        try {
            provide(count);
        } catch (final RuntimeException e) {
            refuse();
            throw e;
        }
        final List<Long> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(free.pop());
        }
        // Before the command: whatever becomes of it, the device may use them from here on.
        given.addAll(batch);
        channel.execute(giving(batch), ManagePages.Out.LAYOUT);
    }

    /// {@return the command that gives pages}
    static Struct giving(final List<Long> batch) {
        final Struct in = ManagePages.In.LAYOUT.allocate(batch.size() * Long.BYTES).set(CommandHeader.OP_MOD, GIVE)
            .set(ManagePages.In.INPUT_NUM_ENTRIES, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            in.setLong(ManagePages.In.PAS.offset() + i * Long.BYTES, batch.get(i));
        }
        return in;
    }

    private void provide(final int count) {
        if (free.size() >= count) {
            return;
        }
        final int missing = count - free.size();
        final DmaMemory chunk = new DmaMemory(memory, name + " firmware pages", (long) missing * DmaMemory.PAGE);
        chunks.add(chunk);
        for (int i = 0; i < missing; i++) {
            free.push(chunk.iova(chunk.allocate(DmaMemory.PAGE, DmaMemory.PAGE)));
        }
    }

    private void refuse() {
        channel.execute(ManagePages.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, CANNOT_GIVE), ManagePages.Out.LAYOUT);
    }

    /// Takes pages back.
    ///
    /// @return how many came
    private int take(final int wanted) {
        int taken = 0;
        while (taken < wanted) {
            final int batch = Math.min(BATCH, wanted - taken);
            final Struct in = ManagePages.In.LAYOUT.allocate().set(CommandHeader.OP_MOD, TAKE).set(ManagePages.In.INPUT_NUM_ENTRIES, batch);
            final Struct out = channel.execute(in, ManagePages.Out.LAYOUT.size() + batch * Long.BYTES);
            final int count = Math.min(batch, Math.max(0, out.get(ManagePages.Out.OUTPUT_NUM_ENTRIES)));
            for (int i = 0; i < count; i++) {
                final long page = out.getLong(ManagePages.Out.PAS.offset() + i * Long.BYTES);
                if (given.remove(page)) {
                    free.push(page);
                }
            }
            taken += count;
            if (count == 0) {
                break;
            }
        }
        return taken;
    }

    /// Takes back all that the firmware lets go, after its work has ended.
    synchronized void reclaim() {
        while (!given.isEmpty() && take(Math.min(BATCH, given.size())) > 0) {
            // The next batch.
        }
    }

    /// Frees the memory; the device was reset, disabled or is gone.
    @Override
    public synchronized void close() {
        chunks.forEach(DmaMemory::close);
        chunks.clear();
        free.clear();
        given.clear();
    }
}
