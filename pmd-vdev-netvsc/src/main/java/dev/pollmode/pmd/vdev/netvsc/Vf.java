package dev.pollmode.pmd.vdev.netvsc;

/// A virtual function, as the kernel shows it.
///
/// @param index    the index of its netdevice; another one is another appearance of the function
/// @param name     the name of its netdevice
/// @param function where it sits
record Vf(int index, String name, PciFunction function) {
    /// {@return whether this is the same appearance, whatever it is called now}
    boolean isSameAs(final Vf other) {
        return other != null && index == other.index && function.equals(other.function);
    }
}
