package dev.pollmode.mlx5.prm;

/// An entry of a completion queue: 64 bytes, big-endian. Offsets for access by address.
///
/// | offset | size | field        | meaning                                                              |
/// |-------:|-----:|--------------|----------------------------------------------------------------------|
/// |   0x02 |    2 | wqe id       | striding receive queue: which work request                           |
/// |   0x0c |    4 | hash         | RSS hash                                                             |
/// |   0x10 |    1 | hash type    | 3:2 IP version hashed, 7:6 TCP, UDP or SPI hashed                    |
/// |   0x14 |    2 | checksum     | one's-complement sum from the end of the Ethernet header, not inverted |
/// |   0x1c |    2 | header types | see the `TYPE_` bits                                                 |
/// |   0x1e |    2 | VLAN         | tag control of the stripped tag                                      |
/// |   0x20 |    4 | user index   | 31:24 LRO segments, 23:0 user index of the queue                     |
/// |   0x2c |    4 | byte count   | striding: 31 filler, 30:16 strides, 15:0 bytes                       |
/// |   0x30 |    8 | timestamp    |                                                                      |
/// |   0x38 |    4 | flow tag     | receive: 23:0 flow tag; send: 31:24 opcode, 23:0 queue number         |
/// |   0x3c |    2 | WQE counter  | which work request; striding: the stride                             |
/// |   0x3e |    1 | signature    |                                                                      |
/// |   0x3f |    1 | op_own       | 7:4 opcode, 3:2 format, 1 solicited, 0 owner                         |
///
/// Valid when the owner bit equals bit `log_cq_size` of the consumer index and the opcode is not [#OPCODE_INVALID].
/// An entry with an error has a syndrome at 0x37 (and firmware's own at 0x36).
public final class Cqe {
    public static final int SIZE = 64;
    public static final int LOG_SIZE = 6;
    public static final int OUTER_L3 = 0x00;
    public static final int WQE_ID = 0x02;
    public static final int RSS_HASH = 0x0c;
    public static final int RSS_HASH_TYPE = 0x10;
    public static final int CHECKSUM = 0x14;
    public static final int HEADER_TYPES = 0x1c;
    public static final int VLAN = 0x1e;
    public static final int USER_INDEX = 0x20;
    public static final int IMMEDIATE = 0x24;
    public static final int BYTE_COUNT = 0x2c;
    public static final int TIMESTAMP = 0x30;
    public static final int VENDOR_SYNDROME = 0x36;
    public static final int SYNDROME = 0x37;
    public static final int FLOW_TAG = 0x38;
    public static final int WQE_COUNTER = 0x3c;
    public static final int SIGNATURE = 0x3e;
    public static final int OP_OWN = 0x3f;

    public static final int OPCODE_REQUESTER = 0x0;
    public static final int OPCODE_RESPONDER = 0x2;
    public static final int OPCODE_REQUESTER_ERROR = 0xd;
    public static final int OPCODE_RESPONDER_ERROR = 0xe;
    public static final int OPCODE_INVALID = 0xf;
    public static final int FORMAT_NONE = 0;
    public static final int FORMAT_INLINE_32 = 1;
    public static final int FORMAT_INLINE_64 = 2;
    public static final int FORMAT_COMPRESSED = 3;

    /// Bits of the 16-bit word at [#HEADER_TYPES].
    public static final int TYPE_VLAN_STRIPPED = 1;
    public static final int TYPE_IP_OPTIONS = 1 << 1;
    public static final int TYPE_IPV6 = 1 << 2;
    public static final int TYPE_IPV4 = 1 << 3;
    public static final int TYPE_L4 = 7 << 4;
    public static final int TYPE_FRAGMENT = 1 << 7;
    public static final int TYPE_L2_OK = 1 << 8;
    public static final int TYPE_L3_OK = 1 << 9;
    public static final int TYPE_L4_OK = 1 << 10;
    /// Values of the three bits [#TYPE_L4], in place.
    public static final int L4_NONE = 0;
    public static final int L4_TCP = 1 << 4;
    public static final int L4_UDP = 2 << 4;
    public static final int L4_TCP_ACK_EMPTY = 3 << 4;
    public static final int L4_TCP_ACK_DATA = 4 << 4;
    /// Bits of the byte at [#RSS_HASH_TYPE].
    public static final int HASH_IPV4 = 1 << 2;
    public static final int HASH_IPV6 = 2 << 2;
    public static final int HASH_TCP = 1 << 6;
    public static final int HASH_UDP = 2 << 6;
    /// In the byte count of a striding receive queue: strides only, no packet.
    public static final int FILLER = 1 << 31;

    public static final int SYNDROME_LOCAL_LENGTH = 0x01;
    public static final int SYNDROME_LOCAL_QUEUE_OPERATION = 0x02;
    public static final int SYNDROME_LOCAL_PROTECTION = 0x04;
    public static final int SYNDROME_FLUSHED = 0x05;
    /// A memory key could not be changed.
    public static final int SYNDROME_BIND = 0x06;
    public static final int SYNDROME_LOCAL_ACCESS = 0x11;
    public static final int SYNDROME_ABORTED = 0x22;

    private Cqe() {
    }

    /// {@return the last byte of an entry}
    public static int opOwn(final int opcode, final int format, final int owner) {
        return opcode << 4 | format << 2 | owner;
    }

    /// {@return the opcode in the last byte of an entry}
    public static int opcode(final int opOwn) {
        return opOwn >>> 4 & 0xf;
    }

    /// {@return the format in the last byte of an entry}
    public static int format(final int opOwn) {
        return opOwn >>> 2 & 3;
    }
}
