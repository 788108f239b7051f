package dev.pollmode.sys;

/// Lets one thread put a memory barrier into all others of the process: membarrier(2).
///
/// For hand-overs where one side runs millions of times a second and the other hardly ever: the fast side only keeps the
/// compiler from reordering, the slow side calls [#all()] between its own store and load.
public final class Membarrier {
    private static final int PRIVATE_EXPEDITED = 1 << 3;
    private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;
    private static final long NUMBER = "aarch64".equals(System.getProperty("os.arch")) ? 283 : 324;
    private static final boolean AVAILABLE = call(REGISTER_PRIVATE_EXPEDITED) == 0;

    private Membarrier() {
    }

    /// {@return whether the kernel has it (Linux 4.14) and nobody forbids it; the same for the life of the JVM}
    public static boolean isAvailable() {
        return AVAILABLE;
    }

    /// Makes every running thread of the process pass a full memory barrier before this returns.
    ///
    /// @throws SysException when it is not available
    public static void all() {
        SysException.check(call(PRIVATE_EXPEDITED), "membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED)");
    }

    private static long call(final int command) {
        return SystemCall.make(CallState.current(), NUMBER, command, 0, 0, 0, 0, 0);
    }
}
