package dev.pollmode.pmd.pcap;

import dev.pollmode.eal.EalException;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;

/// Writes a capture file with times in nanoseconds. Records are collected and written together, all or none: a file that
/// can't grow stays valid. Used by one thread at a time; allocates nothing after it was opened.
final class PcapWriter implements AutoCloseable {
    /// The longest part of a packet that is kept.
    static final int SNAPLEN = 65_535;

    private static final long BUFFER = 1 << 20;

    private final String path;
    private final Fd fd;
    private final Mapping buffer;
    private final CallState state = CallState.create();
    private long fileLength;
    private long used;

    private PcapWriter(final String path, final Fd fd, final Mapping buffer) {
        this.path = path;
        this.fd = fd;
        this.buffer = buffer;
    }

    /// Makes a file, or empties one, and writes its header.
    ///
    /// @throws EalException why it can't be written
    static PcapWriter open(final String path) {
        final Fd fd;
        try {
            fd = Fd.open(path, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_TRUNC);
        } catch (final SysException e) {
            throw EalException.of("tx_pcap=" + path, e);
        }
        try {
            final Mapping buffer = Mapping.anonymous(BUFFER);
            try {
                final PcapWriter writer = new PcapWriter(path, fd, buffer);
                writer.writeHeader();
                return writer;
            } catch (final RuntimeException e) {
                buffer.close();
                throw e;
            }
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private void writeHeader() {
        final long header = buffer.address();
        Mem.putIntLe(header, PcapFormat.MAGIC_NANOS);
        Mem.putShortLe(header + PcapFormat.MAJOR_OFFSET, (short) PcapFormat.MAJOR);
        Mem.putShortLe(header + PcapFormat.MINOR_OFFSET, (short) PcapFormat.MINOR);
        Mem.putLongLe(header + PcapFormat.MINOR_OFFSET + Short.BYTES, 0);
        Mem.putIntLe(header + PcapFormat.SNAPLEN_OFFSET, SNAPLEN);
        Mem.putIntLe(header + PcapFormat.LINKTYPE_OFFSET, PcapFormat.LINKTYPE_ETHERNET);
        used = PcapFormat.FILE_HEADER;
        final int errno = flush();
        if (errno != 0) {
            throw new EalException(errno, "tx_pcap=" + path + ": " + Errno.name(errno) + ", it can't be written; it must be a regular file");
        }
    }

    /// {@return whether the packet fits before the next [#flush()]}
    boolean hasRoom(final Mbuf packet) {
        return BUFFER - used >= PcapFormat.RECORD_HEADER + Math.min(packet.packetLength(), SNAPLEN);
    }

    /// Adds a record for a packet that [#hasRoom].
    ///
    /// @param packet stays the caller's
    /// @param timeNs since 1970
    void add(final Mbuf packet, final long timeNs) {
        final long record = buffer.address() + used;
        final int kept = Math.min(packet.packetLength(), SNAPLEN);
        long target = record + PcapFormat.RECORD_HEADER;
        int left = kept;
        for (Mbuf segment = packet; segment != null && left > 0; segment = segment.next()) {
            final int length = Math.min(left, segment.dataLength());
            Mem.copy(segment.dataAddress(), target, length);
            target += length;
            left -= length;
        }
        Mem.putIntLe(record + PcapFormat.SECONDS_OFFSET, (int) (timeNs / PcapFormat.NANOS_PER_SECOND));
        Mem.putIntLe(record + PcapFormat.FRACTION_OFFSET, (int) (timeNs % PcapFormat.NANOS_PER_SECOND));
        Mem.putIntLe(record + PcapFormat.CAPTURED_OFFSET, kept - left);
        Mem.putIntLe(record + PcapFormat.ORIGINAL_OFFSET, packet.packetLength());
        used += PcapFormat.RECORD_HEADER + kept - left;
    }

    /// Writes all records that were added since the last time, or none of them.
    ///
    /// @return 0, or the errno
    int flush() {
        final long length = used;
        used = 0;
        long written = 0;
        while (written < length) {
            final long count = FileCalls.pwrite(state, fd.number(), buffer.address() + written, length - written, fileLength + written);
            if (count <= 0 && count != -Errno.EINTR) {
                // What was written of the records would be a broken end of the file.
                FileCalls.ftruncate(state, fd.number(), fileLength);
                return count == 0 ? Errno.EIO : (int) -count;
            }
            written += Math.max(count, 0);
        }
        fileLength += length;
        return 0;
    }

    @Override
    public void close() {
        buffer.close();
        fd.close();
    }
}
