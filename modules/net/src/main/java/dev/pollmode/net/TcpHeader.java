package dev.pollmode.net;

import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;
import static dev.pollmode.net.Fields.u32;
import static dev.pollmode.net.Fields.u8;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The header of a TCP segment.
///
/// | offset | size | field              | meaning                                             |
/// |-------:|-----:|--------------------|-----------------------------------------------------|
/// |      0 |    2 | `source_port`      | port of the sender                                  |
/// |      2 |    2 | `destination_port` | port of the receiver                                |
/// |      4 |    4 | `sequence`         | number of the first byte of data                    |
/// |      8 |    4 | `acknowledgment`   | number of the next byte expected                    |
/// |     12 |    1 | `data_offset`      | length of the header in words of 4 bytes, high bits |
/// |     13 |    1 | `flags`            | [#FIN], [#SYN], …                                   |
/// |     14 |    2 | `window`           | bytes the sender will take                          |
/// |     16 |    2 | `checksum`         | of pseudo header, header and data                   |
/// |     18 |    2 | `urgent`           | where urgent data end                               |
///
/// RFC 9293, section 3.1. `at` is where the header begins in the first segment; the accessors check as those of [Mbuf]. Those of the ports are in [Ports].
public final class TcpHeader {
    /// The header without options.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u16("source_port"), u16("destination_port"), u32("sequence"),
        u32("acknowledgment"), u8("data_offset"), u8("flags"), u16("window"), u16("checksum"), u16("urgent"));
    /// Its length without options, in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// Flag: no more data.
    public static final int FIN = 0x01;
    /// Flag: the sequence number is the first.
    public static final int SYN = 0x02;
    /// Flag: the connection is reset.
    public static final int RST = 0x04;
    /// Flag: hand the data over at once.
    public static final int PSH = 0x08;
    /// Flag: the acknowledgment counts.
    public static final int ACK = 0x10;
    /// Flag: the urgent pointer counts.
    public static final int URG = 0x20;
    /// Flag: congestion was seen (RFC 3168).
    public static final int ECE = 0x40;
    /// Flag: the sender has slowed down (RFC 3168).
    public static final int CWR = 0x80;

    static final int SOURCE_PORT = offset(LAYOUT, "source_port");
    static final int DESTINATION_PORT = offset(LAYOUT, "destination_port");
    static final int SEQUENCE = offset(LAYOUT, "sequence");
    static final int ACKNOWLEDGMENT = offset(LAYOUT, "acknowledgment");
    static final int DATA_OFFSET = offset(LAYOUT, "data_offset");
    static final int FLAGS = offset(LAYOUT, "flags");
    static final int WINDOW = offset(LAYOUT, "window");
    static final int CHECKSUM = offset(LAYOUT, "checksum");
    static final int URGENT = offset(LAYOUT, "urgent");

    private TcpHeader() {
    }

    /// {@return the number of the first byte of data}
    public static int sequence(final Mbuf packet, final int at) {
        return packet.getInt(at + SEQUENCE);
    }

    /// Sets the number of the first byte of data.
    public static void sequence(final Mbuf packet, final int at, final int number) {
        packet.putInt(at + SEQUENCE, number);
    }

    /// {@return the number of the next byte expected}
    public static int acknowledgment(final Mbuf packet, final int at) {
        return packet.getInt(at + ACKNOWLEDGMENT);
    }

    /// Sets the number of the next byte expected.
    public static void acknowledgment(final Mbuf packet, final int at, final int number) {
        packet.putInt(at + ACKNOWLEDGMENT, number);
    }

    /// {@return the length of the header in bytes, as it claims}
    public static int headerLength(final Mbuf packet, final int at) {
        return packet.getByte(at + DATA_OFFSET) >>> 2 & 0x3c;
    }

    /// Sets the length of the header.
    ///
    /// @param bytes 20 to 60, a multiple of 4
    public static void headerLength(final Mbuf packet, final int at, final int bytes) {
        packet.putByte(at + DATA_OFFSET, (byte) (bytes << 2));
    }

    /// {@return the flags}
    public static int flags(final Mbuf packet, final int at) {
        return packet.getByte(at + FLAGS) & 0xff;
    }

    /// Sets the flags.
    public static void flags(final Mbuf packet, final int at, final int flags) {
        packet.putByte(at + FLAGS, (byte) flags);
    }

    /// {@return the window}
    public static int window(final Mbuf packet, final int at) {
        return packet.getShort(at + WINDOW) & 0xffff;
    }

    /// Sets the window.
    public static void window(final Mbuf packet, final int at, final int bytes) {
        packet.putShort(at + WINDOW, (short) bytes);
    }

    /// {@return the checksum, as it claims}
    public static int checksum(final Mbuf packet, final int at) {
        return packet.getShort(at + CHECKSUM) & 0xffff;
    }

    /// Sets the checksum.
    public static void checksum(final Mbuf packet, final int at, final int checksum) {
        packet.putShort(at + CHECKSUM, (short) checksum);
    }

    /// {@return the urgent pointer}
    public static int urgent(final Mbuf packet, final int at) {
        return packet.getShort(at + URGENT) & 0xffff;
    }

    /// Sets the urgent pointer.
    public static void urgent(final Mbuf packet, final int at, final int pointer) {
        packet.putShort(at + URGENT, (short) pointer);
    }
}
