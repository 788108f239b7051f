package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// A request to the kernel, as it lies in the submission queue of [IoUring].
///
/// | offset | size | field       | meaning                                                        |
/// |-------:|-----:|-------------|----------------------------------------------------------------|
/// |      0 |    1 | `opcode`    | what to do                                                     |
/// |      1 |    1 | `flags`     | [#FIXED_FILE], [#IO_LINK], [#ASYNC], [#CQE_SKIP_SUCCESS]       |
/// |      2 |    2 | `ioprio`    | priority                                                       |
/// |      4 |    4 | `fd`        | descriptor, or index of a registered file                      |
/// |      8 |    8 | `off`       | offset in the file                                             |
/// |     16 |    8 | `addr`      | buffer, or array of [Iovec]                                    |
/// |     24 |    4 | `len`       | its length in bytes, or entries                                |
/// |     28 |    4 | `rw_flags`  | flags of the operation                                         |
/// |     32 |    8 | `user_data` | what the completion tells                                      |
/// |     40 |    2 | `buf_index` | index of a registered buffer                                   |
/// |     44 |    4 | `file_index`| not used here                                                  |
/// |     48 |   16 | `addr3`, pad | not used here                                                 |
///
/// `struct io_uring_sqe` of `linux/io_uring.h`; io_uring_enter(2). The methods fill all 64 bytes of a request whose address
/// [IoUring#nextSqe()] gave; they check nothing and do not allocate. The offset in the file is 0, which pipes, sockets and
/// tap interfaces ignore; [#offset(long, long)] changes it.
/// A descriptor that is not ready is waited for, whether it is non-blocking or not, unless [#noWait(long)] says otherwise.
public final class Sqe {
    /// Flag: `fd` is the index of a registered file.
    public static final int FIXED_FILE = 1;
    /// Flag: the next request begins when this one is done.
    public static final int IO_LINK = 4;
    /// Flag: do it on a worker thread of the kernel.
    public static final int ASYNC = 16;
    /// Flag: no completion if it succeeds (Linux 5.17, [IoUring#canSkipCompletions()]).
    public static final int CQE_SKIP_SUCCESS = 64;

    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("opcode"),
        ValueLayout.JAVA_BYTE.withName("flags"),
        ValueLayout.JAVA_SHORT.withName("ioprio"),
        ValueLayout.JAVA_INT.withName("fd"),
        ValueLayout.JAVA_LONG.withName("off"),
        ValueLayout.JAVA_LONG.withName("addr"),
        ValueLayout.JAVA_INT.withName("len"),
        ValueLayout.JAVA_INT.withName("rw_flags"),
        ValueLayout.JAVA_LONG.withName("user_data"),
        ValueLayout.JAVA_SHORT.withName("buf_index"),
        ValueLayout.JAVA_SHORT.withName("personality"),
        ValueLayout.JAVA_INT.withName("file_index"),
        ValueLayout.JAVA_LONG.withName("addr3"),
        MemoryLayout.paddingLayout(8));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final int RWF_NOWAIT = 8;

    static final int OP_NOP = 0;
    static final int OP_READV = 1;
    static final int OP_WRITEV = 2;
    static final int OP_READ_FIXED = 4;
    static final int OP_WRITE_FIXED = 5;
    static final int OP_READ = 22;
    static final int OP_WRITE = 23;

    private static final long OPCODE = LAYOUT.byteOffset(groupElement("opcode"));
    private static final long FLAGS = LAYOUT.byteOffset(groupElement("flags"));
    private static final long IOPRIO = LAYOUT.byteOffset(groupElement("ioprio"));
    private static final long FD = LAYOUT.byteOffset(groupElement("fd"));
    private static final long OFF = LAYOUT.byteOffset(groupElement("off"));
    private static final long ADDR = LAYOUT.byteOffset(groupElement("addr"));
    private static final long LEN = LAYOUT.byteOffset(groupElement("len"));
    private static final long RW_FLAGS = LAYOUT.byteOffset(groupElement("rw_flags"));
    private static final long USER_DATA = LAYOUT.byteOffset(groupElement("user_data"));
    private static final long BUF_INDEX = LAYOUT.byteOffset(groupElement("buf_index"));
    private static final long PERSONALITY = LAYOUT.byteOffset(groupElement("personality"));
    private static final long FILE_INDEX = LAYOUT.byteOffset(groupElement("file_index"));
    private static final long ADDR3 = LAYOUT.byteOffset(groupElement("addr3"));

    private Sqe() {
    }

    /// Does nothing; its completion says 0.
    public static void nop(final long sqe, final int flags, final long userData) {
        fill(sqe, OP_NOP, flags, -1, 0, 0, 0, userData);
    }

    /// Reads into a buffer.
    ///
    /// @param sqe      the request
    /// @param flags    the flags of this class, or-ed
    /// @param fd       a descriptor; with [#FIXED_FILE] the index of a registered file
    /// @param address  the buffer; the kernel's until the completion
    /// @param length   its length in bytes
    /// @param userData what the completion tells
    public static void read(final long sqe, final int flags, final int fd, final long address, final int length, final long userData) {
        fill(sqe, OP_READ, flags, fd, address, length, 0, userData);
    }

    /// Writes a buffer; parameters as [#read].
    public static void write(final long sqe, final int flags, final int fd, final long address, final int length, final long userData) {
        fill(sqe, OP_WRITE, flags, fd, address, length, 0, userData);
    }

    /// Reads into several buffers.
    ///
    /// @param sqe      the request
    /// @param flags    the flags of this class, or-ed
    /// @param fd       a descriptor; with [#FIXED_FILE] the index of a registered file
    /// @param vectors  an array of [Iovec]; the kernel's until [IoUring#submit()] has returned, the buffers until the completion
    /// @param count    its entries
    /// @param userData what the completion tells
    public static void readv(final long sqe, final int flags, final int fd, final long vectors, final int count, final long userData) {
        fill(sqe, OP_READV, flags, fd, vectors, count, 0, userData);
    }

    /// Writes several buffers at once; parameters as [#readv].
    public static void writev(final long sqe, final int flags, final int fd, final long vectors, final int count, final long userData) {
        fill(sqe, OP_WRITEV, flags, fd, vectors, count, 0, userData);
    }

    /// Reads into memory that was registered.
    ///
    /// @param sqe      the request
    /// @param flags    the flags of this class, or-ed
    /// @param fd       a descriptor; with [#FIXED_FILE] the index of a registered file
    /// @param address  where to read to, within the registered buffer; the kernel's until the completion
    /// @param length   bytes
    /// @param buffer   the index of the registered buffer
    /// @param userData what the completion tells
    public static void readFixed(final long sqe, final int flags, final int fd, final long address, final int length, final int buffer,
            final long userData) {
        fill(sqe, OP_READ_FIXED, flags, fd, address, length, buffer, userData);
    }

    /// Writes memory that was registered; parameters as [#readFixed].
    public static void writeFixed(final long sqe, final int flags, final int fd, final long address, final int length, final int buffer,
            final long userData) {
        fill(sqe, OP_WRITE_FIXED, flags, fd, address, length, buffer, userData);
    }

    /// Sets the offset in the file; -1 is its current position.
    public static void offset(final long sqe, final long offset) {
        Mem.putLong(sqe + OFF, offset);
    }

    /// Lets a read or write fail with `EAGAIN` instead of waiting. `O_NONBLOCK` of the descriptor does not do that: the kernel
    /// would wait with poll(2) until the descriptor is ready, and complete the request then.
    public static void noWait(final long sqe) {
        Mem.putInt(sqe + RW_FLAGS, RWF_NOWAIT);
    }

    private static void fill(final long sqe, final int opcode, final int flags, final int fd, final long address, final int length,
            final int buffer, final long userData) {
        Mem.putByte(sqe + OPCODE, (byte) opcode);
        Mem.putByte(sqe + FLAGS, (byte) flags);
        Mem.putShort(sqe + IOPRIO, (short) 0);
        Mem.putInt(sqe + FD, fd);
        Mem.putLong(sqe + OFF, 0);
        Mem.putLong(sqe + ADDR, address);
        Mem.putInt(sqe + LEN, length);
        Mem.putInt(sqe + RW_FLAGS, 0);
        Mem.putLong(sqe + USER_DATA, userData);
        Mem.putShort(sqe + BUF_INDEX, (short) buffer);
        Mem.putShort(sqe + PERSONALITY, (short) 0);
        Mem.putInt(sqe + FILE_INDEX, 0);
        Mem.putLong(sqe + ADDR3, 0);
        Mem.putLong(sqe + ADDR3 + Long.BYTES, 0);
    }
}
