package dev.pollmode.eal;

import java.util.BitSet;

/// An lcore as the command line asks for it.
///
/// @param id     its number
/// @param role   what it is for
/// @param cpuSet the CPUs it may run on, at least one; not changed after
record LcoreSpec(int id, Lcore.Role role, BitSet cpuSet) {
}
