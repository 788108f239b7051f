package dev.pollmode.mbuf;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rings of one [Eal] by name, for who wants to look at them: those of its pools (`MP_<pool>`), and those that somebody
/// added. A ring works without being here. Safe for use by several threads.
public final class Rings {
    private static final String OF_POOL = "MP_";

    private final Mempools pools;
    private final Map<String, Ring> rings = new LinkedHashMap<>();

    private Rings(final Eal eal) {
        pools = Mempools.of(eal);
    }

    /// {@return the rings of an Eal}
    ///
    /// @param eal whose
    public static Rings of(final Eal eal) {
        return eal.extension(Rings.class, Rings::new);
    }

    /// Adds rings, all or none.
    ///
    /// @param added the rings by name
    /// @throws EalException EEXIST when a name is taken
    public void add(final Map<String, ? extends Ring> added) {
        synchronized (rings) {
            added.keySet().stream().filter(name -> find(name).isPresent()).findFirst().ifPresent(name -> {
                throw new EalException(Errno.EEXIST, "add ring " + name + ": EEXIST, there is one of that name");
            });
            rings.putAll(added);
        }
    }

    /// Removes rings; those that are not there are left out.
    ///
    /// @param names what they are called
    public void remove(final Collection<String> names) {
        synchronized (rings) {
            rings.keySet().removeAll(names);
        }
    }

    /// {@return the ring of that name}
    ///
    /// @param name its name
    public Optional<RingInfo> find(final String name) {
        return all().filter(ring -> ring.name().equals(name)).findFirst();
    }

    /// {@return all rings}
    public Stream<RingInfo> all() {
        final List<RingInfo> added;
        synchronized (rings) {
            added = rings.entrySet().stream().map(entry -> RingInfo.of(entry.getKey(), entry.getValue())).toList();
        }
        return Stream.concat(pools.all().map(pool -> RingInfo.of(OF_POOL + pool.name(), pool.ring())), added.stream());
    }
}
