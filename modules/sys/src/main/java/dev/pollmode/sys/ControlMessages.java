package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Control messages that carry descriptors (`SCM_RIGHTS`); see cmsg(3) and unix(7).
///
/// | offset | size | field        | meaning                                     |
/// |-------:|-----:|--------------|---------------------------------------------|
/// |      0 |    8 | `cmsg_len`   | bytes of this header and the data after it  |
/// |      8 |    4 | `cmsg_level` | `SOL_SOCKET`                                |
/// |     12 |    4 | `cmsg_type`  | `SCM_RIGHTS`: the data are descriptors      |
///
/// `struct cmsghdr` of `linux/socket.h`, 64-bit; the next one begins at a multiple of 8.
final class ControlMessages {
    /// How many descriptors one message can carry (`SCM_MAX_FD`).
    static final int MAX_FDS = 253;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_LONG.withName("cmsg_len"),
        ValueLayout.JAVA_INT.withName("cmsg_level"),
        ValueLayout.JAVA_INT.withName("cmsg_type"));
    static final int HEADER = (int) LAYOUT.byteSize();

    private static final long LEN = LAYOUT.byteOffset(groupElement("cmsg_len"));
    private static final long LEVEL = LAYOUT.byteOffset(groupElement("cmsg_level"));
    private static final long TYPE = LAYOUT.byteOffset(groupElement("cmsg_type"));

    private ControlMessages() {
    }

    /// {@return bytes that a message with so many descriptors takes}
    static long space(final int fds) {
        return Mapping.roundUp(HEADER + (long) fds * Integer.BYTES, Long.BYTES);
    }

    /// Writes one message with descriptors.
    ///
    /// @return bytes that it takes
    static long put(final long control, final int... fds) {
        Mem.putLong(control + LEN, HEADER + (long) fds.length * Integer.BYTES);
        Mem.putInt(control + LEVEL, Sock.SOL_SOCKET);
        Mem.putInt(control + TYPE, Sock.SCM_RIGHTS);
        for (int i = 0; i < fds.length; i++) {
            Mem.putInt(control + HEADER + (long) i * Integer.BYTES, fds[i]);
        }
        return space(fds.length);
    }

    /// Takes over all descriptors of the messages; messages of other kinds are skipped.
    ///
    /// @param control where the messages begin
    /// @param length  bytes of them, as the kernel said
    /// @param into    gets the descriptors, also when this method returns false
    /// @return whether every message lay within the bounds
    static boolean take(final long control, final long length, final List<Fd> into) {
        long offset = 0;
        while (length - offset >= HEADER) {
            final long size = Mem.getLong(control + offset + LEN);
            if (size < HEADER || size > length - offset) {
                return false;
            }
            if (Mem.getInt(control + offset + LEVEL) == Sock.SOL_SOCKET && Mem.getInt(control + offset + TYPE) == Sock.SCM_RIGHTS
                    && !takeRights(control + offset + HEADER, size - HEADER, into)) {
                return false;
            }
            offset += Mapping.roundUp(size, Long.BYTES);
        }
        return true;
    }

    private static boolean takeRights(final long data, final long length, final List<Fd> into) {
        for (long at = 0; at + Integer.BYTES <= length; at += Integer.BYTES) {
            final int fd = Mem.getInt(data + at);
            if (fd < 0) {
                return false;
            }
            into.add(Fd.of(fd));
        }
        return length % Integer.BYTES == 0;
    }
}
