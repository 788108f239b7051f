package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CqContext;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.mlx5.prm.Struct;

/// What the small entries of compressed completions carry beside the byte count: the numbers of [MiniCqe], and two of our own.
final class CqeFormat {
    /// Completions are not compressed.
    static final int NONE = -1;
    /// Header types and stride, which the queue's context asks for in a field of its own.
    static final int TYPES_STRIDE = 4;

    private CqeFormat() {
    }

    /// {@return the format for a queue, as far as the function has it}
    ///
    /// @param wanted [RxArguments#compression()]
    /// @param striding whether the queue's work requests take several frames
    static int choose(final int wanted, final boolean striding, final Struct capabilities) {
        if (wanted == 0 || !capabilities.is(HcaCap.CQE_COMPRESSION)) {
            return NONE;
        }
        final boolean known = switch (wanted) {
            case MiniCqe.FLOW_TAG_STRIDE -> capabilities.is(HcaCap.MINI_CQE_RESP_FLOW_TAG);
            case MiniCqe.CHECKSUM_STRIDE -> capabilities.is(HcaCap.MINI_CQE_RESP_STRIDE_INDEX);
            case TYPES_STRIDE -> capabilities.is(HcaCap.MINI_CQE_RESP_L3_L4_TAG);
            default -> false;
        };
        if (known) {
            return wanted;
        }
        if (!striding) {
            return MiniCqe.HASH;
        }
        return capabilities.is(HcaCap.MINI_CQE_RESP_STRIDE_INDEX) ? MiniCqe.CHECKSUM_STRIDE : NONE;
    }

    /// Asks for a format.
    static void put(final int format, final Struct context) {
        if (format == NONE) {
            return;
        }
        context.set(CqContext.CQE_COMP_EN, 1);
        if (format == TYPES_STRIDE) {
            context.set(CqContext.MINI_CQE_RES_FORMAT_EXT, 1);
        } else {
            context.set(CqContext.MINI_CQE_RES_FORMAT, format);
        }
    }
}
