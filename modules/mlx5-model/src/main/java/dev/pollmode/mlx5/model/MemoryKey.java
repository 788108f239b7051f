package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Klm;
import dev.pollmode.mlx5.prm.MkeyContext;
import dev.pollmode.mlx5.prm.Mtt;
import dev.pollmode.mlx5.prm.Struct;

/// A memory key: a range of addresses, and where these lie. Device thread only.
///
/// | mode         | an entry of its list                              |
/// |--------------|---------------------------------------------------|
/// | [#PHYSICAL]  | none: addresses are DMA addresses                 |
/// | [#TRANSLATED]| a page of the driver's memory                     |
/// | [#LISTED]    | a part of any length that lies under another key  |
/// | [#FIXED]     | the same, all parts of one length                 |
///
/// A free key is one that nothing can be reached by yet. Work requests make it a valid one, and change its list; see [KeyUpdates].
final class MemoryKey extends Resource {
    static final int PHYSICAL = 0;
    static final int TRANSLATED = 1;
    static final int LISTED = 2;
    static final int FIXED = 3;

    private static final long[] NO_STARTS = {};

    private final Struct context;
    private final boolean withRights;
    private final int mode;
    private final int entryWords;
    private final long[] words;
    private Plain domain;
    private boolean free;
    private boolean readable;
    private boolean writable;
    private boolean whole;
    private int variant;
    private long start;
    private long length;
    private int pageShift;
    /// Where the entries of a [#LISTED] key begin, and at last where they end.
    private long[] starts = NO_STARTS;

    /// @param domain protection domain
    /// @param context as the driver gave it; it is kept and changed
    /// @param withRights whether entries carry rights of their own
    /// @param words the list, as 64-bit words; it is kept and changed
    MemoryKey(final int number, final Plain domain, final Struct context, final boolean withRights, final long[] words) {
        super(number);
        this.domain = domain;
        this.context = context;
        this.withRights = withRights;
        this.mode = mode(context);
        this.entryWords = isIndirect() ? Klm.LENGTH / Long.BYTES : 1;
        this.words = words;
        hold(domain);
        load();
    }

    static int mode(final Struct context) {
        return context.get(MkeyContext.ACCESS_MODE_1_0) | context.get(MkeyContext.ACCESS_MODE_4_2) << 2;
    }

    Struct context() {
        return context;
    }

    boolean isFree() {
        return free;
    }

    boolean isChangeable() {
        return context.is(MkeyContext.UMR_EN);
    }

    /// {@return whether entries lead to other keys}
    boolean isIndirect() {
        return mode >= LISTED;
    }

    boolean isPhysical() {
        return mode == PHYSICAL;
    }

    Plain domain() {
        return domain;
    }

    void domain(final Plain next) {
        hold(next);
        drop(domain);
        domain = next;
    }

    /// {@return the translation list, as 64-bit words, to be changed; [#load()] comes after that}
    long[] words() {
        return words;
    }

    /// Takes over what has changed in the context and in the list.
    void load() {
        free = context.is(MkeyContext.FREE);
        readable = context.is(MkeyContext.LR);
        writable = context.is(MkeyContext.LW);
        whole = context.is(MkeyContext.LENGTH64);
        variant = context.get(MkeyContext.MKEY_7_0);
        start = context.get(MkeyContext.START_ADDR);
        length = context.get(MkeyContext.LEN);
        pageShift = context.get(MkeyContext.LOG_PAGE_SIZE);
        if (mode == LISTED) {
            starts = new long[words.length / entryWords + 1];
            for (int i = 0; i + 1 < starts.length; i++) {
                starts[i + 1] = starts[i] + (words[i * entryWords] >>> 32);
            }
        }
    }

    /// {@return whether work of a protection domain may reach a range by this key}
    boolean permits(final int lkey, final Plain asking, final long address, final long count, final int access) {
        if (free || (lkey & 0xff) != variant || asking != domain) {
            return false;
        }
        if ((access & DeviceMemory.READ) != 0 && !readable || (access & DeviceMemory.WRITE) != 0 && !writable) {
            return false;
        }
        return whole || Long.compareUnsigned(address - start, length) <= 0 && count <= length - (address - start);
    }

    /// {@return how many bytes from an address on lie in a row}
    long contiguous(final long address) {
        final int entry = entry(address);
        return entry < 0 ? 1 : (mode == LISTED ? starts[entry + 1] : entry + 1L << pageShift) - position(address);
    }

    /// {@return the DMA address of an address of a range that was permitted, or -1 if its entry is not there or lacks a right}
    long iova(final long address, final int access) {
        final int entry = entry(address);
        if (entry < 0) {
            return -1;
        }
        final long word = words[entry];
        final long needed = ((access & DeviceMemory.READ) != 0 ? Mtt.READ : 0) | ((access & DeviceMemory.WRITE) != 0 ? Mtt.WRITE : 0);
        // Drivers of whole registrations set no rights in entries and rely on those of the key.
        return withRights && (word & 3) != 0 && (word & needed) != needed ? -1 : (word & Mtt.ADDRESS) + (position(address) & pageSize() - 1);
    }

    /// {@return the key under which an address lies, or 0, which is none}
    int nextKey(final long address) {
        final int entry = entry(address);
        return entry < 0 ? 0 : (int) words[entry * entryWords];
    }

    /// {@return an address as the key of [#nextKey] has it}
    long nextAddress(final long address) {
        final int entry = entry(address);
        final long begin = mode == LISTED ? starts[entry] : (long) entry << pageShift;
        return words[entry * entryWords + 1] + position(address) - begin;
    }

    /// {@return where in the list's range an address lies}
    private long position(final long address) {
        return address - start + (mode == TRANSLATED ? start & pageSize() - 1 : 0);
    }

    private int entry(final long address) {
        final long position = position(address);
        if (mode == LISTED) {
            return listed(position);
        }
        final long entry = position >>> pageShift;
        return entry < words.length / entryWords ? (int) entry : -1;
    }

    /// {@return the entry in which a position lies, empty ones passed over}
    private int listed(final long position) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (starts[middle + 1] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return position >= 0 && low < starts.length - 1 ? low : -1;
    }

    /// {@return how many entries a range needs}
    static long entriesFor(final long start, final long length, final int pageShift) {
        final long page = 1L << pageShift;
        return (start & page - 1) + length + page - 1 >>> pageShift;
    }

    private long pageSize() {
        return 1L << pageShift;
    }
}
