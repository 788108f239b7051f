package dev.pollmode.net;

import static dev.pollmode.net.Fields.bytes;
import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;
import static dev.pollmode.net.Fields.u32;
import static dev.pollmode.net.Fields.u8;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The header of an IPv6 packet.
///
/// | offset | size | field            | meaning                                             |
/// |-------:|-----:|------------------|-----------------------------------------------------|
/// |      0 |    4 | `version_flow`   | 6 (4 bits), traffic class (8), flow label (20)      |
/// |      4 |    2 | `payload_length` | what follows this header, extensions included       |
/// |      6 |    1 | `next_header`    | what follows                                        |
/// |      7 |    1 | `hop_limit`      | hops left                                           |
/// |      8 |   16 | `source`         | address of the sender                               |
/// |     24 |   16 | `destination`    | address of the receiver                             |
///
/// RFC 8200, section 3. `at` is where the header begins in the first segment; the accessors check as those of [Mbuf].
/// Addresses are read and written as two halves.
public final class Ipv6Header {
    /// The header without extensions.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u32("version_flow"), u16("payload_length"), u8("next_header"),
        u8("hop_limit"), bytes(16, "source"), bytes(16, "destination"));
    /// Its length in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// Next header: options for every hop.
    public static final int HOP_BY_HOP = 0;
    /// Next header: a routing header.
    public static final int ROUTING = 43;
    /// Next header: a fragment.
    public static final int FRAGMENT = 44;
    /// Next header: encrypted payload.
    public static final int ESP = 50;
    /// Next header: authentication.
    public static final int AUTHENTICATION = 51;
    /// Next header: ICMPv6.
    public static final int ICMP = 58;
    /// Next header: nothing follows.
    public static final int NONE = 59;
    /// Next header: options for the receiver.
    public static final int DESTINATION_OPTIONS = 60;

    static final int VERSION_FLOW = offset(LAYOUT, "version_flow");
    static final int PAYLOAD_LENGTH = offset(LAYOUT, "payload_length");
    static final int NEXT_HEADER = offset(LAYOUT, "next_header");
    static final int HOP_LIMIT = offset(LAYOUT, "hop_limit");
    static final int SOURCE = offset(LAYOUT, "source");
    static final int DESTINATION = offset(LAYOUT, "destination");

    private Ipv6Header() {
    }

    /// {@return the traffic class}
    public static int trafficClass(final Mbuf packet, final int at) {
        return packet.getInt(at + VERSION_FLOW) >>> 20 & 0xff;
    }

    /// {@return the flow label}
    public static int flowLabel(final Mbuf packet, final int at) {
        return packet.getInt(at + VERSION_FLOW) & 0xfffff;
    }

    /// Sets version 6, traffic class and flow label.
    public static void versionAndFlow(final Mbuf packet, final int at, final int trafficClass, final int flowLabel) {
        packet.putInt(at + VERSION_FLOW, 6 << 28 | (trafficClass & 0xff) << 20 | flowLabel & 0xfffff);
    }

    /// {@return the length of what follows this header, as it claims}
    public static int payloadLength(final Mbuf packet, final int at) {
        return packet.getShort(at + PAYLOAD_LENGTH) & 0xffff;
    }

    /// Sets the length of what follows this header.
    public static void payloadLength(final Mbuf packet, final int at, final int bytes) {
        packet.putShort(at + PAYLOAD_LENGTH, (short) bytes);
    }

    /// {@return what follows}
    public static int nextHeader(final Mbuf packet, final int at) {
        return packet.getByte(at + NEXT_HEADER) & 0xff;
    }

    /// Sets what follows.
    public static void nextHeader(final Mbuf packet, final int at, final int protocol) {
        packet.putByte(at + NEXT_HEADER, (byte) protocol);
    }

    /// {@return the hops left}
    public static int hopLimit(final Mbuf packet, final int at) {
        return packet.getByte(at + HOP_LIMIT) & 0xff;
    }

    /// Sets the hops left.
    public static void hopLimit(final Mbuf packet, final int at, final int hops) {
        packet.putByte(at + HOP_LIMIT, (byte) hops);
    }

    /// {@return the first half of the address of the sender}
    public static long sourceHigh(final Mbuf packet, final int at) {
        return packet.getLong(at + SOURCE);
    }

    /// {@return the second half of the address of the sender}
    public static long sourceLow(final Mbuf packet, final int at) {
        return packet.getLong(at + SOURCE + 8);
    }

    /// Sets the address of the sender.
    public static void source(final Mbuf packet, final int at, final long high, final long low) {
        packet.putLong(at + SOURCE, high);
        packet.putLong(at + SOURCE + 8, low);
    }

    /// {@return the first half of the address of the receiver}
    public static long destinationHigh(final Mbuf packet, final int at) {
        return packet.getLong(at + DESTINATION);
    }

    /// {@return the second half of the address of the receiver}
    public static long destinationLow(final Mbuf packet, final int at) {
        return packet.getLong(at + DESTINATION + 8);
    }

    /// Sets the address of the receiver.
    public static void destination(final Mbuf packet, final int at, final long high, final long low) {
        packet.putLong(at + DESTINATION, high);
        packet.putLong(at + DESTINATION + 8, low);
    }
}
