package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.DataSegment;

/// What the work requests of a receive queue are.
///
/// | kind     | a work request is                   | it takes                          |
/// |----------|-------------------------------------|-----------------------------------|
/// | buffers  | one or more segments, each a buffer | one frame                         |
/// | striding | one segment, divided into strides   | frames until its strides are used |
///
/// @param logRequests log2 of how many there are
/// @param segments of each
/// @param segmentBytes length of a segment
/// @param logStrides log2 of the strides of each, 0 for buffers
/// @param logStrideBytes log2 of the length of a stride
/// @param striding which kind
record RxShape(int logRequests, int segments, int segmentBytes, int logStrides, int logStrideBytes, boolean striding) {
    private static final int LOG_STRIDING_REQUEST = 5;

    /// {@return requests of buffers}
    ///
    /// @param buffers how many buffers there are to be at the most; rounded up to a power of two
    /// @param segments buffers of each
    /// @param room length of each buffer
    static RxShape buffers(final int buffers, final int segments, final int room) {
        return new RxShape(Math.max(1, log(buffers) - log(segments)), segments, room, 0, 0, false);
    }

    /// {@return requests of strides}
    ///
    /// @param strides how many strides there are to be in all; rounded up to a power of two
    static RxShape strides(final int strides, final int logStrides, final int logStrideBytes) {
        return new RxShape(Math.max(1, log(strides) - logStrides), 1, 1 << logStrides + logStrideBytes, logStrides, logStrideBytes, true);
    }

    /// {@return log2 of a number, rounded up}
    static int log(final int number) {
        return number <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(number - 1);
    }

    /// {@return how many requests there are}
    int requests() {
        return 1 << logRequests;
    }

    /// {@return log2 of the length of a request in the ring}
    int logRequestSize() {
        return striding ? LOG_STRIDING_REQUEST : log(segments * DataSegment.SIZE);
    }

    /// {@return log2 of how many completions all requests together can have at the most}
    int logCompletions() {
        return logRequests + logStrides;
    }
}
