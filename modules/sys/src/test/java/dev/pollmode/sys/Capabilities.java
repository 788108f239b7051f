package dev.pollmode.sys;

import java.lang.foreign.Arena;

/// The capabilities of threads; see capabilities(7).
final class Capabilities {
    static final int IPC_LOCK = 14;
    static final int SYS_ADMIN = 21;

    private static final int VERSION_3 = 0x20080522;

    private Capabilities() {
    }

    /// Takes a capability from the calling thread, which should end soon: see capset(2).
    static void drop(final int capability) {
        final boolean amd64 = System.getProperty("os.arch").equals("amd64");
        final CallState own = CallState.current();
        try (Arena arena = Arena.ofConfined()) {
            final long header = arena.allocate(8, 4).address();
            final long data = arena.allocate(24, 4).address();
            Mem.putInt(header, VERSION_3);
            SysException.check(SystemCall.make(own, amd64 ? 125 : 90, header, data, 0, 0, 0, 0), "capget");
            Mem.putInt(data, Mem.getInt(data) & ~(1 << capability));
            SysException.check(SystemCall.make(own, amd64 ? 126 : 91, header, data, 0, 0, 0, 0), "capset");
        }
    }
}
