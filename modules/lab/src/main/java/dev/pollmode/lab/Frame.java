package dev.pollmode.lab;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mbuf.Mbuf;

/// A numbered Ethernet frame.
///
/// | offset | size | field                                                                     |
/// |-------:|-----:|---------------------------------------------------------------------------|
/// |      0 |   12 | destination, source                                                       |
/// |     12 |    2 | `0x88b5`, the EtherType for experiments (IEEE 802)                        |
/// |     16 |    4 | which stream                                                              |
/// |     20 |    4 | the path that the sender gave it to, as far as the sender knows           |
/// |     24 |    8 | its number in the stream                                                  |
/// |     32 |    8 | a mix of the three, which is also in the last 8 bytes                     |
///
/// The length follows from the number: 60 to 1514 bytes.
final class Frame {
    /// The longest frame.
    static final int MAX = 1514;

    private static final int MIN = 60;
    private static final int TYPE = 0x88b5;
    private static final int STREAM = 16;
    private static final int PATH = 20;
    private static final int NUMBER = 24;
    private static final int MIX = 32;
    private static final long ODD = 0x9e37_79b9_7f4a_7c15L;
    private static final int STEP = 97;

    private Frame() {
    }

    /// Makes a frame of an empty packet.
    static void write(final Mbuf packet, final MacAddress to, final MacAddress from, final Stream stream, final long number, final int path) {
        final int length = length(number);
        packet.append(length);
        putAddress(packet, 0, to);
        putAddress(packet, MacAddress.LENGTH, from);
        packet.putShort(12, (short) TYPE);
        packet.putShort(14, (short) 0);
        packet.putInt(STREAM, stream.ordinal());
        packet.putInt(PATH, path);
        packet.putLong(NUMBER, number);
        final long mix = mix(stream.ordinal(), path, number);
        packet.putLong(MIX, mix);
        packet.putLong(length - Long.BYTES, mix);
    }

    private static void putAddress(final Mbuf packet, final int offset, final MacAddress address) {
        packet.putShort(offset, (short) (address.value() >>> 32));
        packet.putInt(offset + 2, (int) address.value());
    }

    private static int length(final long number) {
        return MIN + (int) (number * STEP % (MAX - MIN + 1));
    }

    private static long mix(final int stream, final int path, final long number) {
        final long sum = (number * ODD ^ stream) * ODD ^ path;
        return sum ^ sum >>> 29;
    }

    /// {@return whether a packet is one of ours; the kernel sends some of its own}
    static boolean isOurs(final Mbuf packet) {
        return packet.dataLength() >= MIN && packet.getShort(12) == (short) TYPE;
    }

    /// {@return whether a frame of ours of this stream arrived as it was sent}
    static boolean isWhole(final Mbuf packet, final Stream stream) {
        final long number = packet.getLong(NUMBER);
        if (number < 0 || packet.dataLength() != length(number)) {
            return false;
        }
        final long mix = mix(stream.ordinal(), packet.getInt(PATH), number);
        return packet.getLong(MIX) == mix && packet.getLong(packet.dataLength() - Long.BYTES) == mix;
    }

    static boolean isOf(final Mbuf packet, final Stream stream) {
        return packet.getInt(STREAM) == stream.ordinal();
    }

    static long number(final Mbuf packet) {
        return packet.getLong(NUMBER);
    }

    static int path(final Mbuf packet) {
        return packet.getInt(PATH);
    }
}
