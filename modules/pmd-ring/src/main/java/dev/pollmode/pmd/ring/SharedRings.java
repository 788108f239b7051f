package dev.pollmode.pmd.ring;

import dev.pollmode.eal.EalException;
import dev.pollmode.mbuf.Rings;
import dev.pollmode.sys.Errno;
import java.util.HashMap;
import java.util.Map;

/// The rings of one Eal that several ports share, by name. They live for as long as a port uses them.
final class SharedRings {
    private final Rings table;
    private final Map<String, RingSet> byName = new HashMap<>();

    SharedRings(final Rings table) {
        this.table = table;
    }

    RingSet own(final String device) {
        return RingSet.ofOwn(device, table);
    }

    synchronized RingSet take(final NodeAction action, final String device) {
        final RingSet there = byName.get(action.name());
        if (action.create()) {
            if (there != null) {
                throw new EalException(Errno.EEXIST, device + ": EEXIST, there are rings named " + action.name()
                    + " already; use ATTACH to share them");
            }
            final RingSet made = RingSet.named(action.name(), table);
            byName.put(action.name(), made);
            return made;
        }
        if (there == null) {
            throw new EalException(Errno.ENOENT, device + ": ENOENT, there are no rings named " + action.name()
                + "; use CREATE to make them");
        }
        there.join();
        return there;
    }

    synchronized void leave(final RingSet rings) {
        if (rings.leave()) {
            rings.close();
            byName.remove(rings.name(), rings);
        }
    }
}
