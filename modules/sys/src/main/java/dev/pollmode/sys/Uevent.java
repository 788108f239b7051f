package dev.pollmode.sys;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What the kernel says about a device: `add@/devices/pci0000:00/0000:00:02.0`, and properties.
///
/// @param action     what happened
/// @param devicePath the device, as a path below `/sys`; empty with [Action#RESYNC]
/// @param properties what else is said: `SUBSYSTEM`, `DRIVER`, `PCI_SLOT_NAME`, `INTERFACE` ...
public record Uevent(Action action, String devicePath, Map<String, String> properties) {
    /// The longest text the kernel sends is less than half of this.
    private static final int MAX_LENGTH = 8192;
    private static final int MAX_PROPERTIES = 256;

    /// What happened.
    public enum Action {
        /// The device has come.
        ADD,
        /// The device has gone.
        REMOVE,
        /// Something about it is different.
        CHANGE,
        /// It has another path now; the old one is `DEVPATH_OLD`.
        MOVE,
        /// It works.
        ONLINE,
        /// It does not work.
        OFFLINE,
        /// A driver serves it now.
        BIND,
        /// Its driver has left it.
        UNBIND,
        /// Something this class has no name for; see the property `ACTION`.
        OTHER,
        /// Events were lost. Look at everything again.
        RESYNC
    }

    /// Copies the properties.
    public Uevent {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /// {@return the subsystem of the device, as `pci`, `net`, `vfio`; empty when nothing is said about it}
    public String subsystem() {
        return properties.getOrDefault("SUBSYSTEM", "");
    }

    /// {@return a property; empty when nothing is said about it}
    ///
    /// @param key its name
    public String property(final String key) {
        return properties.getOrDefault(key, "");
    }

    /// Reads the text of the kernel: zero-terminated strings, the first of them `action@path`, the others `KEY=value`.
    ///
    /// Where a key is given twice, the first counts: the kernel puts its own in front.
    ///
    /// @param bytes the text
    /// @return the event, or null when the text is malformed, or contradicts itself
    static Uevent parse(final byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_LENGTH || bytes[bytes.length - 1] != 0) {
            return null;
        }
        final String[] parts = new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8).split("\0", -1);
        final int at = parts[0].indexOf('@');
        if (at <= 0 || parts[0].indexOf('/') != at + 1 || parts.length > MAX_PROPERTIES) {
            return null;
        }
        final String action = parts[0].substring(0, at);
        final String path = parts[0].substring(at + 1);
        final Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            final int equals = parts[i].indexOf('=');
            if (equals <= 0) {
                return null;
            }
            properties.putIfAbsent(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        if (!action.equals(properties.get("ACTION")) || !path.equals(properties.get("DEVPATH"))) {
            return null;
        }
        return new Uevent(action(action), path, properties);
    }

    private static Action action(final String text) {
        for (final Action action : Action.values()) {
            if (action != Action.OTHER && action != Action.RESYNC && text.equals(action.name().toLowerCase(Locale.ROOT))) {
                return action;
            }
        }
        return Action.OTHER;
    }
}
