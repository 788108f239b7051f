package dev.pollmode.eal;

import java.util.function.Function;

/// An environment: lcores, memory, buses with their devices, alarms and interrupts, made from a command line.
///
/// Several may live in one JVM.
public final class Eal implements AutoCloseable {
    private final Extensions extensions = new Extensions(System.getLogger("pmd.eal"));

    private Eal() {
    }

    /// Makes an environment.
    ///
    /// @param args the command line, as C DPDK has it
    /// @return the environment, the caller's to close
    /// @throws EalException when it cannot be made; nothing stays open then
    public static Eal init(final String... args) {
        return new Eal();
    }

    /// {@return the object of a type that a module keeps for this environment, made when first asked for}
    ///
    /// @param type    its type, the key
    /// @param factory makes it
    /// @param <T>     its type
    public <T> T extension(final Class<T> type, final Function<Eal, ? extends T> factory) {
        return extensions.get(type, () -> factory.apply(this));
    }

    /// Closes everything, last made first. A second call does nothing.
    @Override
    public void close() {
        extensions.close();
    }
}
