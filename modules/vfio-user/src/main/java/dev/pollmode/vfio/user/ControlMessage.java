package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.pollmode.sys.Mem;
import dev.pollmode.sys.Sock;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// Descriptors that travel with the bytes of a Unix socket.
///
/// | offset | size | field   | meaning                                        |
/// |-------:|-----:|---------|------------------------------------------------|
/// |      0 |    8 | `len`   | of this header and the data                    |
/// |      8 |    4 | `level` | `SOL_SOCKET`                                   |
/// |     12 |    4 | `type`  | `SCM_RIGHTS`                                   |
/// |     16 |    - | data    | an `int` for each descriptor                   |
///
/// `struct cmsghdr`, cmsg(3), unix(7); 64-bit.
final class ControlMessage {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_LONG.withName("len"),
        JAVA_INT.withName("level"),
        JAVA_INT.withName("type")).withName("cmsghdr");

    static final int HEADER = 16;

    private static final int LEVEL = 8;
    private static final int TYPE = 12;

    private ControlMessage() {
    }

    /// {@return how much memory a message with so many descriptors takes: `CMSG_SPACE`}
    static int space(final int fds) {
        return HEADER + (fds * Integer.BYTES + 7 & -8);
    }

    /// Writes a message.
    ///
    /// @return its space
    static int write(final long address, final int[] fds) {
        Mem.putLong(address, HEADER + (long) fds.length * Integer.BYTES);
        Mem.putInt(address + LEVEL, Sock.SOL_SOCKET);
        Mem.putInt(address + TYPE, Sock.SCM_RIGHTS);
        for (int i = 0; i < fds.length; i++) {
            Mem.putInt(address + HEADER + (long) i * Integer.BYTES, fds[i]);
        }
        return space(fds.length);
    }

    /// Takes over all descriptors of what the kernel wrote.
    ///
    /// @return whether there was room for all of them
    static boolean read(final long address, final long length, final ReceivedFds into) {
        boolean room = true;
        long position = 0;
        while (position + HEADER <= length) {
            final long size = Mem.getLong(address + position);
            if (size < HEADER || size > length - position) {
                break;
            }
            if (Mem.getInt(address + position + LEVEL) == Sock.SOL_SOCKET && Mem.getInt(address + position + TYPE) == Sock.SCM_RIGHTS) {
                for (long i = HEADER; i + Integer.BYTES <= size; i += Integer.BYTES) {
                    room &= into.add(Mem.getInt(address + position + i));
                }
            }
            position += size + 7 & -8;
        }
        return room;
    }
}
