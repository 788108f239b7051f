package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The argument of ioctl(2) requests about interfaces; see netdevice(7).
///
/// | offset | size | field       | meaning                                               |
/// |-------:|-----:|-------------|-------------------------------------------------------|
/// |      0 |   16 | `ifr_name`  | name of the interface, with a zero byte               |
/// |     16 |    2 | `ifr_flags` | first member of a union of 24 bytes                   |
/// |     18 |   22 |             | the rest of the union                                 |
///
/// `struct ifreq` of `linux/if.h`, 64-bit.
public final class IfReq {
    /// The size of a name, with its zero byte (`IFNAMSIZ`).
    public static final int NAME_SIZE = 16;
    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        MemoryLayout.sequenceLayout(NAME_SIZE, ValueLayout.JAVA_BYTE).withName("ifr_name"),
        ValueLayout.JAVA_SHORT.withName("ifr_flags"),
        MemoryLayout.paddingLayout(22));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long FLAGS = LAYOUT.byteOffset(groupElement("ifr_flags"));

    private IfReq() {
    }

    /// Fills the structure at an address.
    ///
    /// @param ifreq where the structure lies
    /// @param name  the name of the interface, at most 15 bytes
    /// @param flags the flags
    /// @throws IllegalArgumentException when the name is too long
    public static void put(final long ifreq, final String name, final int flags) {
        Mem.fill(ifreq, SIZE, (byte) 0);
        Mem.putString(ifreq, NAME_SIZE, name);
        Mem.putShort(ifreq + FLAGS, (short) flags);
    }

    /// {@return the name of the interface}
    public static String name(final long ifreq) {
        return Mem.getString(ifreq, NAME_SIZE);
    }

    /// {@return the flags, 0 to 65535}
    public static int flags(final long ifreq) {
        return Short.toUnsignedInt(Mem.getShort(ifreq + FLAGS));
    }
}
