package dev.pollmode.net;

import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The header of a UDP datagram.
///
/// | offset | size | field              | meaning                                    |
/// |-------:|-----:|--------------------|--------------------------------------------|
/// |      0 |    2 | `source_port`      | port of the sender                         |
/// |      2 |    2 | `destination_port` | port of the receiver                       |
/// |      4 |    2 | `length`           | header and data in bytes                   |
/// |      6 |    2 | `checksum`         | 0 over IPv4: the sender computed none      |
///
/// RFC 768. `at` is where the header begins in the first segment; the accessors check as those of [Mbuf]. Those of the ports are in [Ports].
public final class UdpHeader {
    /// The header.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u16("source_port"), u16("destination_port"), u16("length"), u16("checksum"));
    /// Its length in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();

    static final int SOURCE_PORT = offset(LAYOUT, "source_port");
    static final int DESTINATION_PORT = offset(LAYOUT, "destination_port");
    static final int DATAGRAM_LENGTH = offset(LAYOUT, "length");
    static final int CHECKSUM = offset(LAYOUT, "checksum");

    private UdpHeader() {
    }

    /// {@return header and data in bytes, as it claims}
    public static int length(final Mbuf packet, final int at) {
        return packet.getShort(at + DATAGRAM_LENGTH) & 0xffff;
    }

    /// Sets the length of header and data.
    public static void length(final Mbuf packet, final int at, final int bytes) {
        packet.putShort(at + DATAGRAM_LENGTH, (short) bytes);
    }

    /// {@return the checksum, as it claims}
    public static int checksum(final Mbuf packet, final int at) {
        return packet.getShort(at + CHECKSUM) & 0xffff;
    }

    /// Sets the checksum.
    public static void checksum(final Mbuf packet, final int at, final int checksum) {
        packet.putShort(at + CHECKSUM, (short) checksum);
    }
}
