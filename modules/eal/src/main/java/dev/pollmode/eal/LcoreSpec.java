package dev.pollmode.eal;

import java.util.List;

/// An lcore as the command line asks for it.
///
/// @param id   its number
/// @param role what it is for
/// @param cpus the CPUs it may run on, ascending, at least one
record LcoreSpec(int id, Lcore.Role role, List<Integer> cpus) {
    LcoreSpec {
        cpus = List.copyOf(cpus);
    }
}
