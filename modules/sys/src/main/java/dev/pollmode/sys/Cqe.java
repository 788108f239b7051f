package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The completion of a request, as it lies in the completion queue of [IoUring].
///
/// | offset | size | field       | meaning                         |
/// |-------:|-----:|-------------|---------------------------------|
/// |      0 |    8 | `user_data` | what the request was given      |
/// |      8 |    4 | `res`       | its result, or `-errno`         |
/// |     12 |    4 | `flags`     | more about it                   |
///
/// `struct io_uring_cqe` of `linux/io_uring.h`. The accessors take an address that [IoUring#peekCqe()] gave.
public final class Cqe {
    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_LONG.withName("user_data"),
        ValueLayout.JAVA_INT.withName("res"),
        ValueLayout.JAVA_INT.withName("flags"));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long USER_DATA = LAYOUT.byteOffset(groupElement("user_data"));
    private static final long RES = LAYOUT.byteOffset(groupElement("res"));
    private static final long FLAGS = LAYOUT.byteOffset(groupElement("flags"));

    private Cqe() {
    }

    /// {@return what the request was given}
    public static long userData(final long cqe) {
        return Mem.getLong(cqe + USER_DATA);
    }

    /// {@return the result of the request, or `-errno`}
    public static int result(final long cqe) {
        return Mem.getInt(cqe + RES);
    }

    /// {@return the flags}
    public static int flags(final long cqe) {
        return Mem.getInt(cqe + FLAGS);
    }
}
