package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Lcores and the CPUs that each may run on, as typed after `-l`.
///
/// | typed         | means                                              |
/// |---------------|----------------------------------------------------|
/// | `0-2,5`       | lcores 0, 1, 2 and 5, each on the CPU of its number |
/// | `1@7`         | lcore 1 on CPU 7                                   |
/// | `1@(6,7)`     | lcore 1 on CPU 6 or 7                              |
/// | `(0-2)@(6,7)` | lcores 0, 1 and 2, all on CPU 6 or 7               |
/// | `(4,5)`       | lcores 4 and 5, both on CPU 4 or 5                 |
///
/// What is said of an lcore last counts. Blanks are allowed between words. Whether a CPU exists is asked by
/// [#requireCpus(BitSet)].
///
/// A value, safe to share between threads.
public final class CoreList {
    /// Lcore ids are below this.
    public static final int LCORES_MAX = 128;
    /// CPU numbers are below this.
    public static final int CPUS_MAX = 1024;

    private final String text;
    private final NavigableMap<Integer, BitSet> cpus;

    private CoreList(final String text, final NavigableMap<Integer, BitSet> cpus) {
        this.text = text;
        this.cpus = cpus;
    }

    /// Parses a list as above.
    ///
    /// @param text what the user typed
    /// @return the lcores with their CPUs, at least one
    /// @throws EalException EINVAL naming the wrong word and its place in the text
    public static CoreList parse(final String text) {
        final NavigableMap<Integer, BitSet> lcores = new TreeMap<>();
        new CoreListScanner(text).forEach(element -> {
            requireIds(element.ids(), text);
            element.ids().stream().forEach(id -> lcores.put(id, element.cpusOf(id)));
        });
        return new CoreList(text, lcores);
    }

    /// Parses a list of CPUs and numbers lcores in their order.
    ///
    /// @param text  what the user typed: numbers and ranges only
    /// @param first the id of the first lcore
    /// @return the lcores, each on one CPU
    /// @throws EalException EINVAL naming the wrong word, or that there are too many
    public static CoreList parseRenumbered(final String text, final int first) {
        final BitSet all = new BitSet();
        new CoreListScanner(text).forEach(element -> {
            if (element.mapped()) {
                throw Wrong.argument("core list " + Wrong.quote(text)
                    + ": '@' and '(' cannot be used where lcores are numbered anew");
            }
            all.or(element.ids());
        });
        return renumbered(text, all, first);
    }

    /// Numbers the lcores on some CPUs.
    ///
    /// @param cpus  the CPUs
    /// @param first the id of the lcore on the lowest CPU
    /// @return the lcores, each on one CPU
    /// @throws EalException EINVAL if there are too many, or no CPU
    public static CoreList renumbered(final BitSet cpus, final int first) {
        return renumbered(CpuSets.format(cpus), cpus, first);
    }

    /// Lcores on the CPUs of their own numbers.
    ///
    /// @param cpus the CPUs, at least one
    /// @return the lcores; CPUs from [#LCORES_MAX] on are left out
    /// @throws EalException EINVAL if none is left
    public static CoreList of(final BitSet cpus) {
        final NavigableMap<Integer, BitSet> lcores = new TreeMap<>();
        cpus.stream().filter(cpu -> cpu < LCORES_MAX).forEach(cpu -> lcores.put(cpu, CpuSets.of(cpu)));
        if (lcores.isEmpty()) {
            throw Wrong.argument("no CPU below " + LCORES_MAX + " is available; choose CPUs by -l and number lcores by -R");
        }
        return new CoreList(CpuSets.format(cpus), lcores);
    }

    /// Parses a hexadecimal mask: bit 0 is lcore 0 on CPU 0.
    ///
    /// @param text what the user typed, with or without `0x`
    /// @return the lcores, each on the CPU of its number
    /// @throws EalException EINVAL naming the wrong character
    public static CoreList parseMask(final String text) {
        final BitSet mask = CpuSets.parseMask(text);
        requireIds(mask, text);
        final NavigableMap<Integer, BitSet> lcores = new TreeMap<>();
        mask.stream().forEach(id -> lcores.put(id, CpuSets.of(id)));
        return new CoreList(text, lcores);
    }

    /// {@return the ids of the lcores, ascending}
    public List<Integer> ids() {
        return List.copyOf(cpus.keySet());
    }

    /// {@return the CPUs that an lcore may run on, a copy}
    ///
    /// @param id the id of an lcore of the list
    /// @throws IllegalArgumentException if the lcore is not in the list
    public BitSet cpus(final int id) {
        final BitSet set = cpus.get(id);
        if (set == null) {
            throw new IllegalArgumentException("lcore " + id + " is not in the core list " + text);
        }
        return (BitSet) set.clone();
    }

    /// {@return whether an lcore is in the list}
    ///
    /// @param id the id of an lcore
    public boolean contains(final int id) {
        return cpus.containsKey(id);
    }

    /// Checks that every CPU is there.
    ///
    /// @param available the CPUs that this process may use
    /// @throws EalException EINVAL naming the CPUs that are missing and those that are there
    public void requireCpus(final BitSet available) {
        final BitSet missing = new BitSet();
        cpus.values().forEach(missing::or);
        missing.andNot(available);
        if (!missing.isEmpty()) {
            throw Wrong.argument("core list " + Wrong.quote(text) + ": CPU " + CpuSets.format(missing)
                + " is not available; available: " + CpuSets.format(available));
        }
    }

    /// {@return whether the other list has the same lcores on the same CPUs}
    @Override
    public boolean equals(final Object other) {
        return other instanceof final CoreList list && cpus.equals(list.cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    /// {@return the list as it may be typed: `0-3`, or `0@0,1@(2-3)`}
    @Override
    public String toString() {
        final BitSet ids = new BitSet();
        final List<String> mappings = new ArrayList<>();
        cpus.forEach((id, set) -> {
            ids.set(id);
            mappings.add(id + "@(" + CpuSets.format(set) + ")");
        });
        return isPlain() ? CpuSets.format(ids) : String.join(",", mappings);
    }

    private boolean isPlain() {
        final Set<NavigableMap.Entry<Integer, BitSet>> entries = cpus.entrySet();
        return entries.stream().allMatch(entry -> entry.getValue().equals(CpuSets.of(entry.getKey())));
    }

    private static CoreList renumbered(final String text, final BitSet cpus, final int first) {
        final NavigableMap<Integer, BitSet> lcores = new TreeMap<>();
        cpus.stream().forEach(cpu -> lcores.put(first + lcores.size(), CpuSets.of(cpu)));
        if (lcores.isEmpty() || lcores.lastKey() >= LCORES_MAX) {
            throw Wrong.argument("core list " + Wrong.quote(text) + ": " + cpus.cardinality() + " lcores numbered from " + first
                + " do not fit below " + LCORES_MAX);
        }
        return new CoreList(text, lcores);
    }

    private static void requireIds(final BitSet ids, final String text) {
        if (ids.length() > LCORES_MAX) {
            throw Wrong.argument("core list " + Wrong.quote(text) + ": lcore ids are below " + LCORES_MAX + ", but "
                + (ids.length() - 1) + " was given; CPUs beyond are reached by <id>@<cpu> or by -R");
        }
    }
}
