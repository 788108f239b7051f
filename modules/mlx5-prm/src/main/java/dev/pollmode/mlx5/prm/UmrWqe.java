package dev.pollmode.mlx5.prm;

/// A work request that changes a memory key ([SendWqe#OPCODE_UMR]). The key stands in the place of the control segment's immediate value.
/// Offsets for access by address, big-endian:
///
/// | offset | size | field   | meaning                                                                           |
/// |-------:|-----:|---------|-----------------------------------------------------------------------------------|
/// |   0x10 |    1 | flags   | [#INLINE], [#CHECK_FREE], [#CHECK_NOT_FREE], [#AT_OFFSET]                         |
/// |   0x14 |    2 | octowords | translation entries to write, in units of 16 bytes                              |
/// |   0x16 |    2 | offset  | where in the key's list, in the same units: bits 15:0                             |
/// |   0x18 |    8 | mask    | fields of the context to take over, see the `SELECT_` bits                        |
/// |   0x20 |    4 | offset  | bits 47:16                                                                        |
/// |   0x40 |   64 | context | [MkeyContext]                                                                     |
/// |   0x80 |      | entries | when inline; else a [DataSegment] that points to them                             |
public final class UmrWqe {
    public static final int FLAGS = 0x10;
    public static final int OCTOWORDS = 0x14;
    public static final int OFFSET = 0x16;
    public static final int MASK = 0x18;
    public static final int OFFSET_HIGH = 0x20;
    public static final int CONTEXT = 0x40;
    public static final int ENTRIES = 0x80;
    /// Unit of the list.
    public static final int OCTOWORD = 16;

    public static final int INLINE = 1 << 7;
    public static final int CHECK_FREE = 1 << 6;
    public static final int CHECK_NOT_FREE = 1 << 5;
    public static final int AT_OFFSET = 1 << 4;

    public static final long SELECT_LENGTH = 1L;
    public static final long SELECT_PAGE_SIZE = 1L << 1;
    public static final long SELECT_START = 1L << 6;
    public static final long SELECT_PD = 1L << 7;
    public static final long SELECT_VARIANT = 1L << 13;
    public static final long SELECT_QPN = 1L << 14;
    public static final long SELECT_LOCAL_READ = 1L << 17;
    public static final long SELECT_LOCAL_WRITE = 1L << 18;
    public static final long SELECT_FREE = 1L << 29;

    private UmrWqe() {
    }
}
