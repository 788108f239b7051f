package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;

/// The ports, with which the headers of TCP and UDP begin alike ([TcpHeader], [UdpHeader]).
///
/// `at` is where the header begins in the first segment; the accessors check as those of [Mbuf].
public final class Ports {
    private static final int SOURCE = UdpHeader.SOURCE_PORT;
    private static final int DESTINATION = UdpHeader.DESTINATION_PORT;

    private Ports() {
    }

    /// {@return the port of the sender}
    public static int source(final Mbuf packet, final int at) {
        return packet.getShort(at + SOURCE) & 0xffff;
    }

    /// Sets the port of the sender.
    public static void source(final Mbuf packet, final int at, final int port) {
        packet.putShort(at + SOURCE, (short) port);
    }

    /// {@return the port of the receiver}
    public static int destination(final Mbuf packet, final int at) {
        return packet.getShort(at + DESTINATION) & 0xffff;
    }

    /// Sets the port of the receiver.
    public static void destination(final Mbuf packet, final int at, final int port) {
        packet.putShort(at + DESTINATION, (short) port);
    }
}
