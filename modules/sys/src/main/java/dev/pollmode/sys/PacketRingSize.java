package dev.pollmode.sys;

/// How large a ring of a packet socket shall be.
///
/// @param frameSize  bytes of a slot, header included: a power of two, 128 to 1 MiB. A frame that does not fit is cut when received
/// @param frameCount number of slots: a power of two
public record PacketRingSize(int frameSize, int frameCount) {
    private static final int MIN_FRAME = 128;
    private static final int MAX_FRAME = 1 << 20;
    // Blocks are contiguous in the memory of the kernel; small ones are easier to find.
    private static final int BLOCK = 64 * 1024;

    /// Checks both numbers.
    public PacketRingSize {
        if (frameSize < MIN_FRAME || frameSize > MAX_FRAME || Integer.bitCount(frameSize) != 1) {
            throw new IllegalArgumentException("not a power of two from " + MIN_FRAME + " to " + MAX_FRAME + ": a slot of " + frameSize + " bytes");
        }
        if (frameCount <= 0 || Integer.bitCount(frameCount) != 1 || (long) frameSize * frameCount > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a power of two, or over 2 GiB together: " + frameCount + " slots of " + frameSize + " bytes");
        }
        if ((long) frameSize * frameCount < Mapping.pageSize()) {
            throw new IllegalArgumentException("less than a page: " + frameCount + " slots of " + frameSize + " bytes");
        }
    }

    /// {@return the bytes of all slots}
    long length() {
        return (long) frameSize * frameCount;
    }

    /// Fills in the request for this ring.
    ///
    /// @param request the address of a [TpacketReq]
    void put(final long request) {
        final int blockSize = (int) Math.min(length(), Math.max(BLOCK, frameSize));
        TpacketReq.blockSize(request, blockSize);
        TpacketReq.blockCount(request, (int) (length() / blockSize));
        TpacketReq.frameSize(request, frameSize);
        TpacketReq.frameCount(request, frameCount);
    }
}
