package dev.pollmode.sys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/// Which processors there are, and which of them may run the calling thread; see sched_setaffinity(2).
///
/// Meant for platform threads: a virtual thread would change the thread that carries it.
public final class Affinity {
    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");
    // The mask of the kernel has CONFIG_NR_CPUS bits; a buffer that is too small is EINVAL.
    private static final int FIRST_MASK_BYTES = 128;
    private static final int LAST_MASK_BYTES = 64 * 1024;

    private Affinity() {
    }

    /// {@return the processors that are online}
    ///
    /// @throws UncheckedIOException when sysfs cannot be read
    public static BitSet onlineCpus() {
        try {
            return parseList(Files.readString(ONLINE).strip());
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + ONLINE, e);
        }
    }

    /// {@return the processor that runs the calling thread at this moment}
    public static int currentCpu() {
        return (int) SysException.check(ProcessCalls.schedGetcpu(CallState.current()), "sched_getcpu");
    }

    /// {@return the processors that may run the calling thread}
    public static BitSet get() {
        final CallState state = CallState.current();
        int size = FIRST_MASK_BYTES;
        while (true) {
            try (Arena arena = Arena.ofConfined()) {
                final long mask = arena.allocate(size, Long.BYTES).address();
                final int result = ProcessCalls.schedGetaffinity(state, 0, size, mask);
                if (result == 0) {
                    return BitSet.valueOf(Mem.segment(mask, size).asByteBuffer());
                }
                if (result != -Errno.EINVAL || size >= LAST_MASK_BYTES) {
                    throw new SysException("sched_getaffinity", -result, null);
                }
                size *= 2;
            }
        }
    }

    /// Lets only these processors run the calling thread.
    ///
    /// @param cpus the processors, at least one
    /// @throws SysException with `EINVAL` when none of them is online and allowed to this process
    public static void set(final BitSet cpus) {
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("a thread needs at least one processor");
        }
        final byte[] bits = cpus.toByteArray();
        final int size = (int) Mapping.roundUp(bits.length, Long.BYTES);
        try (Arena arena = Arena.ofConfined()) {
            final long mask = arena.allocate(size, Long.BYTES).address();
            Mem.copy(bits, 0, mask, bits.length);
            SysException.check(ProcessCalls.schedSetaffinity(CallState.current(), 0, size, mask), "sched_setaffinity(" + cpus + ")",
                "choose processors that are online and in the cpuset of this process (nproc, taskset -p)");
        }
    }

    /// Lets only one processor run the calling thread.
    ///
    /// @param cpu its number
    /// @throws SysException with `EINVAL` when it is not online or not allowed to this process
    public static void pin(final int cpu) {
        if (cpu < 0) {
            throw new IllegalArgumentException("not a processor: " + cpu);
        }
        final BitSet cpus = new BitSet(cpu + 1);
        cpus.set(cpu);
        set(cpus);
    }

    /// {@return the numbers of a list as sysfs writes it: `0-3,8,10-11`}
    ///
    /// @throws IllegalArgumentException when the text is something else
    static BitSet parseList(final String list) {
        final BitSet numbers = new BitSet();
        for (final String range : list.isEmpty() ? new String[0] : list.split(",")) {
            final int dash = range.indexOf('-');
            final int first = number(dash < 0 ? range : range.substring(0, dash), list);
            final int last = dash < 0 ? first : number(range.substring(dash + 1), list);
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("not a list of processors: " + list);
            }
            numbers.set(first, last + 1);
        }
        return numbers;
    }

    private static int number(final String text, final String list) {
        try {
            return Short.parseShort(text.strip());
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("not a list of processors: " + list, e);
        }
    }
}
