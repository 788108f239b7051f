package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// What other modules keep for one [Eal], such as the table of ports: one object of a type.
final class Extensions {
    private final SequencedMap<Class<?>, Object> objects = new LinkedHashMap<>();
    private final System.Logger log;

    Extensions(final System.Logger log) {
        this.log = log;
    }

    /// {@return the object of a type, made when first asked for; making it may ask for others}
    synchronized <T> T get(final Class<T> type, final Supplier<? extends T> factory) {
        final Object known = objects.get(type);
        if (known != null) {
            return type.cast(known);
        }
        final T made = factory.get();
        if (objects.putIfAbsent(type, made) != null) {
            throw new IllegalStateException("extension " + type.getName() + " was made by its own factory");
        }
        return made;
    }

    /// Closes those that can be closed, last made first. A failure is logged and the others go on. They can still be found:
    /// a driver that removes its devices afterwards asks for the ports it had, and so may a callback that closing waits
    /// for; so no lock is held meanwhile.
    void close() {
        for (final Map.Entry<Class<?>, Object> entry : snapshot().reversed()) {
            if (entry.getValue() instanceof final AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (final Exception e) {
                    log.log(ERROR, "close of " + entry.getKey().getName(), e);
                }
            }
        }
    }

    private synchronized List<Map.Entry<Class<?>, Object>> snapshot() {
        return List.copyOf(objects.entrySet());
    }
}
