package dev.pollmode.mbuf;

import dev.pollmode.sys.Mem;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The bytes of a segment: where they lie, how many are data, how many owners they have, and the checked accessors.
///
/// An [Mbuf] is a stack of four classes, one for each role: these bytes, the [chain][MbufChain], the
/// [metadata][MbufMetadata], and on top who owns them. Its users see one. The public methods of the lower three are
/// final: the compiler makes no bridges to them, and a call is as direct as if [Mbuf] had them.
abstract sealed class MbufBytes permits MbufChain {
    private static final VarHandle REFCNT;

    static {
        try {
            REFCNT = MethodHandles.lookup().findVarHandle(MbufBytes.class, "refcnt", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Mempool pool;
    final int index;
    private final long ownAddress;
    private final long ownIova;
    long bufferAddress;
    long bufferIova;
    int bufferLength;
    int dataOffset;
    int dataLength;
    // 0 while in the pool: every accessor then refuses. Atomic only when it is not 1.
    int refcnt;
    // Whether anything is not as it is in the pool: one segment, its own buffer with the usual headroom, no offloads, no type.
    // One look at it when the mbuf is freed stands for five; that is a third of the cost of taking an mbuf and freeing it.
    boolean touched;
    Checked.History history;

    MbufBytes(final Mempool pool, final int index, final long address, final long iova, final int length) {
        this.pool = pool;
        this.index = index;
        ownAddress = address;
        ownIova = iova;
        bufferAddress = address;
        bufferIova = iova;
        bufferLength = length;
        dataOffset = pool.headroom();
    }

    /// {@return how many owners the bytes of this segment have; 0 while it is in its pool}
    public final int refcnt() {
        return (int) REFCNT.getAcquire(this);
    }

    /// Changes the number of owners of a segment that may have several.
    ///
    /// @return how many it had
    final int addToRefcnt(final int delta) {
        return (int) REFCNT.getAndAdd(this, delta);
    }

    /// Adds owners to this segment; each frees it once.
    ///
    /// @param delta how many, at least 1
    public final void addReferences(final int delta) {
        if (delta < 1) {
            throw new IllegalArgumentException("addReferences(" + delta + "): at least 1");
        }
        requireLive();
        addToRefcnt(delta);
    }

    /// {@return whether it shows the bytes of another mbuf or of an external buffer instead of its own}
    final boolean isIndirect() {
        return bufferAddress != ownAddress;
    }

    final void showOwnBytes() {
        bufferAddress = ownAddress;
        bufferIova = ownIova;
        bufferLength = pool.bufferLength();
        dataOffset = Math.min(Mbuf.HEADROOM, bufferLength);
        dataLength = 0;
    }

    final void requireLive() {
        if (refcnt < 1) {
            throw Checked.badAccess(this, 0, 0);
        }
    }

    // ---- place ----

    /// {@return the pool this mbuf goes back to}
    public final Mempool pool() {
        return pool;
    }

    /// {@return the address of the first byte of data}
    public final long dataAddress() {
        if (Checked.ON) {
            requireLive();
        }
        return bufferAddress + dataOffset;
    }

    /// {@return the address of the first byte of data as a device sees it}
    public final long dataIova() {
        if (Checked.ON) {
            requireLive();
        }
        return bufferIova + dataOffset;
    }

    /// {@return the address of the buffer, headroom included}
    public final long bufferAddress() {
        return bufferAddress;
    }

    /// {@return the length of the buffer, headroom included, in bytes}
    public final int bufferLength() {
        return bufferLength;
    }

    /// {@return where the data begin in the buffer, in bytes: the headroom}
    public final int headroom() {
        return dataOffset;
    }

    /// {@return how many bytes fit behind the data of this segment}
    public final int tailroom() {
        return bufferLength - dataOffset - dataLength;
    }

    /// {@return the length of the data of this segment in bytes}
    public final int dataLength() {
        if (Checked.ON) {
            requireLive();
        }
        return dataLength;
    }

    // ---- access ----

    /// {@return the address of bytes of this segment's data, for code that reads or writes many of them after one check}
    ///
    /// @param offset from the first byte of data
    /// @param width how many bytes, 1 or more
    /// @throws IndexOutOfBoundsException when they don't lie within the data
    /// @throws IllegalStateException when the mbuf is free
    public final long at(final int offset, final int width) {
        if ((refcnt - 1 | offset | dataLength - width - offset) < 0) {
            throw Checked.badAccess(this, offset, width);
        }
        return bufferAddress + dataOffset + offset;
    }

    /// {@return a byte of the data of this segment}
    ///
    /// @param offset from the first byte of data
    /// @throws IndexOutOfBoundsException when it lies outside the data
    /// @throws IllegalStateException when the mbuf is free
    public final byte getByte(final int offset) {
        return Mem.getByte(at(offset, 1));
    }

    /// Puts a byte into the data of this segment; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the byte
    public final void putByte(final int offset, final byte value) {
        Mem.putByte(at(offset, 1), value);
    }

    /// {@return two bytes in network order; see [#getByte(int)]}
    ///
    /// @param offset from the first byte of data
    public final short getShort(final int offset) {
        return Mem.getShortBe(at(offset, 2));
    }

    /// Puts two bytes in network order; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the value
    public final void putShort(final int offset, final short value) {
        Mem.putShortBe(at(offset, 2), value);
    }

    /// {@return four bytes in network order; see [#getByte(int)]}
    ///
    /// @param offset from the first byte of data
    public final int getInt(final int offset) {
        return Mem.getIntBe(at(offset, 4));
    }

    /// Puts four bytes in network order; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the value
    public final void putInt(final int offset, final int value) {
        Mem.putIntBe(at(offset, 4), value);
    }

    /// {@return eight bytes in network order; see [#getByte(int)]}
    ///
    /// @param offset from the first byte of data
    public final long getLong(final int offset) {
        return Mem.getLongBe(at(offset, 8));
    }

    /// Puts eight bytes in network order; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the value
    public final void putLong(final int offset, final long value) {
        Mem.putLongBe(at(offset, 8), value);
    }

    /// Copies bytes out of the data of this segment.
    ///
    /// @param offset from the first byte of data
    /// @param target where to
    /// @param targetOffset where in it
    /// @param length how many bytes
    public final void getBytes(final int offset, final byte[] target, final int targetOffset, final int length) {
        Mem.copy(at(offset, checkedLength(length)), target, targetOffset, length);
    }

    /// Copies bytes into the data of this segment.
    ///
    /// @param offset from the first byte of data
    /// @param source where from
    /// @param sourceOffset where in it
    /// @param length how many bytes
    public final void putBytes(final int offset, final byte[] source, final int sourceOffset, final int length) {
        Mem.copy(source, sourceOffset, at(offset, checkedLength(length)), length);
    }

    private static int checkedLength(final int length) {
        if (length < 0) {
            throw new IndexOutOfBoundsException("length " + length);
        }
        return length;
    }

    /// {@return the data of this segment as a memory segment, for the slow path; it stays usable only while this mbuf does}
    public final MemorySegment data() {
        return Mem.segment(at(0, 0), dataLength);
    }
}
