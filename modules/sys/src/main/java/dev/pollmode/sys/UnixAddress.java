package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The address of a Unix socket.
///
/// | offset | size | field        | meaning                                                    |
/// |-------:|-----:|--------------|------------------------------------------------------------|
/// |      0 |    2 | `sun_family` | `AF_UNIX`                                                  |
/// |      2 |  108 | `sun_path`   | a path with a zero byte, or a zero byte and a name          |
///
/// `struct sockaddr_un` of `linux/un.h`; unix(7).
final class UnixAddress {
    static final int PATH_SIZE = 108;
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_SHORT.withName("sun_family"),
        MemoryLayout.sequenceLayout(PATH_SIZE, ValueLayout.JAVA_BYTE).withName("sun_path"));

    private static final long PATH = LAYOUT.byteOffset(groupElement("sun_path"));

    private UnixAddress() {
    }

    /// {@return whether this is a name of the abstract namespace, written as `@name`}
    static boolean isAbstract(final String path) {
        return path.startsWith("@");
    }

    /// Fills the structure at an address that is zeroed.
    ///
    /// @return the length of the address in bytes
    /// @throws IllegalArgumentException when the path is empty, too long or contains a zero byte
    static int put(final long address, final String path) {
        final byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (path.isEmpty() || path.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not a path of a Unix socket: \"" + path.replace("\0", "\\0") + "\"");
        }
        if (bytes.length >= PATH_SIZE) {
            throw new IllegalArgumentException(
                "path of a Unix socket is longer than " + (PATH_SIZE - 1) + " bytes (" + bytes.length + "): " + path);
        }
        Mem.putShort(address, (short) Sock.AF_UNIX);
        Mem.copy(bytes, 0, address + PATH, bytes.length);
        if (isAbstract(path)) {
            Mem.putByte(address + PATH, (byte) 0);
            return (int) PATH + bytes.length;
        }
        return (int) PATH + bytes.length + 1;
    }
}
