package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A wire made of files: frames of a capture arrive, one after the other and once; what the device sends is written to another capture.
///
/// The format is that of libpcap, version 2.4 (pcap-savefile(5)), either byte order, micro- or nanoseconds; link type Ethernet.
public final class PcapWire implements Wire {
    private static final int MAGIC_US = 0xa1b2c3d4;
    private static final int MAGIC_NS = 0xa1b23c4d;
    private static final int VERSION = 2 | 4 << 16;
    private static final int ETHERNET = 1;
    private static final int HEADER = 24;
    private static final int RECORD = 16;

    private final ByteBuffer arriving;
    private final FileChannel sent;
    private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD + MAX_FRAME).order(ByteOrder.nativeOrder());
    private final byte[] bytes = new byte[MAX_FRAME];

    private PcapWire(final ByteBuffer arriving, final FileChannel sent) {
        this.arriving = arriving;
        this.sent = sent;
    }

    /// Opens the files.
    ///
    /// @param path capture whose frames arrive, if there is such a file; what is sent goes to a file of this name with `.sent` after it
    /// @return the wire; owned by the caller
    /// @throws UncheckedIOException if a file cannot be read or written
    /// @throws IllegalArgumentException if the file is no capture of Ethernet frames
    public static PcapWire open(final Path path) {
        try {
            final ByteBuffer arriving = Files.exists(path) ? read(path) : ByteBuffer.allocate(0);
            final FileChannel sent = FileChannel.open(path.resolveSibling(path.getFileName() + ".sent"), StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
            header.putInt(0, MAGIC_NS).putInt(4, VERSION).putInt(16, MAX_FRAME).putInt(20, ETHERNET);
            sent.write(header);
            return new PcapWire(arriving, sent);
        } catch (final IOException e) {
            throw new UncheckedIOException("pcap=" + path + ": " + reason(e), e);
        }
    }

    private static String reason(final IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such directory";
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            default -> e.getMessage();
        };
    }

    private static ByteBuffer read(final Path path) throws IOException {
        final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        if (file.limit() < HEADER || !isMagic(file.getInt(0)) && !isMagic(Integer.reverseBytes(file.getInt(0)))) {
            throw new IllegalArgumentException(path + " is no capture file of libpcap");
        }
        if (!isMagic(file.getInt(0))) {
            file.order(ByteOrder.BIG_ENDIAN);
        }
        if ((file.getInt(20) & 0xffff) != ETHERNET) {
            throw new IllegalArgumentException(path + ": link type " + (file.getInt(20) & 0xffff) + " is not Ethernet");
        }
        return file.position(HEADER);
    }

    private static boolean isMagic(final int word) {
        return word == MAGIC_US || word == MAGIC_NS;
    }

    @Override
    public int receive(final long address, final int capacity) {
        if (arriving.remaining() < RECORD) {
            return 0;
        }
        final int length = arriving.getInt(arriving.position() + 8);
        final int at = arriving.position() + RECORD;
        if (length <= 0 || length > arriving.limit() - at) {
            // Cut or broken: nothing after this can be trusted.
            arriving.position(arriving.limit());
            return 0;
        }
        arriving.position(at + length);
        final int taken = Math.min(length, capacity);
        Mem.copy(arriving.array(), at, address, taken);
        return taken;
    }

    @Override
    public boolean send(final long address, final int length) {
        final long now = System.currentTimeMillis();
        final int taken = Math.min(length, MAX_FRAME);
        Mem.copy(address, bytes, 0, taken);
        record.clear();
        record.putInt((int) (now / 1000)).putInt((int) (now % 1000) * 1_000_000).putInt(taken).putInt(length).put(bytes, 0, taken).flip();
        try {
            while (record.hasRemaining()) {
                sent.write(record);
            }
        } catch (final IOException e) {
            // A full disk loses frames, as a broken wire does.
            return true;
        }
        return true;
    }

    @Override
    public void close() {
        try {
            sent.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("closing a capture", e);
        }
    }
}
