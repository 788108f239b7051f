package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.Kvargs;
import java.util.Set;

/// Arguments that concern sending, named as those of DPDK's mlx5.
///
/// @param minQueues from how many send queues on whole packets are copied into work requests; `txqs_min_inline`
/// @param inlineMin bytes of each packet that stand in its work request at least, or -1 for what the port wants; `txq_inline_min`
/// @param inlineMax up to which length whole packets are copied into work requests of their own; `txq_inline_max`
/// @param inlineMulti the same for work requests of several packets; `txq_inline_mpw`
/// @param multiPacket whether several packets share a work request where the function can do it; `txq_mpw_en`
record TxArguments(int minQueues, int inlineMin, int inlineMax, int inlineMulti, boolean multiPacket) {
    static final String MIN_QUEUES = "txqs_min_inline";
    static final String INLINE_MIN = "txq_inline_min";
    static final String INLINE_MAX = "txq_inline_max";
    static final String INLINE_MULTI = "txq_inline_mpw";
    static final String MULTI_PACKET = "txq_mpw_en";
    static final Set<String> KEYS = Set.of(MIN_QUEUES, INLINE_MIN, INLINE_MAX, INLINE_MULTI, MULTI_PACKET);
    /// What fits the longest work request, header segments aside.
    static final int INLINE_LIMIT = 930;
    private static final int DEFAULT_MIN_QUEUES = 8;
    private static final int DEFAULT_INLINE_MAX = 290;
    private static final int DEFAULT_INLINE_MULTI = 268;
    private static final int MANY = 1 << 16;
    private static final int UNSET = -1;

    /// {@return those among the arguments of the driver}
    static TxArguments of(final Kvargs pairs) {
        return new TxArguments(pairs.integer(MIN_QUEUES, DEFAULT_MIN_QUEUES, 0, MANY), pairs.integer(INLINE_MIN, UNSET, 0, INLINE_LIMIT),
            pairs.integer(INLINE_MAX, DEFAULT_INLINE_MAX, 0, INLINE_LIMIT), pairs.integer(INLINE_MULTI, DEFAULT_INLINE_MULTI, 0, INLINE_LIMIT),
            pairs.bool(MULTI_PACKET, true));
    }
}
