package dev.pollmode.pmd.pcap;

import static dev.pollmode.pmd.pcap.PcapFormat.CAPTURED_OFFSET;
import static dev.pollmode.pmd.pcap.PcapFormat.FILE_HEADER;
import static dev.pollmode.pmd.pcap.PcapFormat.FRACTION_OFFSET;
import static dev.pollmode.pmd.pcap.PcapFormat.LONGEST_RECORD;
import static dev.pollmode.pmd.pcap.PcapFormat.RECORD_HEADER;
import static dev.pollmode.pmd.pcap.PcapFormat.SECONDS_OFFSET;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;

/// Reads the records of a capture file, one after the other, through a window of the file.
///
/// The file may hold anything: lengths are believed only as far as the bytes are there. Read, not mapped, because a mapped
/// file that becomes shorter meanwhile ends the JVM or a burst. Used by one thread at a time; allocates nothing after it was opened.
final class PcapReader implements AutoCloseable {
    /// No record follows.
    static final int END = -1;
    /// What follows is no record.
    static final int BROKEN = -2;

    private static final long WINDOW = 1 << 20;

    private final String path;
    private final Fd fd;
    private final Mapping window;
    private final CallState state = CallState.create();
    private boolean swapped;
    private long fractionNanos;
    // Where in the file the window begins, and which part of the window is still to be read.
    private long windowOffset;
    private long at;
    private long end;
    private long recordLength;

    private PcapReader(final String path, final Fd fd, final Mapping window) {
        this.path = path;
        this.fd = fd;
        this.window = window;
    }

    /// Opens a file and checks its header.
    ///
    /// @throws EalException EINVAL when it is no capture of Ethernet in this format, or why it can't be opened
    static PcapReader open(final String path) {
        final Fd fd;
        try {
            fd = Fd.open(path, Fd.O_RDONLY);
        } catch (final SysException e) {
            throw EalException.of("rx_pcap=" + path, e);
        }
        try {
            final Mapping window = Mapping.anonymous(WINDOW);
            try {
                final PcapReader reader = new PcapReader(path, fd, window);
                reader.checkHeader();
                return reader;
            } catch (final RuntimeException e) {
                window.close();
                throw e;
            }
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private void checkHeader() {
        final long got = FileCalls.pread(state, fd.number(), window.address(), FILE_HEADER, 0);
        if (got < 0) {
            throw new EalException((int) -got, "rx_pcap=" + path + ": it can't be read: " + Errno.name((int) -got));
        }
        final int magic = got < Integer.BYTES ? 0 : Mem.getIntLe(window.address());
        if (magic == PcapFormat.MAGIC_PCAPNG) {
            throw wrong("a pcapng file; convert it with: editcap -F pcap IN OUT");
        }
        swapped = magic == Integer.reverseBytes(PcapFormat.MAGIC_MICROS) || magic == Integer.reverseBytes(PcapFormat.MAGIC_NANOS);
        final int ordered = swapped ? Integer.reverseBytes(magic) : magic;
        if (ordered != PcapFormat.MAGIC_MICROS && ordered != PcapFormat.MAGIC_NANOS || got < FILE_HEADER) {
            throw wrong("not a pcap file");
        }
        fractionNanos = ordered == PcapFormat.MAGIC_MICROS ? 1_000 : 1;
        if (getShort(window.address() + PcapFormat.MAJOR_OFFSET) != PcapFormat.MAJOR) {
            throw wrong("a pcap file of version " + getShort(window.address() + PcapFormat.MAJOR_OFFSET) + ", not " + PcapFormat.MAJOR);
        }
        final int linkType = getInt(window.address() + PcapFormat.LINKTYPE_OFFSET) & 0xffff;
        if (linkType != PcapFormat.LINKTYPE_ETHERNET) {
            throw wrong("a capture of link type " + linkType + ", not of Ethernet (" + PcapFormat.LINKTYPE_ETHERNET + ")");
        }
        end = FILE_HEADER;
        rewind();
    }

    private EalException wrong(final String reason) {
        return new EalException(Errno.EINVAL, "rx_pcap=" + path + ": EINVAL, " + reason);
    }

    /// {@return the file, for messages}
    String path() {
        return path;
    }

    /// {@return where in the file the next record begins}
    long position() {
        return windowOffset + at;
    }

    /// Goes back to the first record; a file that fits the window is not read again.
    void rewind() {
        if (windowOffset == 0) {
            at = Math.min(FILE_HEADER, end);
        } else {
            windowOffset = 0;
            end = 0;
            at = 0;
        }
    }

    /// Looks at the next record, which stays the next one until [#advance()].
    ///
    /// @return how many bytes it has, or [#END], or [#BROKEN]
    int next() {
        if (position() < FILE_HEADER && !has(FILE_HEADER)) {
            return BROKEN;
        }
        if (position() < FILE_HEADER) {
            at = FILE_HEADER;
        }
        if (!has(RECORD_HEADER)) {
            return at == end ? END : BROKEN;
        }
        final int length = getInt(record() + CAPTURED_OFFSET);
        if (length < 0 || length > LONGEST_RECORD || !has(RECORD_HEADER + length)) {
            return BROKEN;
        }
        recordLength = RECORD_HEADER + length;
        return length;
    }

    /// {@return the address of the first byte of the record that [#next()] found}
    long data() {
        return record() + RECORD_HEADER;
    }

    /// {@return when the record that [#next()] found was captured, in nanoseconds since 1970}
    long timestampNs() {
        return (getInt(record() + SECONDS_OFFSET) & 0xffff_ffffL) * PcapFormat.NANOS_PER_SECOND
            + (getInt(record() + FRACTION_OFFSET) & 0xffff_ffffL) * fractionNanos;
    }

    /// Goes on behind the record that [#next()] found.
    void advance() {
        at += recordLength;
    }

    private long record() {
        return window.address() + at;
    }

    /// {@return whether so many bytes follow; moves the window if it must}
    private boolean has(final long bytes) {
        return end - at >= bytes || fill(bytes);
    }

    private boolean fill(final long bytes) {
        if (at + bytes > WINDOW) {
            Mem.copy(window.address() + at, window.address(), end - at);
            windowOffset += at;
            end -= at;
            at = 0;
        }
        while (end - at < bytes) {
            final long got = FileCalls.pread(state, fd.number(), window.address() + end, WINDOW - end, windowOffset + end);
            if (got <= 0 && got != -Errno.EINTR) {
                return false;
            }
            end += Math.max(got, 0);
        }
        return true;
    }

    private int getInt(final long address) {
        final int value = Mem.getIntLe(address);
        return swapped ? Integer.reverseBytes(value) : value;
    }

    private int getShort(final long address) {
        final short value = Mem.getShortLe(address);
        return Short.toUnsignedInt(swapped ? Short.reverseBytes(value) : value);
    }

    @Override
    public void close() {
        window.close();
        fd.close();
    }
}
