package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// A buffer of readv(2), writev(2), sendmsg(2) and of registered buffers.
///
/// | offset | size | field      | meaning                 |
/// |-------:|-----:|------------|-------------------------|
/// |      0 |    8 | `iov_base` | where the buffer begins |
/// |      8 |    8 | `iov_len`  | its length in bytes     |
///
/// `struct iovec` of `linux/uio.h`, 64-bit.
public final class Iovec {
    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_LONG.withName("iov_base"),
        ValueLayout.JAVA_LONG.withName("iov_len"));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long BASE = LAYOUT.byteOffset(groupElement("iov_base"));
    private static final long LEN = LAYOUT.byteOffset(groupElement("iov_len"));

    private Iovec() {
    }

    /// Fills the structure at an address.
    ///
    /// @param iovec  where the structure lies
    /// @param base   where the buffer begins
    /// @param length its length in bytes
    public static void put(final long iovec, final long base, final long length) {
        Mem.putLong(iovec + BASE, base);
        Mem.putLong(iovec + LEN, length);
    }

    /// {@return where the buffer begins}
    public static long base(final long iovec) {
        return Mem.getLong(iovec + BASE);
    }

    /// {@return the length of the buffer in bytes}
    public static long length(final long iovec) {
        return Mem.getLong(iovec + LEN);
    }
}
