package dev.pollmode.mbuf;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Names for what a packet carries beyond the fields of [Mbuf]: agreed on at run time between those who write and those
/// who read it, in one [Eal].
///
/// A *field* is 64 bits of every mbuf of the Eal's pools, reached by [Mbuf#dynamicField(int)]; nothing is reserved before the first
/// one is registered. A *flag* is a bit of [Mbuf#offloads()] that [Offload] leaves free; like the others it is clear in a new mbuf. Clones take
/// over both. There is no way back: a name keeps its place while the Eal lives.
///
/// Modelled after rte_mbuf_dyn of DPDK. Safe for use by several threads; the place of a field travels to other threads as
/// any value does, after registration.
public final class DynamicFields {
    /// How many fields there can be.
    public static final int SLOTS = 4;

    // Bits of `ol_flags` that DPDK leaves to dynamic flags (RTE_MBUF_F_FIRST_FREE .. RTE_MBUF_F_LAST_FREE).
    private static final int FIRST_FLAG = 23;
    private static final int LAST_FLAG = 40;

    private final Mempools pools;
    private final Map<String, Integer> fields = new LinkedHashMap<>();
    private final Map<String, Long> flags = new LinkedHashMap<>();

    private DynamicFields(final Eal eal) {
        pools = Mempools.of(eal);
    }

    /// {@return the dynamic fields and flags of an Eal}
    ///
    /// @param eal whose
    public static DynamicFields of(final Eal eal) {
        return eal.extension(DynamicFields.class, DynamicFields::new);
    }

    /// Reserves a field, or finds it when the name is known.
    ///
    /// @param name what writer and reader call it
    /// @return its place, for [Mbuf#dynamicField(int)]
    /// @throws EalException ENOENT when all [#SLOTS] are taken, EINVAL when the name is empty
    public synchronized int registerField(final String name) {
        requireName(name);
        final Integer known = fields.get(name);
        if (known != null) {
            return known;
        }
        if (fields.size() == SLOTS) {
            throw new EalException(Errno.ENOENT, "register dynamic field " + name + ": ENOENT, all " + SLOTS + " are taken by " + fields.keySet());
        }
        pools.reserveDynamicFields();
        fields.put(name, fields.size());
        return fields.get(name);
    }

    /// {@return the place of a field, if somebody has registered it}
    ///
    /// @param name what it is called
    public synchronized OptionalInt findField(final String name) {
        final Integer known = fields.get(name);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }

    /// Reserves a flag, or finds it when the name is known.
    ///
    /// @param name what writer and reader call it
    /// @return its bit, for [Mbuf#offloads()]
    /// @throws EalException ENOENT when no bit is left, EINVAL when the name is empty
    public synchronized long registerFlag(final String name) {
        requireName(name);
        final Long known = flags.get(name);
        if (known != null) {
            return known;
        }
        final int bit = FIRST_FLAG + flags.size();
        if (bit > LAST_FLAG) {
            throw new EalException(Errno.ENOENT, "register dynamic flag " + name + ": ENOENT, all bits are taken by " + flags.keySet());
        }
        flags.put(name, 1L << bit);
        return 1L << bit;
    }

    /// {@return the bit of a flag, if somebody has registered it}
    ///
    /// @param name what it is called
    public synchronized OptionalLong findFlag(final String name) {
        final Long known = flags.get(name);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    private static void requireName(final String name) {
        if (name.isBlank()) {
            throw new EalException(Errno.EINVAL, "register dynamic field or flag: EINVAL, the name is empty");
        }
    }

    /// {@return the place itself, if it is one}
    static int checked(final int field) {
        if (field < 0 || field >= SLOTS) {
            throw new IndexOutOfBoundsException("dynamic field " + field + " of " + SLOTS);
        }
        return field;
    }

    @Override
    public synchronized String toString() {
        return "DynamicFields[fields=" + fields + ", flags=" + flags + ']';
    }
}
