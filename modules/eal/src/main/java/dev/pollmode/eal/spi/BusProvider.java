package dev.pollmode.eal.spi;

import dev.pollmode.eal.Eal;

/// Makes a bus for each [Eal]; found by [java.util.ServiceLoader] on the class path and on the module path.
public interface BusProvider {
    /// {@return the name of the bus, such as `vdev`}
    String name();

    /// {@return the place in the order of scanning and probing, lower ones first; buses of hardware come before those of
    /// virtual devices, because a virtual device may be made of devices of other buses}
    default int order() {
        return 0;
    }

    /// Makes the bus. Called once for each [Eal], when its options, lcores and memory are there.
    ///
    /// @param eal the environment the bus belongs to
    /// @return a bus that has not scanned anything yet
    Bus create(Eal eal);
}
