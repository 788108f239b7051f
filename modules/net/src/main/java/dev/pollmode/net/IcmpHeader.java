package dev.pollmode.net;

import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;
import static dev.pollmode.net.Fields.u8;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The header of an ICMP or ICMPv6 message, as an echo has it.
///
/// | offset | size | field        | meaning                                              |
/// |-------:|-----:|--------------|------------------------------------------------------|
/// |      0 |    1 | `type`       | [#ECHO_REQUEST], …                                   |
/// |      1 |    1 | `code`       | depends on the type                                  |
/// |      2 |    2 | `checksum`   | of the message; ICMPv6 adds a pseudo header          |
/// |      4 |    2 | `identifier` | of an echo: who asks                                 |
/// |      6 |    2 | `sequence`   | of an echo: which question                           |
///
/// RFC 792, RFC 4443. `at` is where the header begins in the first segment; the accessors check as those of [Mbuf].
public final class IcmpHeader {
    /// The header.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u8("type"), u8("code"), u16("checksum"), u16("identifier"), u16("sequence"));
    /// Its length in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// Type of ICMP: the answer to an echo request.
    public static final int ECHO_REPLY = 0;
    /// Type of ICMP: echo request.
    public static final int ECHO_REQUEST = 8;
    /// Type of ICMPv6: echo request.
    public static final int ECHO_REQUEST_V6 = 128;
    /// Type of ICMPv6: the answer to an echo request.
    public static final int ECHO_REPLY_V6 = 129;

    private static final int TYPE = offset(LAYOUT, "type");
    private static final int CODE = offset(LAYOUT, "code");
    private static final int CHECKSUM = offset(LAYOUT, "checksum");
    private static final int IDENTIFIER = offset(LAYOUT, "identifier");
    private static final int SEQUENCE = offset(LAYOUT, "sequence");

    private IcmpHeader() {
    }

    /// {@return the type}
    public static int type(final Mbuf packet, final int at) {
        return packet.getByte(at + TYPE) & 0xff;
    }

    /// Sets the type; the checksum stays as it is.
    public static void type(final Mbuf packet, final int at, final int type) {
        packet.putByte(at + TYPE, (byte) type);
    }

    /// {@return the code}
    public static int code(final Mbuf packet, final int at) {
        return packet.getByte(at + CODE) & 0xff;
    }

    /// Sets the code.
    public static void code(final Mbuf packet, final int at, final int code) {
        packet.putByte(at + CODE, (byte) code);
    }

    /// {@return the checksum, as it claims}
    public static int checksum(final Mbuf packet, final int at) {
        return packet.getShort(at + CHECKSUM) & 0xffff;
    }

    /// Sets the checksum.
    public static void checksum(final Mbuf packet, final int at, final int checksum) {
        packet.putShort(at + CHECKSUM, (short) checksum);
    }

    /// {@return the identifier of an echo}
    public static int identifier(final Mbuf packet, final int at) {
        return packet.getShort(at + IDENTIFIER) & 0xffff;
    }

    /// Sets the identifier of an echo.
    public static void identifier(final Mbuf packet, final int at, final int identifier) {
        packet.putShort(at + IDENTIFIER, (short) identifier);
    }

    /// {@return the sequence number of an echo}
    public static int sequence(final Mbuf packet, final int at) {
        return packet.getShort(at + SEQUENCE) & 0xffff;
    }

    /// Sets the sequence number of an echo.
    public static void sequence(final Mbuf packet, final int at, final int number) {
        packet.putShort(at + SEQUENCE, (short) number);
    }

    /// Makes an echo request an echo reply: type and checksum; addresses are the caller's to swap.
    ///
    /// @param packet an ICMP message (not ICMPv6)
    /// @param at where its header begins
    /// @return false, and nothing changed, when it is no echo request
    public static boolean answerEcho(final Mbuf packet, final int at) {
        final int before = packet.getShort(at + TYPE) & 0xffff;
        if (before >> 8 != ECHO_REQUEST) {
            return false;
        }
        type(packet, at, ECHO_REPLY);
        checksum(packet, at, Checksum.update(checksum(packet, at), before, before & 0xff));
        return true;
    }
}
