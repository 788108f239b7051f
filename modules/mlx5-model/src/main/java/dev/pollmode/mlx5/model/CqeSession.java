package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Completions of a queue that wait to be told of together: a title and an entry of eight bytes for each.
///
/// What the small entries do not carry must be the same in all. Device thread only.
final class CqeSession {
    static final int MAX_PACKETS = 16;
    /// Format value that also stands for the extended format with header types and stride.
    static final int FORMAT_TYPES_STRIDE = 4;

    private static final int[] COMMON_BYTES = commonBytes();

    private final int format;
    private final boolean withStride;
    // Held so that the memory stays as long as this session.
    private final MemorySegment memory;
    private final long title;
    private final long minis;
    private int count;
    private int nextWqe;
    private int nextStride;

    /// @param format of the small entries, see [MiniCqe]
    CqeSession(final int format) {
        this.format = format;
        this.withStride = format >= MiniCqe.FLOW_TAG_STRIDE;
        this.memory = Arena.ofAuto().allocate(Cqe.SIZE + (long) MAX_PACKETS * MiniCqe.SIZE, 64);
        this.title = memory.address();
        this.minis = title + Cqe.SIZE;
    }

    int format() {
        return format;
    }

    int count() {
        return count;
    }

    long title() {
        return title;
    }

    long mini(final int packet) {
        return minis + (long) packet * MiniCqe.SIZE;
    }

    void clear() {
        count = 0;
    }

    /// Takes a completion.
    ///
    /// @param strides strides the packet took, 0 if the queue has none
    /// @return false if it has to wait until this session was told of
    boolean offer(final long cqe, final int strides) {
        if (count == MAX_PACKETS || count > 0 && !fits(cqe, strides)) {
            return false;
        }
        if (count == 0) {
            Mem.copy(cqe, title, Cqe.SIZE);
        }
        writeMini(cqe, mini(count++));
        final int counter = Mem.getShortBe(cqe + Cqe.WQE_COUNTER) & 0xffff;
        nextWqe = counter + 1 & 0xffff;
        nextStride = counter + strides & 0xffff;
        return true;
    }

    private boolean fits(final long cqe, final int strides) {
        final int counter = Mem.getShortBe(cqe + Cqe.WQE_COUNTER) & 0xffff;
        final boolean follows = withStride && strides > 0 || counter == (strides > 0 ? nextStride : nextWqe);
        if (!follows || format != FORMAT_TYPES_STRIDE && differs(cqe, Cqe.HEADER_TYPES + 1)
            || format != MiniCqe.FLOW_TAG_STRIDE && differsInFlowTag(cqe)) {
            return false;
        }
        for (final int offset : COMMON_BYTES) {
            if (differs(cqe, offset)) {
                return false;
            }
        }
        return true;
    }

    private boolean differs(final long cqe, final int offset) {
        return Mem.getByte(cqe + offset) != Mem.getByte(title + offset);
    }

    private boolean differsInFlowTag(final long cqe) {
        return Mem.getInt(cqe + Cqe.FLOW_TAG) != Mem.getInt(title + Cqe.FLOW_TAG);
    }

    private void writeMini(final long cqe, final long mini) {
        final int byteCount = Mem.getIntBe(cqe + Cqe.BYTE_COUNT);
        final short counter = Mem.getShortBe(cqe + Cqe.WQE_COUNTER);
        Mem.putIntBe(mini + MiniCqe.BYTE_COUNT, byteCount);
        switch (format) {
            case MiniCqe.HASH -> Mem.putIntBe(mini, Mem.getIntBe(cqe + Cqe.RSS_HASH));
            case MiniCqe.CHECKSUM -> {
                Mem.putShortBe(mini, Mem.getShortBe(cqe + Cqe.CHECKSUM));
                Mem.putShortBe(mini + MiniCqe.STRIDE, (short) 0);
            }
            case MiniCqe.FLOW_TAG_STRIDE -> {
                final int tag = Mem.getIntBe(cqe + Cqe.FLOW_TAG) & 0xffffff;
                Mem.putShortBe(mini, (short) tag);
                Mem.putShortBe(mini + MiniCqe.STRIDE, counter);
                Mem.putIntBe(mini + MiniCqe.BYTE_COUNT, tag >>> 16 << 24 | byteCount & 0xffffff);
            }
            case MiniCqe.CHECKSUM_STRIDE -> {
                Mem.putShortBe(mini, Mem.getShortBe(cqe + Cqe.CHECKSUM));
                Mem.putShortBe(mini + MiniCqe.STRIDE, counter);
            }
            default -> {
                Mem.putByte(mini, Mem.getByte(cqe + Cqe.HEADER_TYPES + 1));
                Mem.putByte(mini + 1, (byte) 0);
                Mem.putShortBe(mini + MiniCqe.STRIDE, counter);
            }
        }
    }

    /// Where two entries have to agree: all but hash, checksum, header types, byte count, time, flow tag, counter and owner.
    private static int[] commonBytes() {
        return new int[] {
            0x00, 0x01, 0x02, 0x03, 0x04, 0x10, 0x1c, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27
        };
    }
}
