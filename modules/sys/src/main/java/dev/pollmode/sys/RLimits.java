package dev.pollmode.sys;

/// The limits of this process; see getrlimit(2).
public final class RLimits {
    /// How many descriptors, plus one.
    public static final int NOFILE = 7;
    /// How many bytes of memory may be locked.
    public static final int MEMLOCK = 8;
    /// No limit.
    public static final long INFINITY = -1;

    private static final int HARD = 8;

    private RLimits() {
    }

    /// {@return the limit in force, [#INFINITY] for none}
    ///
    /// @param resource [#NOFILE], [#MEMLOCK] or another number of `sys/resource.h`
    public static long soft(final int resource) {
        return Mem.getLong(read(resource).scratch);
    }

    /// {@return up to where the limit in force may be raised, [#INFINITY] for as far as one likes}
    ///
    /// @param resource [#NOFILE], [#MEMLOCK] or another number of `sys/resource.h`
    public static long hard(final int resource) {
        return Mem.getLong(read(resource).scratch + HARD);
    }

    /// Sets both limits.
    ///
    /// @param resource [#NOFILE], [#MEMLOCK] or another number of `sys/resource.h`
    /// @param soft     the limit in force, at most the hard one
    /// @param hard     up to where it may be raised; raising this one needs CAP_SYS_RESOURCE
    /// @throws SysException with `EPERM` without that capability, `EINVAL` when soft is above hard
    public static void set(final int resource, final long soft, final long hard) {
        final CallState state = CallState.current();
        Mem.putLong(state.scratch, soft);
        Mem.putLong(state.scratch + HARD, hard);
        SysException.check(ProcessCalls.setrlimit(state, resource, state.scratch), "setrlimit(" + name(resource) + ")",
            "ask for less, or start with the capability CAP_SYS_RESOURCE");
    }

    /// Raises the limit in force as far as it goes.
    ///
    /// @param resource [#NOFILE], [#MEMLOCK] or another number of `sys/resource.h`
    /// @return the limit that is in force now
    public static long raiseToHard(final int resource) {
        final long hard = hard(resource);
        set(resource, hard, hard);
        return hard;
    }

    private static CallState read(final int resource) {
        final CallState state = CallState.current();
        SysException.check(ProcessCalls.getrlimit(state, resource, state.scratch), "getrlimit(" + name(resource) + ")");
        return state;
    }

    private static String name(final int resource) {
        return switch (resource) {
            case NOFILE -> "RLIMIT_NOFILE";
            case MEMLOCK -> "RLIMIT_MEMLOCK";
            default -> Integer.toString(resource);
        };
    }
}
