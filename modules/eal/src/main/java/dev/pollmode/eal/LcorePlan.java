package dev.pollmode.eal;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which lcores there will be: what the command line says, held against the CPUs that there are.
///
/// Without `-l` there is one for each CPU that the process may use. The main lcore is that of `--main-lcore`, else the
/// first that does not run services.
final class LcorePlan {
    private final LcoreOptions options;
    private final BitSet available;
    private final CoreList normal;

    private LcorePlan(final LcoreOptions options, final BitSet available) {
        this.options = options;
        this.available = available;
        normal = options.lcores().orElseGet(() -> options.firstId().isPresent()
            ? CoreList.renumbered(available, options.firstId().getAsInt()) : CoreList.of(available));
    }

    /// Makes the plan.
    ///
    /// @param options   what the command line says
    /// @param available the CPUs that the process may use
    /// @return the lcores, ascending, exactly one of them main
    /// @throws EalException EINVAL naming the lcore that cannot be
    static List<LcoreSpec> of(final LcoreOptions options, final BitSet available) {
        return new LcorePlan(options, available).specs();
    }

    private List<LcoreSpec> specs() {
        final SortedSet<Integer> ids = new TreeSet<>(normal.ids());
        options.serviceLcores().ifPresent(services -> ids.addAll(services.ids()));
        final int main = mainId(ids);
        final List<LcoreSpec> specs = new ArrayList<>();
        for (final int id : ids) {
            specs.add(new LcoreSpec(id, role(id, main), cpus(id)));
        }
        return specs;
    }

    private int mainId(final SortedSet<Integer> ids) {
        final int main = options.mainLcore().orElseGet(() -> ids.stream().filter(id -> !isService(id)).findFirst()
            .orElseThrow(() -> new EalException(Errno.EINVAL, "all lcores %s run services; one must be left to be the main lcore".formatted(ids))));
        if (!ids.contains(main)) {
            throw new EalException(Errno.EINVAL, "--main-lcore %d: the lcores are %s".formatted(main, ids));
        }
        return main;
    }

    private Lcore.Role role(final int id, final int main) {
        if (id == main) {
            return Lcore.Role.MAIN;
        }
        return isService(id) ? Lcore.Role.SERVICE : Lcore.Role.WORKER;
    }

    private boolean isService(final int id) {
        return options.serviceLcores().isPresent() && options.serviceLcores().get().contains(id);
    }

    private BitSet cpus(final int id) {
        final CoreList list = normal.contains(id) ? normal : options.serviceLcores().orElseThrow();
        final BitSet cpus = list.cpus(id);
        final BitSet missing = (BitSet) cpus.clone();
        missing.andNot(available);
        if (!missing.isEmpty()) {
            throw new EalException(Errno.EINVAL, "lcore %d unavailable: CPU %s of core list '%s' cannot be used; available CPUs: %s"
                .formatted(id, CpuSets.format(missing), list, CpuSets.format(available)));
        }
        return cpus;
    }
}
