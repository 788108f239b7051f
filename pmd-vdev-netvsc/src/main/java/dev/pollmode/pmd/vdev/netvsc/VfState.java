package dev.pollmode.pmd.vdev.netvsc;

/// Where the virtual function of a NetVSC interface is.
///
/// | from      | to      | when                                                                                            |
/// |-----------|---------|-------------------------------------------------------------------------------------------------|
/// |           | ABSENT  | the interface was found                                                                          |
/// | any       | PRESENT | a netdevice on the PCI bus has the address of the interface: where it is, is published           |
/// | PRESENT   | TAKEN   | that netdevice is gone, its PCI function is not: a driver took it from the kernel, or it is about to go |
/// | ABSENT    | TAKEN   | the same had happened before the interface was looked at, and the VF had been seen when buses were scanned: it is published |
/// | not ABSENT | ABSENT | the PCI function is gone, and what was known about it is forgotten                               |
enum VfState {
    /// None is known.
    ABSENT,
    /// The kernel shows it.
    PRESENT,
    /// It has no netdevice any more, but is there.
    TAKEN
}
