package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.sys.Mem;

/// Reads the completions of a receive queue, one frame at a time, whether they stand alone or are compressed.
///
/// A session of compressed completions is let go as a whole, when its last frame was read: until then its title and its small entries stay as they
/// are. The thread that polls the queue calls. What the device writes is read once where anything depends on it, and held against what can be;
/// nonsense ends the reading for good.
final class RxCompletions {
    private static final int KIND = 0xfc;
    private static final int ALONE = Cqe.opOwn(Cqe.OPCODE_RESPONDER, Cqe.FORMAT_NONE, 0);
    private static final int TITLE = Cqe.opOwn(Cqe.OPCODE_RESPONDER, Cqe.FORMAT_COMPRESSED, 0);
    private static final int TAGGED_BYTES = 0xffffff;

    private final CompletionRing ring;
    private final boolean striding;
    private final int format;
    private boolean broken;
    // The session that is being read: its frames, and how many of them were read.
    private int session;
    private int read;
    private int titleCounter;
    // The frame that was read last.
    private long entry;
    private long mini;
    private int word;
    private int counter;

    /// @param striding whether the small entries name strides
    RxCompletions(final CompletionRing ring, final boolean striding) {
        this.ring = ring;
        this.striding = striding;
        format = ring.format();
    }

    /// Begins anew, on an empty ring.
    void reset() {
        broken = false;
        session = 0;
        read = 0;
    }

    /// Reads the next frame.
    ///
    /// @return false when there is none, or when what stands there is no completion of a frame
    boolean next() {
        if (read < session) {
            nextOfSession();
            return true;
        }
        final long at = ring.peek();
        if (at == 0) {
            return false;
        }
        entry = at;
        final int kind = Mem.getByte(at + Cqe.OP_OWN) & KIND;
        if (kind == ALONE) {
            mini = 0;
            word = Mem.getIntBe(at + Cqe.BYTE_COUNT);
            counter = Mem.getShortBe(at + Cqe.WQE_COUNTER) & 0xffff;
            ring.advance();
            return true;
        }
        return kind == TITLE && beginSession() || fail();
    }

    private boolean beginSession() {
        final int frames = Mem.getIntBe(entry + Cqe.BYTE_COUNT);
        if (format == CqeFormat.NONE || frames < 1 || frames > ring.entries()) {
            return false;
        }
        session = frames;
        read = 0;
        titleCounter = Mem.getShortBe(entry + Cqe.WQE_COUNTER);
        nextOfSession();
        return true;
    }

    private void nextOfSession() {
        mini = ring.ahead(MiniCqe.slot(read)) + (read & MiniCqe.PER_SLOT - 1) * MiniCqe.SIZE;
        word = Mem.getIntBe(mini + MiniCqe.BYTE_COUNT);
        counter = (striding ? Mem.getShortBe(mini + MiniCqe.STRIDE) : titleCounter + read) & 0xffff;
        if (++read == session) {
            // Spoils the last byte of the small entries, which was read.
            ring.skip(session);
        }
    }

    private boolean fail() {
        broken = true;
        return false;
    }

    /// {@return whether something stood there that is no completion of a frame}
    boolean isBroken() {
        return broken;
    }

    /// Lets the device use the entries again that were read.
    void release() {
        ring.release();
    }

    /// {@return the length of the frame that was read, as the device says it}
    int length() {
        return isTagged() ? word & TAGGED_BYTES : word;
    }

    /// {@return the byte count of a striding queue: filler, strides, length}
    int word() {
        return word;
    }

    /// {@return whether the upper byte of the byte count is a part of the flow tag, so that it tells no strides}
    boolean isTagged() {
        return mini != 0 && format == MiniCqe.FLOW_TAG_STRIDE;
    }

    /// {@return which work request, 16 bits; of a striding queue: which stride}
    int counter() {
        return counter;
    }

    /// {@return which work request of a striding queue}
    int request() {
        return Mem.getShortBe(entry + Cqe.WQE_ID);
    }

    /// {@return what kind of frame it is, bits `TYPE_` of [Cqe]}
    int types() {
        final int types = Mem.getShortBe(entry + Cqe.HEADER_TYPES) & 0xffff;
        return mini != 0 && format == CqeFormat.TYPES_STRIDE ? types & 0xff00 | Mem.getByte(mini) & 0xff : types;
    }

    /// {@return whether the hash is told}
    boolean isHashed() {
        return (mini == 0 || format == MiniCqe.HASH) && Mem.getByte(entry + Cqe.RSS_HASH_TYPE) != 0;
    }

    /// {@return the hash}
    int hash() {
        return Mem.getIntBe(mini == 0 ? entry + Cqe.RSS_HASH : mini);
    }

    /// {@return the tag that was taken out}
    int vlan() {
        return Mem.getShortBe(entry + Cqe.VLAN);
    }
}
