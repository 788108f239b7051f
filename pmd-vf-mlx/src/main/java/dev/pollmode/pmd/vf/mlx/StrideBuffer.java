package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mbuf.ExternalBuffer;
import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The memory of one striding work request. Mbufs show frames in it, and may do so long after the request was used up.
///
/// | state   | who may write | ends when                                       |
/// |---------|---------------|-------------------------------------------------|
/// | home    | nobody        | the queue posts or reserves it                  |
/// | posted  | the device    | the queue has read all strides, or is taken back |
/// | shown   | the mbufs     | the last of them is freed: then it is home      |
///
/// One thread polls the queue; mbufs are freed by any.
final class StrideBuffer {
    private static final VarHandle BALANCE;

    static {
        try {
            BALANCE = MethodHandles.lookup().findVarHandle(StrideBuffer.class, "balance", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long address;
    private final long iova;
    private final int logStrideBytes;
    private final ExternalBuffer[] strides;
    // Frames shown and told of at the end of a request, less those let go.
    private int balance;
    // Frames shown since it was posted; the polling thread's.
    private int shown;
    private boolean posted;

    /// @param address of the first stride, in front of which a headroom is free
    /// @param iova the same as the device sees it
    StrideBuffer(final long address, final long iova, final int logStrides, final int logStrideBytes) {
        this.address = address;
        this.iova = iova;
        this.logStrideBytes = logStrideBytes;
        strides = new ExternalBuffer[1 << logStrides];
        final Runnable onRelease = this::onRelease;
        for (int i = 0; i < strides.length; i++) {
            final long offset = ((long) i << logStrideBytes) - Mbuf.HEADROOM;
            final int rest = (strides.length - i << logStrideBytes) + Mbuf.HEADROOM;
            strides[i] = new ExternalBuffer(address + offset, iova + offset, rest, onRelease);
        }
    }

    private void onRelease() {
        // Release: whoever sees it home sees that nobody touches it any more.
        BALANCE.getAndAddRelease(this, -1);
    }

    /// {@return the address of a stride}
    long stride(final int index) {
        return address + ((long) index << logStrideBytes);
    }

    /// {@return where it begins, as the device sees it}
    long iova() {
        return iova;
    }

    /// {@return whether nobody holds it}
    boolean isHome() {
        // Acquire: what mbufs did with it is over.
        return !posted && (int) BALANCE.getAcquire(this) == 0;
    }

    /// It is the queue's from now on.
    void post() {
        posted = true;
        shown = 0;
    }

    /// Lets a packet show a frame.
    ///
    /// @param packet an empty one
    /// @param stride where the frame begins
    /// @param count strides that it takes
    /// @param length of the frame
    /// @param headroom whether the bytes in front of it are free
    void show(final Mbuf packet, final int stride, final int count, final int length, final boolean headroom) {
        shown++;
        final int end = count << logStrideBytes;
        // The end of its last stride is the headroom of the next frame, unless this one needs it.
        final int own = length + Mbuf.HEADROOM > end ? end + Mbuf.HEADROOM : end;
        if (headroom) {
            packet.attachExternal(strides[stride], 0, own);
            packet.headroom(Mbuf.HEADROOM);
        } else {
            packet.attachExternal(strides[stride], Mbuf.HEADROOM, own - Mbuf.HEADROOM);
        }
        packet.dataLength(length);
    }

    /// The queue has done with it: it is home when all frames that were shown are let go.
    void finish() {
        posted = false;
        BALANCE.getAndAdd(this, shown);
        shown = 0;
    }
}
