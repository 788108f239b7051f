package dev.pollmode.mbuf;

import dev.pollmode.sys.Mem;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
public final class Mbuf {
    /// Bytes kept free in front of the data of a new mbuf, for headers to come.
    public static final int HEADROOM = 128;
    /// The usual length of a buffer: headroom and 2 KiB of data.
    public static final int BUFFER_LENGTH = 2048 + HEADROOM;
    /// The port of an mbuf that no port has received.
    public static final int NO_PORT = 0xffff;

    private static final VarHandle REFCNT;

    static {
        try {
            REFCNT = MethodHandles.lookup().findVarHandle(Mbuf.class, "refcnt", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Mempool pool;
    final int index;
    private final long ownAddress;
    private final long ownIova;

    private long bufferAddress;
    private long bufferIova;
    private int bufferLength;
    private int dataOffset;
    private int dataLength;
    private int packetLength;
    // 0 while in the pool: every accessor then refuses. Atomic only when it is not 1.
    private int refcnt;
    private int segments;
    // Whether anything is not as it is in the pool: one segment, its own buffer with the usual headroom, no offloads, no type.
    // One look at it when the mbuf is freed stands for five; that is a third of the cost of taking an mbuf and freeing it.
    private boolean touched;
    private int port;
    private int packetType;
    private long offloads;
    private long txLengths;
    private int vlanTci;
    private int outerVlanTci;
    private int rssHash;
    private int flowMark;
    private long timestamp;
    private Mbuf next;
    // What the bytes belong to when they are not this mbuf's own: another mbuf or an external buffer.
    private Mbuf direct;
    private ExternalBuffer external;
    Checked.History history;

    Mbuf(final Mempool pool, final int index, final long address, final long iova, final int length) {
        this.pool = pool;
        this.index = index;
        ownAddress = address;
        ownIova = iova;
        bufferAddress = address;
        bufferIova = iova;
        bufferLength = length;
        dataOffset = pool.headroom();
        segments = 1;
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
        return refcnt == 1 && bufferAddress == ownAddress;
    }

    /// {@return whether this segment is the only one that shows its bytes, its own or external ones, so that they may be changed}
    public boolean isWritable() {
        return refcnt() == 1 && direct == null && (external == null || external.users() == 1);
    }

    private boolean isIndirect() {
        return bufferAddress != ownAddress;
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
        final int count = (int) REFCNT.getAcquire(this);
        if (count == 1) {
            release();
        } else if (count <= 0) {
            throw Checked.doubleFree(this);
        } else if ((int) REFCNT.getAndAdd(this, -1) == 1) {
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

    /// {@return how many owners the bytes of this segment have; 0 while it is in its pool}
    public int refcnt() {
        return (int) REFCNT.getAcquire(this);
    }

    /// Adds owners to this segment; each frees it once.
    ///
    /// @param delta how many, at least 1
    public void addReferences(final int delta) {
        if (delta < 1) {
            throw new IllegalArgumentException("addReferences(" + delta + "): at least 1");
        }
        requireLive();
        REFCNT.getAndAdd(this, delta);
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
        bufferAddress = ownAddress;
        bufferIova = ownIova;
        bufferLength = pool.bufferLength();
        dataOffset = Math.min(HEADROOM, bufferLength);
        dataLength = 0;
        packetLength = 0;
        if (owner != null) {
            owner.freeSegment();
        }
        if (buffer != null) {
            buffer.release();
        }
    }

    /// Takes over what describes a packet (port, type, offloads, tags), not its bytes or lengths.
    ///
    /// @param other the packet to be like
    public void copyMetadata(final Mbuf other) {
        touched = true;
        port = other.port;
        packetType = other.packetType;
        offloads = other.offloads;
        txLengths = other.txLengths;
        vlanTci = other.vlanTci;
        outerVlanTci = other.outerVlanTci;
        rssHash = other.rssHash;
        flowMark = other.flowMark;
        timestamp = other.timestamp;
        if (pool.dynamic != null && other.pool.dynamic != null) {
            copyDynamic(other);
        }
    }

    private void copyDynamic(final Mbuf other) {
        System.arraycopy(other.pool.dynamic, other.index * DynamicFields.SLOTS, pool.dynamic, index * DynamicFields.SLOTS, DynamicFields.SLOTS);
    }

    // ---- shape ----

    /// {@return the pool this mbuf goes back to}
    public Mempool pool() {
        return pool;
    }

    /// {@return the address of the first byte of data}
    public long dataAddress() {
        if (Checked.ON) {
            requireLive();
        }
        return bufferAddress + dataOffset;
    }

    /// {@return the address of the first byte of data as a device sees it}
    public long dataIova() {
        if (Checked.ON) {
            requireLive();
        }
        return bufferIova + dataOffset;
    }

    /// {@return the address of the buffer, headroom included}
    public long bufferAddress() {
        return bufferAddress;
    }

    /// {@return the length of the buffer, headroom included, in bytes}
    public int bufferLength() {
        return bufferLength;
    }

    /// {@return where the data begin in the buffer, in bytes: the headroom}
    public int headroom() {
        return dataOffset;
    }

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

    /// {@return how many bytes fit behind the data of this segment}
    public int tailroom() {
        return bufferLength - dataOffset - dataLength;
    }

    /// {@return the length of the data of this segment in bytes}
    public int dataLength() {
        if (Checked.ON) {
            requireLive();
        }
        return dataLength;
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

    /// {@return the length of the packet in bytes, all segments together; right on the first segment only}
    public int packetLength() {
        if (Checked.ON) {
            requireLive();
        }
        return packetLength;
    }

    /// {@return how many segments the packet has; right on the first segment only}
    public int segments() {
        if (Checked.ON) {
            requireLive();
        }
        return segments;
    }

    /// {@return the next segment of the packet, or null}
    public Mbuf next() {
        if (Checked.ON) {
            requireLive();
        }
        return next;
    }

    /// {@return the last segment of the packet}
    public Mbuf lastSegment() {
        Mbuf segment = this;
        while (segment.next != null) {
            segment = segment.next;
        }
        return segment;
    }

    /// Appends a packet to this one; its segments belong to this packet from now on.
    ///
    /// @param tail the first segment of what follows
    /// @throws IllegalStateException when either is free, or both are the same
    public void chain(final Mbuf tail) {
        requireLive();
        tail.requireLive();
        if (tail == this) {
            throw new IllegalStateException("chain: a packet cannot follow itself");
        }
        lastSegment().next = tail;
        touched = true;
        segments += tail.segments;
        packetLength += tail.packetLength;
    }

    /// Appends one segment when the last one is known, for drivers that receive a packet into many: costs the same however
    /// long the chain is. Called on the last segment.
    ///
    /// @param head the first segment of the packet
    /// @param segment a live mbuf of one segment, with its data length set
    public void chainNext(final Mbuf head, final Mbuf segment) {
        next = segment;
        touched = true;
        head.touched = true;
        head.segments++;
        head.packetLength += segment.dataLength;
    }

    /// Cuts the packet behind its first segment.
    ///
    /// @return the rest, a packet of its own, or null when there was one segment
    public Mbuf unchain() {
        if (Checked.ON) {
            requireLive();
        }
        final Mbuf rest = next;
        if (rest == null) {
            return null;
        }
        rest.segments = segments - 1;
        rest.touched = true;
        rest.packetLength = packetLength - dataLength;
        next = null;
        segments = 1;
        packetLength = dataLength;
        return rest;
    }

    /// {@return whether the packet lies in one segment}
    public boolean isContiguous() {
        return segments == 1;
    }

    /// Lengthens the packet at its front.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the headroom is too small
    public boolean prepend(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        if ((bytes | dataOffset - bytes) < 0) {
            return false;
        }
        dataOffset -= bytes;
        touched = true;
        dataLength += bytes;
        packetLength += bytes;
        return true;
    }

    /// Lengthens the packet at its end, in its last segment.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the tailroom is too small
    public boolean append(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        final Mbuf last = lastSegment();
        if ((bytes | last.tailroom() - bytes) < 0) {
            return false;
        }
        last.dataLength += bytes;
        packetLength += bytes;
        return true;
    }

    /// Removes bytes from the front of the packet, within its first segment.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the first segment is shorter
    public boolean adjust(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        if ((bytes | dataLength - bytes) < 0) {
            return false;
        }
        dataOffset += bytes;
        touched = true;
        dataLength -= bytes;
        packetLength -= bytes;
        return true;
    }

    /// Removes bytes from the end of the packet, within its last segment.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the last segment is shorter
    public boolean trim(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        final Mbuf last = lastSegment();
        if ((bytes | last.dataLength - bytes) < 0) {
            return false;
        }
        last.dataLength -= bytes;
        packetLength -= bytes;
        return true;
    }

    /// Copies the packet into its first segment and frees the others.
    ///
    /// @return false, and nothing changed, when the first segment has no room or shares its bytes
    public boolean linearize() {
        if (Checked.ON) {
            requireLive();
        }
        if (next == null) {
            return true;
        }
        final int missing = packetLength - dataLength;
        if (missing > tailroom() || isIndirect() || refcnt != 1) {
            return false;
        }
        final Mbuf rest = unchain();
        for (Mbuf segment = rest; segment != null; segment = segment.next) {
            Mem.copy(segment.dataAddress(), dataAddress() + dataLength, segment.dataLength);
            dataLength += segment.dataLength;
        }
        packetLength = dataLength;
        rest.free();
        return true;
    }

    // ---- metadata ----

    /// {@return the port that received this packet, or [#NO_PORT]}
    public int port() {
        return port;
    }

    /// Sets the port that received this packet.
    ///
    /// @param port its number
    public void port(final int port) {
        if (Checked.ON) {
            requireLive();
        }
        this.port = port;
    }

    /// {@return what the packet is, as bits of [PacketType]; 0 when nobody looked}
    public int packetType() {
        return packetType;
    }

    /// Sets what the packet is.
    ///
    /// @param type bits of [PacketType]
    public void packetType(final int type) {
        if (Checked.ON) {
            requireLive();
        }
        packetType = type;
        touched = true;
    }

    /// {@return what was found on reception and is asked for on transmission, bits of [Offload]}
    public long offloads() {
        if (Checked.ON) {
            requireLive();
        }
        return offloads;
    }

    /// Sets what was found on reception, or is asked for on transmission.
    ///
    /// @param flags bits of [Offload]
    public void offloads(final long flags) {
        if (Checked.ON) {
            requireLive();
        }
        offloads = flags;
        touched = true;
    }

    /// {@return header lengths and segment size for offloads, packed by [TxLengths]}
    public long txLengths() {
        return txLengths;
    }

    /// Sets header lengths and segment size for offloads.
    ///
    /// @param packed made by [TxLengths]
    public void txLengths(final long packed) {
        if (Checked.ON) {
            requireLive();
        }
        txLengths = packed;
    }

    /// {@return the tag control information, where [Offload] says that it is there}
    public int vlanTci() {
        return vlanTci;
    }

    /// Sets the tag control information.
    ///
    /// @param tci priority, DEI and VLAN identifier, 16 bits
    public void vlanTci(final int tci) {
        vlanTci = tci & 0xffff;
    }

    /// {@return the tag control information of the outer tag (QinQ)}
    public int outerVlanTci() {
        return outerVlanTci;
    }

    /// Sets the tag control information of the outer tag.
    ///
    /// @param tci 16 bits
    public void outerVlanTci(final int tci) {
        outerVlanTci = tci & 0xffff;
    }

    /// {@return the RSS hash, where [Offload#RX_RSS_HASH] is set}
    public int rssHash() {
        return rssHash;
    }

    /// Sets the RSS hash.
    ///
    /// @param hash 32 bits
    public void rssHash(final int hash) {
        rssHash = hash;
    }

    /// {@return the mark a flow rule gave, where [Offload#RX_FDIR_ID] is set}
    public int flowMark() {
        return flowMark;
    }

    /// Sets the mark a flow rule gave.
    ///
    /// @param mark 32 bits
    public void flowMark(final int mark) {
        flowMark = mark;
    }

    /// {@return when the packet was received, in the unit of its port}
    public long timestamp() {
        return timestamp;
    }

    /// Sets when the packet was received.
    ///
    /// @param time in the unit of its port
    public void timestamp(final long time) {
        timestamp = time;
    }

    /// {@return the value of a dynamic field; 0 in a pool of another Eal than the one that registered it}
    ///
    /// @param field from [DynamicFields#registerField(String)]
    public long dynamicField(final int field) {
        final long[] values = pool.dynamic;
        return values == null ? 0 : values[index * DynamicFields.SLOTS + DynamicFields.checked(field)];
    }

    /// Sets the value of a dynamic field; it stays until it is set again, also when the mbuf is freed and taken.
    ///
    /// @param field from [DynamicFields#registerField(String)]
    /// @param value 64 bits
    public void dynamicField(final int field, final long value) {
        final long[] values = pool.dynamic;
        if (values != null) {
            values[index * DynamicFields.SLOTS + DynamicFields.checked(field)] = value;
        }
    }

    // ---- bytes ----

    /// {@return the address of bytes of this segment's data, for code that reads or writes many of them after one check}
    ///
    /// @param offset from the first byte of data
    /// @param width how many bytes, 1 or more
    /// @throws IndexOutOfBoundsException when they don't lie within the data
    /// @throws IllegalStateException when the mbuf is free
    public long at(final int offset, final int width) {
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
    public byte getByte(final int offset) {
        return Mem.getByte(at(offset, 1));
    }

    /// Puts a byte into the data of this segment; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the byte
    public void putByte(final int offset, final byte value) {
        Mem.putByte(at(offset, 1), value);
    }

    /// {@return two bytes in network order; see [#getByte(int)]}
    ///
    /// @param offset from the first byte of data
    public short getShort(final int offset) {
        return Mem.getShortBe(at(offset, 2));
    }

    /// Puts two bytes in network order; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the value
    public void putShort(final int offset, final short value) {
        Mem.putShortBe(at(offset, 2), value);
    }

    /// {@return four bytes in network order; see [#getByte(int)]}
    ///
    /// @param offset from the first byte of data
    public int getInt(final int offset) {
        return Mem.getIntBe(at(offset, 4));
    }

    /// Puts four bytes in network order; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the value
    public void putInt(final int offset, final int value) {
        Mem.putIntBe(at(offset, 4), value);
    }

    /// {@return eight bytes in network order; see [#getByte(int)]}
    ///
    /// @param offset from the first byte of data
    public long getLong(final int offset) {
        return Mem.getLongBe(at(offset, 8));
    }

    /// Puts eight bytes in network order; see [#getByte(int)].
    ///
    /// @param offset from the first byte of data
    /// @param value the value
    public void putLong(final int offset, final long value) {
        Mem.putLongBe(at(offset, 8), value);
    }

    /// Copies bytes out of the data of this segment.
    ///
    /// @param offset from the first byte of data
    /// @param target where to
    /// @param targetOffset where in it
    /// @param length how many bytes
    public void getBytes(final int offset, final byte[] target, final int targetOffset, final int length) {
        Mem.copy(at(offset, checkedLength(length)), target, targetOffset, length);
    }

    /// Copies bytes into the data of this segment.
    ///
    /// @param offset from the first byte of data
    /// @param source where from
    /// @param sourceOffset where in it
    /// @param length how many bytes
    public void putBytes(final int offset, final byte[] source, final int sourceOffset, final int length) {
        Mem.copy(source, sourceOffset, at(offset, checkedLength(length)), length);
    }

    private static int checkedLength(final int length) {
        if (length < 0) {
            throw new IndexOutOfBoundsException("length " + length);
        }
        return length;
    }

    /// {@return the data of this segment as a memory segment, for the slow path; it stays usable only while this mbuf does}
    public MemorySegment data() {
        return Mem.segment(at(0, 0), dataLength);
    }

    /// Checks what must hold of a packet: live segments, lengths that fit their buffers and add up.
    ///
    /// @return null when all is well, else what is wrong
    public String sanityCheck() {
        if (refcnt < 1) {
            return "the mbuf is free";
        }
        int count = 0;
        long total = 0;
        for (Mbuf segment = this; segment != null; segment = segment.next) {
            if (segment.refcnt < 1) {
                return "segment " + count + " is free";
            }
            if ((segment.dataOffset | segment.dataLength | segment.tailroom()) < 0) {
                return "segment " + count + " reaches outside its buffer";
            }
            total += segment.dataLength;
            count++;
            if (count > segments) {
                return "more segments than the " + segments + " it claims";
            }
        }
        if (count != segments) {
            return count + " segments, not the " + segments + " it claims";
        }
        return total == packetLength ? null : total + " bytes, not the " + packetLength + " it claims";
    }

    /// {@return the packet in words: metadata, segments, and the first bytes in hexadecimal; the layout of `rte_pktmbuf_dump`}
    ///
    /// @param bytes how many bytes to show at the most
    public String dump(final int bytes) {
        return MbufDump.of(this, bytes);
    }

    private void requireLive() {
        if (refcnt < 1) {
            throw Checked.badAccess(this, 0, 0);
        }
    }

    @Override
    public String toString() {
        return "Mbuf[" + pool.name() + '#' + index + ", port=" + port + ", length=" + packetLength + ", segments=" + segments
            + ", refcnt=" + refcnt + ']';
    }
}
