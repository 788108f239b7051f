package dev.pollmode.mbuf;

import java.util.Objects;

/// A packet buffer, or one segment of a packet made of several.
///
/// The metadata are Java fields, the bytes lie outside the heap. An mbuf is made once, with its [Mempool], and
/// reused; taking one from the pool and giving it back allocates nothing.
///
/// ```
///  bufferAddress                                             bufferLength
///  |<--- headroom --->|<------- dataLength ------->|<- tailroom ->|
///                     dataAddress
/// ```
///
/// **Ownership** moves with the call: what a queue took is the queue's, what it left is the caller's. One thread owns
/// an mbuf at a time; only the reference count of one that was [cloned][#cloneInto(Mempool)] is touched by several.
///
/// **Checks.** The accessors of the bytes refuse an offset outside the data and an mbuf that is back in its pool, in
/// every mode. They take and give **network byte order**. In checked mode ([Checked]) each allocation is a new object, so that a
/// stale reference is found for good and reported with the stacks of both ends.
///
/// Modelled after `struct rte_mbuf` (DPDK, rte_mbuf_core.h).
public final class Mbuf extends MbufMetadata {
    /// Bytes kept free in front of the data of a new mbuf, for headers to come.
    public static final int HEADROOM = 128;
    /// The usual length of a buffer: headroom and 2 KiB of data.
    public static final int BUFFER_LENGTH = 2048 + HEADROOM;
    /// The port of an mbuf that no port has received.
    public static final int NO_PORT = 0xffff;

    // What the bytes belong to when they are not this mbuf's own: another mbuf or an external buffer.
    private Mbuf direct;
    private ExternalBuffer external;

    Mbuf(final Mempool pool, final int index, final long address, final long iova, final int length) {
        super(pool, index, address, iova, length);
    }

    // ---- life ----

    /// Makes this mbuf ready for a new owner: empty, with the usual headroom.
    void onAlloc() {
        refcnt = 1;
        dataLength = 0;
        packetLength = 0;
        port = NO_PORT;
    }

    /// In checked mode an mbuf lives as soon as it is taken, even before a driver has [filled it][#received].
    void revive() {
        refcnt = 1;
    }

    /// Tells whether this mbuf can go back to its pool in bulk, and makes it ready for that.
    ///
    /// @return false when it is shared, chained, attached or free already, which [#free()] deals with
    boolean tryRelease() {
        if (refcnt != 1 || touched && !tidy()) {
            return false;
        }
        refcnt = 0;
        return true;
    }

    private boolean tidy() {
        if (segments != 1 || isIndirect()) {
            return false;
        }
        dataOffset = pool.headroom();
        offloads = 0;
        packetType = 0;
        touched = false;
        return true;
    }

    /// {@return whether the bytes of this segment are its own and nobody else's, so that also its headroom may be written}
    public boolean ownsBytes() {
        return refcnt == 1 && !isIndirect();
    }

    /// {@return whether this segment is the only one that shows its bytes, its own or external ones, so that they may be changed}
    public boolean isWritable() {
        return refcnt() == 1 && direct == null && (external == null || external.users() == 1);
    }

    /// Gives the whole packet, all its segments, back to their pools.
    ///
    /// @throws IllegalStateException when it is free already
    public void free() {
        Mbuf segment = this;
        while (segment != null) {
            final Mbuf following = segment.next;
            segment.freeSegment();
            segment = following;
        }
    }

    /// Gives this one segment back to its pool; the caller sees to the rest of the chain.
    ///
    /// @throws IllegalStateException when it is free already
    public void freeSegment() {
        final int count = refcnt();
        if (count == 1) {
            release();
        } else if (count <= 0) {
            throw Checked.doubleFree(this);
        } else if (addToRefcnt(-1) == 1) {
            release();
        }
    }

    private void release() {
        if (isIndirect()) {
            detach();
        }
        if (next != null) {
            next = null;
        }
        segments = 1;
        tidy();
        refcnt = 0;
        pool.put(this);
    }

    /// Frees packets in bulk; packets of one segment go back to their pool with one copy of references.
    ///
    /// @param packets the packets; entries are left as they are
    /// @param offset where they begin
    /// @param count how many
    /// @throws IllegalStateException when one is free already; those before it are freed
    public static void freeBulk(final Mbuf[] packets, final int offset, final int count) {
        final int end = offset + count;
        int i = offset;
        while (i < end) {
            final Mempool pool = packets[i].pool;
            int run = i;
            while (run < end && packets[run].pool == pool && packets[run].tryRelease()) {
                run++;
            }
            if (run > i) {
                pool.putBulk(packets, i, run - i);
                i = run;
            } else {
                packets[i].free();
                i++;
            }
        }
    }

    // ---- sharing ----

    /// Makes a packet that shares this one's bytes: a chain of mbufs of `indirect`, one for each segment.
    ///
    /// @param indirect the pool that the new mbufs come from; their own buffers stay unused
    /// @return the clone, or null when the pool is exhausted
    public Mbuf cloneInto(final Mempool indirect) {
        requireLive();
        Mbuf head = null;
        Mbuf last = null;
        for (Mbuf segment = this; segment != null; segment = segment.next) {
            final Mbuf copy = indirect.tryAlloc();
            if (copy == null) {
                if (head != null) {
                    head.free();
                }
                return null;
            }
            copy.attach(segment);
            if (head == null) {
                head = copy;
            } else {
                last.next = copy;
            }
            last = copy;
        }
        head.segments = segments;
        head.packetLength = packetLength;
        return head;
    }

