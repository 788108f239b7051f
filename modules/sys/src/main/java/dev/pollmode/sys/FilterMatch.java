package dev.pollmode.sys;

/// Which frames a filter of traffic control matches.
public sealed interface FilterMatch permits MacMatch, BpfProgram {
}
