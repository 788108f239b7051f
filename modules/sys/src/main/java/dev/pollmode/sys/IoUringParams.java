package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// What io_uring_setup(2) is asked, and where it says the parts of the rings lie.
///
/// | offset | size | field            | meaning                                    |
/// |-------:|-----:|------------------|--------------------------------------------|
/// |      0 |    4 | `sq_entries`     | requests, as rounded up                    |
/// |      4 |    4 | `cq_entries`     | completions, as rounded up                 |
/// |      8 |    4 | `flags`          | what is asked for                          |
/// |     12 |    4 | `sq_thread_cpu`  | not used here                              |
/// |     16 |    4 | `sq_thread_idle` | not used here                              |
/// |     20 |    4 | `features`       | what this kernel can                       |
/// |     24 |    4 | `wq_fd`          | not used here                              |
/// |     40 |   40 | `sq_off`         | head, tail, mask, entries, flags, dropped, array |
/// |     80 |   40 | `cq_off`         | head, tail, mask, entries, overflow, cqes, flags |
///
/// `struct io_uring_params` of `linux/io_uring.h`.
final class IoUringParams {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("sq_entries"),
        ValueLayout.JAVA_INT.withName("cq_entries"),
        ValueLayout.JAVA_INT.withName("flags"),
        ValueLayout.JAVA_INT.withName("sq_thread_cpu"),
        ValueLayout.JAVA_INT.withName("sq_thread_idle"),
        ValueLayout.JAVA_INT.withName("features"),
        ValueLayout.JAVA_INT.withName("wq_fd"),
        MemoryLayout.paddingLayout(12),
        MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_INT).withName("sq_off"),
        MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_INT).withName("cq_off"));

    static final long SQ_ENTRIES = LAYOUT.byteOffset(groupElement("sq_entries"));
    static final long CQ_ENTRIES = LAYOUT.byteOffset(groupElement("cq_entries"));
    static final long FLAGS = LAYOUT.byteOffset(groupElement("flags"));
    static final long FEATURES = LAYOUT.byteOffset(groupElement("features"));

    private static final long SQ_OFF = LAYOUT.byteOffset(groupElement("sq_off"));
    private static final long CQ_OFF = LAYOUT.byteOffset(groupElement("cq_off"));

    static final long SQ_HEAD = SQ_OFF;
    static final long SQ_TAIL = SQ_OFF + 4;
    static final long SQ_FLAGS = SQ_OFF + 16;
    static final long SQ_ARRAY = SQ_OFF + 24;
    static final long CQ_HEAD = CQ_OFF;
    static final long CQ_TAIL = CQ_OFF + 4;
    static final long CQ_CQES = CQ_OFF + 20;

    private IoUringParams() {
    }
}
