package dev.pollmode.benchmarks;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.sys.Mem;

/// Plays the device of a receive queue: writes into its ring of completions that frames have come. The frames themselves are not written.
///
/// All entries are written at first; from then on a frame costs the byte that hands its entry over.
final class PlayedCompletions {
    private static final int SESSION = 16;
    private static final int TYPES = Cqe.TYPE_L2_OK | Cqe.TYPE_L3_OK | Cqe.TYPE_L4_OK | Cqe.TYPE_IPV4 | Cqe.L4_UDP;

    private final long ring;
    private final int logSize;
    private final int length;
    private final boolean compressed;
    private int producer;

    /// @param ring its address
    /// @param logSize log2 of its entries
    /// @param length of every frame
    /// @param compressed whether frames are told of in sessions
    /// @param logStrides log2 of the strides of a work request, of which a frame takes one; 0 when it takes no strides
    PlayedCompletions(final long ring, final int logSize, final int length, final boolean compressed, final int logStrides) {
        this.ring = ring;
        this.logSize = logSize;
        this.length = length;
        this.compressed = compressed;
        for (int i = 0; i < 1 << logSize; i++) {
            if (!compressed || i % SESSION == 0) {
                write(i, logStrides);
            }
        }
    }

    private long entry(final int index) {
        return ring + ((long) (index & (1 << logSize) - 1) << Cqe.LOG_SIZE);
    }

    private void write(final int index, final int logStrides) {
        final long at = entry(index);
        Mem.putIntBe(at + Cqe.RSS_HASH, 0x1234);
        Mem.putByte(at + Cqe.RSS_HASH_TYPE, (byte) (Cqe.HASH_IPV4 | Cqe.HASH_UDP));
        Mem.putShortBe(at + Cqe.HEADER_TYPES, (short) TYPES);
        Mem.putShortBe(at + Cqe.WQE_ID, (short) (index >>> logStrides));
        Mem.putShortBe(at + Cqe.WQE_COUNTER, (short) (logStrides == 0 ? index : index & (1 << logStrides) - 1));
        Mem.putIntBe(at + Cqe.BYTE_COUNT, compressed ? SESSION : logStrides == 0 ? length : 1 << 16 | length);
        for (int i = 0; compressed && i < SESSION; i++) {
            final long mini = entry(index + MiniCqe.slot(i)) + (long) (i % MiniCqe.PER_SLOT) * MiniCqe.SIZE;
            Mem.putIntBe(mini, 0x1234 + i);
            Mem.putIntBe(mini + MiniCqe.BYTE_COUNT, length);
        }
    }

    /// Tells of frames.
    ///
    /// @param frames how many, a multiple of 16 when compressed
    void play(final int frames) {
        for (int i = 0; i < frames; i += compressed ? SESSION : 1) {
            final int owner = producer >>> logSize & 1;
            final int format = compressed ? Cqe.FORMAT_COMPRESSED : Cqe.FORMAT_NONE;
            if (compressed) {
                // The driver marked these entries as unused, and with that spoilt the last byte of the last small entry in them.
                Mem.putByte(entry(producer + 1) + Cqe.OP_OWN, (byte) length);
                Mem.putByte(entry(producer + MiniCqe.PER_SLOT) + Cqe.OP_OWN, (byte) length);
            }
            Mem.putByteRelease(entry(producer) + Cqe.OP_OWN, (byte) Cqe.opOwn(Cqe.OPCODE_RESPONDER, format, owner));
            producer += compressed ? SESSION : 1;
        }
    }
}
