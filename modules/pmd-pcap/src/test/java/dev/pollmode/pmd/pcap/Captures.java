package dev.pollmode.pmd.pcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Makes capture files byte by byte, after pcap-savefile(5).
final class Captures {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder order;

    Captures(final ByteOrder order, final int magic, final int linkType) {
        this.order = order;
        final ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535).putInt(linkType);
        bytes.writeBytes(header.array());
    }

    static Captures little() {
        return new Captures(ByteOrder.LITTLE_ENDIAN, PcapFormat.MAGIC_MICROS, PcapFormat.LINKTYPE_ETHERNET);
    }

    Captures header(final int seconds, final int fraction, final int captured, final int original) {
        bytes.writeBytes(ByteBuffer.allocate(16).order(order).putInt(seconds).putInt(fraction).putInt(captured).putInt(original).array());
        return this;
    }

    Captures bytes(final byte... more) {
        bytes.writeBytes(more);
        return this;
    }

    Captures packet(final int seconds, final int fraction, final int length) {
        return header(seconds, fraction, length, length).bytes(content(length));
    }

    /// {@return bytes that tell their length: a test compares them}
    static byte[] content(final int length) {
        final byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    Path writeTo(final Path file) {
        return write(file, toBytes());
    }

    static Path write(final Path file, final byte[] content) {
        try {
            return Files.write(file, content);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
