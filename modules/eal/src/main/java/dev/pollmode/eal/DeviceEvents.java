package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells who wants to know that a device came or went outside of this process, such as a function of a PCI card that the
/// host added. Buses publish; plugging and unplugging by the application itself is no event.
///
/// All methods may be called by any thread. Callbacks run on the thread that publishes, which is the interrupt thread as
/// a rule.
public final class DeviceEvents {
    /// What happened to a device.
    public enum Kind {
        /// It is there and could be plugged.
        ADD,
        /// It went away, or is about to.
        REMOVE
    }

    /// Is told about a device.
    @FunctionalInterface
    public interface Listener {
        /// Reacts to an event. What it throws is logged.
        ///
        /// @param device the name of the device
        /// @param kind   what happened
        void onDeviceEvent(String device, Kind kind);
    }

    private final System.Logger log;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    DeviceEvents(final System.Logger log) {
        this.log = log;
    }

    /// Asks for the events of all devices.
    ///
    /// @param listener is told
    /// @return ends it
    public Registration register(final Listener listener) {
        return add(null, listener);
    }

    /// Asks for the events of one device, that need not exist yet.
    ///
    /// @param device   its name
    /// @param listener is told
    /// @return ends it
    public Registration register(final String device, final Listener listener) {
        return add(Objects.requireNonNull(device, "device"), listener);
    }

    /// Tells the listeners, in the order of their registration.
    ///
    /// @param device the name of the device
    /// @param kind   what happened
    public void publish(final String device, final Kind kind) {
        for (final Registration registration : registrations) {
            if (registration.device == null || registration.device.equals(device)) {
                registration.tell(device, kind);
            }
        }
    }

    void close() {
        registrations.clear();
    }

    private Registration add(final String device, final Listener listener) {
        final Registration registration = new Registration(device, Objects.requireNonNull(listener, "listener"));
        registrations.add(registration);
        return registration;
    }

    /// A listener that was registered.
    public final class Registration {
        private static final int ENDED = -1;

        private final String device;
        private final Listener listener;
        /// How many threads are inside the listener now, or [#ENDED].
        private final AtomicInteger inside = new AtomicInteger();

        private Registration(final String device, final Listener listener) {
            this.device = device;
            this.listener = listener;
        }

        /// Ends the registration: when this returns, the listener is not and will not be called. A second call does
        /// nothing.
        ///
        /// @throws EalException EAGAIN while the listener runs; ask again later
        public void unregister() {
            if (!inside.compareAndSet(0, ENDED) && inside.get() != ENDED) {
                throw new EalException(Errno.EAGAIN, "unregister device event listener of %s: it runs now; try again later"
                    .formatted(device == null ? "all devices" : device));
            }
            registrations.remove(this);
        }

        private void tell(final String name, final Kind kind) {
            if (!enter()) {
                return;
            }
            try {
                listener.onDeviceEvent(name, kind);
            } catch (final RuntimeException | Error e) {
                log.log(ERROR, "listener of device events failed at %s of %s".formatted(kind, name), e);
            } finally {
                inside.decrementAndGet();
            }
        }

        private boolean enter() {
            for (int now = inside.get(); now != ENDED; now = inside.get()) {
                if (inside.compareAndSet(now, now + 1)) {
                    return true;
                }
            }
            return false;
        }
    }
}
