package dev.pollmode.net;

import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;
import static dev.pollmode.net.Fields.u32;
import static dev.pollmode.net.Fields.u8;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The header of an IPv4 datagram.
///
/// | offset | size | field             | meaning                                            |
/// |-------:|-----:|-------------------|----------------------------------------------------|
/// |      0 |    1 | `version_ihl`     | 4, and the length of the header in words of 4 bytes |
/// |      1 |    1 | `type_of_service` | DSCP and ECN                                       |
/// |      2 |    2 | `total_length`    | header and data in bytes                           |
/// |      4 |    2 | `id`              | common to the fragments of a datagram              |
/// |      6 |    2 | `fragment`        | [#DONT_FRAGMENT], [#MORE_FRAGMENTS], offset in units of 8 bytes |
/// |      8 |    1 | `time_to_live`    | hops left                                          |
/// |      9 |    1 | `protocol`        | what follows                                       |
/// |     10 |    2 | `checksum`        | of the header                                      |
/// |     12 |    4 | `source`          | address of the sender                              |
/// |     16 |    4 | `destination`     | address of the receiver                            |
///
/// RFC 791, section 3.1. `at` is where the header begins in the first segment; the accessors check as those of [Mbuf].
public final class Ipv4Header {
    /// The header without options.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u8("version_ihl"), u8("type_of_service"), u16("total_length"),
        u16("id"), u16("fragment"), u8("time_to_live"), u8("protocol"), u16("checksum"), u32("source"), u32("destination"));
    /// Its length without options, in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// Its length with all the options it can have.
    public static final int MAX_LENGTH = 60;
    /// Protocol number of ICMP.
    public static final int ICMP = 1;
    /// Protocol number of IGMP.
    public static final int IGMP = 2;
    /// Protocol number of TCP.
    public static final int TCP = 6;
    /// Protocol number of UDP.
    public static final int UDP = 17;
    /// Protocol number of SCTP.
    public static final int SCTP = 132;
    /// Bit of [#fragment]: must not be fragmented.
    public static final int DONT_FRAGMENT = 0x4000;
    /// Bit of [#fragment]: not the last one.
    public static final int MORE_FRAGMENTS = 0x2000;
    /// Bits of [#fragment]: the offset, in units of 8 bytes.
    public static final int OFFSET_MASK = 0x1fff;

    static final int VERSION_IHL = offset(LAYOUT, "version_ihl");
    static final int TYPE_OF_SERVICE = offset(LAYOUT, "type_of_service");
    static final int TOTAL_LENGTH = offset(LAYOUT, "total_length");
    static final int ID = offset(LAYOUT, "id");
    static final int FRAGMENT = offset(LAYOUT, "fragment");
    static final int TIME_TO_LIVE = offset(LAYOUT, "time_to_live");
    static final int PROTOCOL = offset(LAYOUT, "protocol");
    static final int CHECKSUM = offset(LAYOUT, "checksum");
    static final int SOURCE = offset(LAYOUT, "source");
    static final int DESTINATION = offset(LAYOUT, "destination");

    private Ipv4Header() {
    }

    /// {@return the length of the header in bytes, as it claims}
    public static int headerLength(final Mbuf packet, final int at) {
        return (packet.getByte(at + VERSION_IHL) & 0xf) << 2;
    }

    /// Sets version 4 and the length of the header.
    ///
    /// @param bytes 20 to 60, a multiple of 4
    public static void headerLength(final Mbuf packet, final int at, final int bytes) {
        packet.putByte(at + VERSION_IHL, (byte) (0x40 | bytes >> 2));
    }

    /// {@return DSCP (6 bits) and ECN (2 bits)}
    public static int typeOfService(final Mbuf packet, final int at) {
        return packet.getByte(at + TYPE_OF_SERVICE) & 0xff;
    }

    /// Sets DSCP and ECN.
    public static void typeOfService(final Mbuf packet, final int at, final int value) {
        packet.putByte(at + TYPE_OF_SERVICE, (byte) value);
    }

    /// {@return header and data in bytes, as it claims}
    public static int totalLength(final Mbuf packet, final int at) {
        return packet.getShort(at + TOTAL_LENGTH) & 0xffff;
    }

    /// Sets the length of header and data.
    public static void totalLength(final Mbuf packet, final int at, final int bytes) {
        packet.putShort(at + TOTAL_LENGTH, (short) bytes);
    }

    /// {@return the identification}
    public static int id(final Mbuf packet, final int at) {
        return packet.getShort(at + ID) & 0xffff;
    }

    /// Sets the identification.
    public static void id(final Mbuf packet, final int at, final int id) {
        packet.putShort(at + ID, (short) id);
    }

    /// {@return flags and offset of a fragment}
    public static int fragment(final Mbuf packet, final int at) {
        return packet.getShort(at + FRAGMENT) & 0xffff;
    }

    /// Sets flags and offset of a fragment.
    public static void fragment(final Mbuf packet, final int at, final int bits) {
        packet.putShort(at + FRAGMENT, (short) bits);
    }

    /// {@return the hops left}
    public static int timeToLive(final Mbuf packet, final int at) {
        return packet.getByte(at + TIME_TO_LIVE) & 0xff;
    }

    /// Sets the hops left; the checksum stays as it is.
    public static void timeToLive(final Mbuf packet, final int at, final int hops) {
        packet.putByte(at + TIME_TO_LIVE, (byte) hops);
    }

    /// {@return the protocol of the data}
    public static int protocol(final Mbuf packet, final int at) {
        return packet.getByte(at + PROTOCOL) & 0xff;
    }

    /// Sets the protocol of the data.
    public static void protocol(final Mbuf packet, final int at, final int protocol) {
        packet.putByte(at + PROTOCOL, (byte) protocol);
    }

    /// {@return the checksum of the header, as it claims}
    public static int checksum(final Mbuf packet, final int at) {
        return packet.getShort(at + CHECKSUM) & 0xffff;
    }

    /// Sets the checksum of the header.
    public static void checksum(final Mbuf packet, final int at, final int checksum) {
        packet.putShort(at + CHECKSUM, (short) checksum);
    }

    /// {@return the address of the sender}
    public static int source(final Mbuf packet, final int at) {
        return packet.getInt(at + SOURCE);
    }

    /// Sets the address of the sender.
    public static void source(final Mbuf packet, final int at, final int address) {
        packet.putInt(at + SOURCE, address);
    }

    /// {@return the address of the receiver}
    public static int destination(final Mbuf packet, final int at) {
        return packet.getInt(at + DESTINATION);
    }

    /// Sets the address of the receiver.
    public static void destination(final Mbuf packet, final int at, final int address) {
        packet.putInt(at + DESTINATION, address);
    }
}