    /// Lets this mbuf show the bytes and the metadata of another segment instead of its own buffer.
    ///
    /// @param other the segment; it is kept until this mbuf is freed or detached
    /// @throws IllegalStateException when this mbuf is attached, chained or shared, is the other itself, or either is free
    public void attach(final Mbuf other) {
        requireLive();
        other.requireLive();
        if (other == this || next != null || isIndirect() || refcnt != 1) {
            throw new IllegalStateException("attach: the mbuf is attached, chained or shared already, or the other itself");
        }
        final Mbuf owner = other.direct == null ? other : other.direct;
        if (other.external == null) {
            owner.addReferences(1);
            direct = owner;
        } else {
            other.external.retain();
            external = other.external;
        }
        showBytesOf(other);
        dataOffset = other.dataOffset;
        dataLength = other.dataLength;
        packetLength = other.packetLength;
        copyMetadata(other);
        segments = 1;
    }

    private void showBytesOf(final Mbuf other) {
        touched = true;
        bufferAddress = other.bufferAddress;
        bufferIova = other.bufferIova;
        bufferLength = other.bufferLength;
    }

    /// Lets this mbuf show memory that belongs to no pool.
    ///
    /// @param buffer the memory and what to do when the last mbuf lets go of it
    /// @throws IllegalStateException when this mbuf is attached, chained or shared
    public void attachExternal(final ExternalBuffer buffer) {
        attachExternal(buffer, 0, buffer.length());
    }

    /// Lets this mbuf show a part of memory that belongs to no pool; for drivers whose device decides how long the parts are.
    ///
    /// @param buffer the memory and what to do when the last mbuf lets go of it
    /// @param offset where the part begins, in bytes
    /// @param length of the part in bytes
    /// @throws IllegalStateException when this mbuf is attached, chained or shared
    /// @throws IndexOutOfBoundsException when the part reaches outside the memory
    public void attachExternal(final ExternalBuffer buffer, final int offset, final int length) {
        requireLive();
        Objects.checkFromIndexSize(offset, length, buffer.length());
        if (next != null || isIndirect() || refcnt != 1) {
            throw new IllegalStateException("attachExternal: the mbuf is attached, chained or shared already");
        }
        buffer.retain();
        touched = true;
        external = buffer;
        bufferAddress = buffer.address() + offset;
        bufferIova = buffer.iova() + offset;
        bufferLength = length;
        dataOffset = 0;
        dataLength = 0;
        packetLength = 0;
    }

    /// Gives this mbuf its own buffer back and lets go of the one it showed.
    public void detach() {
        final Mbuf owner = direct;
        final ExternalBuffer buffer = external;
        direct = null;
        external = null;
        showOwnBytes();
        packetLength = 0;
        if (owner != null) {
            owner.freeSegment();
        }
        if (buffer != null) {
            buffer.release();
        }
    }

    // ---- filling ----

    /// Moves the beginning of the data of an empty segment.
    ///
    /// @param bytes where the data shall begin in the buffer
    /// @return this
    public Mbuf headroom(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        if (bytes < 0 || bytes + dataLength > bufferLength) {
            throw new IndexOutOfBoundsException("headroom(" + bytes + ") of a buffer of " + bufferLength + " bytes holding " + dataLength);
        }
        dataOffset = bytes;
        touched = true;
        return this;
    }

    /// Sets the length of the data of this segment; the packet grows or shrinks with its first segment.
    ///
    /// For drivers that have just filled the buffer, and for senders that will: [#append(int)] is the checked form.
    ///
    /// @param bytes the new length; at most [#bufferLength()] − [#headroom()]
    /// @return this
    public Mbuf dataLength(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        if ((bytes | bufferLength - dataOffset - bytes) < 0) {
            throw new IndexOutOfBoundsException("dataLength(" + bytes + ") of a buffer with room for " + (bufferLength - dataOffset));
        }
        packetLength += bytes - dataLength;
        dataLength = bytes;
        return this;
    }

    /// Notes that a driver has put a whole packet into this new mbuf, behind the usual headroom.
    ///
    /// Also makes an mbuf of [Mempool#getBulkRaw] ready: one pass instead of two.
    ///
    /// @param bytes its length; at most [#bufferLength()] − [#HEADROOM]
    /// @param from the number of the port that received it
    public void received(final int bytes, final int from) {
        if (Checked.ON) {
            requireLive();
        }
        refcnt = 1;
        dataLength = bytes;
        packetLength = bytes;
        port = from;
    }

    /// Checks what must hold of a packet: live segments, lengths that fit their buffers and add up.
    ///
    /// @return null when all is well, else what is wrong
    public String sanityCheck() {
        return SanityCheck.of(this);
    }

    /// {@return the packet in words: metadata, segments, and the first bytes in hexadecimal; the layout of `rte_pktmbuf_dump`}
    ///
    /// @param bytes how many bytes to show at the most
    public String dump(final int bytes) {
        return MbufDump.of(this, bytes);
    }

    @Override
    public String toString() {
        return "Mbuf[" + pool.name() + '#' + index + ", port=" + port + ", length=" + packetLength + ", segments=" + segments
            + ", refcnt=" + refcnt + ']';
    }
}
