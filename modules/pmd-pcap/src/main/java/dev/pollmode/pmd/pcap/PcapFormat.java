package dev.pollmode.pmd.pcap;

/// The capture file format of libpcap, as pcap-savefile(5) has it.
///
/// | offset | size | field of the file header                                                         |
/// |-------:|-----:|----------------------------------------------------------------------------------|
/// |      0 |    4 | magic: [#MAGIC_MICROS] or [#MAGIC_NANOS], in the byte order of all that follows   |
/// |      4 |    2 | major version, 2                                                                 |
/// |      6 |    2 | minor version, 4                                                                 |
/// |      8 |    8 | 0                                                                                |
/// |     16 |    4 | longest record                                                                   |
/// |     20 |    4 | link type in the lower 16 bits: [#LINKTYPE_ETHERNET]                             |
///
/// | offset | size | field of the header of a record                           |
/// |-------:|-----:|-----------------------------------------------------------|
/// |      0 |    4 | seconds since 1970                                        |
/// |      4 |    4 | micro- or nanoseconds                                     |
/// |      8 |    4 | how many bytes follow                                     |
/// |     12 |    4 | how many bytes the packet had                             |
final class PcapFormat {
    static final int MAGIC_MICROS = 0xa1b2c3d4;
    static final int MAGIC_NANOS = 0xa1b23c4d;
    /// The first block of a pcapng file, the same in either byte order.
    static final int MAGIC_PCAPNG = 0x0a0d0d0a;
    static final int MAJOR = 2;
    static final int MINOR = 4;
    static final int LINKTYPE_ETHERNET = 1;

    static final int FILE_HEADER = 24;
    static final int MAJOR_OFFSET = 4;
    static final int MINOR_OFFSET = 6;
    static final int SNAPLEN_OFFSET = 16;
    static final int LINKTYPE_OFFSET = 20;

    static final int RECORD_HEADER = 16;
    static final int SECONDS_OFFSET = 0;
    static final int FRACTION_OFFSET = 4;
    static final int CAPTURED_OFFSET = 8;
    static final int ORIGINAL_OFFSET = 12;

    /// The longest record that is believed: the limit of libpcap itself.
    static final int LONGEST_RECORD = 262_144;

    static final long NANOS_PER_SECOND = 1_000_000_000;

    private PcapFormat() {
    }
}
