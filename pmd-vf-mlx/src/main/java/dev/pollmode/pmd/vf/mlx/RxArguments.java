package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.Kvargs;
import java.util.Set;

/// Arguments that concern receiving, named as those of DPDK's mlx5.
///
/// @param compression format of compressed completions, 0 for none, 1 for what fits the queue, else as [CqeFormat] has them; `rxq_cqe_comp_en`,
///     of which the lower three bits count
/// @param striding whether a work request takes several frames; `mprq_en`
/// @param logStrides log2 of the strides of a work request, or -1; `mprq_log_stride_num`
/// @param logStrideBytes log2 of the length of a stride, or -1; `mprq_log_stride_size`
/// @param maxCopy up to which length a frame is copied out of its stride; `mprq_max_memcpy_len`
/// @param minQueues from how many receive queues on work requests take several frames; `rxqs_min_mprq`
record RxArguments(int compression, boolean striding, int logStrides, int logStrideBytes, int maxCopy, int minQueues) {
    static final String COMPRESSION = "rxq_cqe_comp_en";
    static final String STRIDING = "mprq_en";
    static final String LOG_STRIDES = "mprq_log_stride_num";
    static final String LOG_STRIDE_BYTES = "mprq_log_stride_size";
    static final String MAX_COPY = "mprq_max_memcpy_len";
    static final String MIN_QUEUES = "rxqs_min_mprq";
    static final Set<String> KEYS = Set.of(COMPRESSION, STRIDING, LOG_STRIDES, LOG_STRIDE_BYTES, MAX_COPY, MIN_QUEUES);
    static final int UNSET = -1;
    private static final int FORMAT_BITS = 7;
    private static final int LAYOUT_BIT = 1 << 7;
    private static final int DEFAULT_MAX_COPY = 128;
    private static final int DEFAULT_MIN_QUEUES = 12;
    private static final int MANY = 1 << 16;
    private static final int MAX_LOG = 16;

    /// {@return those among the arguments of the driver}
    static RxArguments of(final Kvargs pairs) {
        return new RxArguments(pairs.integer(COMPRESSION, 1, 0, LAYOUT_BIT | CqeFormat.TYPES_STRIDE) & FORMAT_BITS, pairs.bool(STRIDING, false),
            pairs.integer(LOG_STRIDES, UNSET, 0, MAX_LOG), pairs.integer(LOG_STRIDE_BYTES, UNSET, 0, MAX_LOG),
            pairs.integer(MAX_COPY, DEFAULT_MAX_COPY, 0, MANY), pairs.integer(MIN_QUEUES, DEFAULT_MIN_QUEUES, 0, MANY));
    }
}
