package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which device is meant, and the arguments for its driver, as typed after `--vdev`, `-a` or `port attach`.
///
/// | form                                                     | example                                         |
/// |----------------------------------------------------------|-------------------------------------------------|
/// | `name[,key=value…]`                                      | `net_null0,copy=1`, `0000:3b:00.1,mac=…`        |
/// | `bus:name[,key=value…]`                                  | `vdev:net_null0`, `pci:3b:00.1`                 |
/// | `bus=…,name=…[,…][/class=…[,…]][/driver=…[,…]]`          | `bus=vdev,name=net_null0/driver=net_null,copy=1`|
///
/// In the last form a PCI device is named by `addr=` as well. Nothing is known of buses here: whether a bus or a device
/// exists is found out when the device is plugged.
///
/// A value, safe to share between threads.
public final class Devargs {
    /// The longest name of a device, in characters.
    public static final int NAME_MAX = 63;

    private static final String BUS = "bus=";
    private static final String CLASS = "class=";
    private static final String DRIVER = "driver=";

    private final String text;
    private final String bus;
    private final String name;
    private final String arguments;
    private final String deviceClass;
    private final String classArguments;
    private final String driver;

    private Devargs(final String text, final String bus, final String name, final String arguments) {
        this(text, bus, name, arguments, null, "", null);
    }

    private Devargs(final String text, final String bus, final String name, final String arguments,
            final String deviceClass, final String classArguments, final String driver) {
        this.text = text;
        this.bus = bus;
        this.name = checkedName(name, text);
        this.arguments = arguments;
        this.deviceClass = deviceClass;
        this.classArguments = classArguments;
        this.driver = driver;
    }

    /// Parses one of the forms above.
    ///
    /// @param text what the user typed
    /// @return the parsed text
    /// @throws EalException EINVAL if the name is missing or too long, a layer is wrong, or there are control characters
    public static Devargs parse(final String text) {
        if (Wrong.hasControls(text)) {
            throw Wrong.argument("device " + Wrong.quote(text) + ": control characters are not allowed");
        }
        if (text.startsWith(BUS)) {
            return parseLayers(text);
        }
        if (text.startsWith(CLASS) || text.startsWith(DRIVER)) {
            throw Wrong.argument("device " + Wrong.quote(text) + ": the first layer must be bus=<bus>,name=<device>");
        }
        final int comma = text.indexOf(',');
        final String device = comma < 0 ? text : text.substring(0, comma);
        final String arguments = comma < 0 ? "" : text.substring(comma + 1);
        final int colon = device.indexOf(':');
        if (colon > 0 && isBusName(device.substring(0, colon))) {
            return new Devargs(text, device.substring(0, colon), device.substring(colon + 1), arguments);
        }
        return new Devargs(text, null, device, arguments);
    }

    /// Puts together what [#parse(String)] would have taken apart.
    ///
    /// @param bus       the name of the bus, or null if any bus may have the device
    /// @param name      the name of the device
    /// @param arguments `key=value,…` for the driver, may be empty
    /// @return the device with its arguments
    /// @throws EalException EINVAL as for [#parse(String)]
    public static Devargs of(final String bus, final String name, final String arguments) {
        final String device = bus == null ? name : bus + ":" + name;
        return new Devargs(arguments.isEmpty() ? device : device + "," + arguments, bus, name, arguments);
    }

    /// {@return the name of the device, without its bus}
    public String name() {
        return name;
    }

    /// {@return the arguments for the driver, `key=value,…`, empty if there are none}
    public String arguments() {
        return arguments;
    }

    /// {@return the bus that the text names, empty if any bus may have the device}
    public Optional<String> busName() {
        return Optional.ofNullable(bus);
    }

    /// {@return the class of device that the text asks for by `class=`, such as `eth`}
    public Optional<String> className() {
        return Optional.ofNullable(deviceClass);
    }

    /// {@return the arguments of the layer `class=`, `key=value,…`, empty if there are none}
    public String classArguments() {
        return classArguments;
    }

    /// {@return the driver that the text asks for by `driver=`}
    public Optional<String> driverName() {
        return Optional.ofNullable(driver);
    }

    /// {@return the text that was parsed}
    @Override
    public String toString() {
        return text;
    }

    private static Devargs parseLayers(final String text) {
        String name = null;
        String deviceClass = null;
        String classArguments = "";
        String driver = null;
        final List<String> arguments = new ArrayList<>();
        final List<String> layers = layers(text);
        for (int i = 0; i < layers.size(); i++) {
            final String layer = layers.get(i);
            final String rest = afterComma(layer);
            if (layer.startsWith(BUS)) {
                requireOnce(i == 0, BUS, text);
                name = takeName(rest, arguments);
            } else if (layer.startsWith(CLASS)) {
                requireOnce(deviceClass == null, CLASS, text);
                deviceClass = valueOf(layer, CLASS, text);
                classArguments = rest;
            } else {
                requireOnce(driver == null, DRIVER, text);
                driver = valueOf(layer, DRIVER, text);
                addIfAny(arguments, rest);
            }
        }
        if (name == null) {
            throw Wrong.argument("device " + Wrong.quote(text) + ": the layer bus= has no name=<device> or addr=<address>");
        }
        final String bus = valueOf(layers.getFirst(), BUS, text);
        return new Devargs(text, bus, name, String.join(",", arguments), deviceClass, classArguments, driver);
    }

    /// Cuts where a slash is followed by the key of a layer: other slashes belong to values, as in `iface=/tmp/x`.
    private static List<String> layers(final String text) {
        final List<String> layers = new ArrayList<>();
        int start = 0;
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            if (text.startsWith(BUS, slash + 1) || text.startsWith(CLASS, slash + 1) || text.startsWith(DRIVER, slash + 1)) {
                layers.add(text.substring(start, slash));
                start = slash + 1;
            }
        }
        layers.add(text.substring(start));
        return layers;
    }

    /// Takes the first `name=` or `addr=` out of the layer of the bus; the other pairs are for the driver.
    private static String takeName(final String pairs, final List<String> arguments) {
        String name = null;
        for (final Kvargs.Pair pair : Kvargs.parse(pairs).pairs()) {
            if (name == null && ("name".equals(pair.key()) || "addr".equals(pair.key()))) {
                name = pair.value() == null ? "" : pair.value();
            } else {
                arguments.add(pair.toString());
            }
        }
        return name;
    }

    private static void addIfAny(final List<String> arguments, final String text) {
        if (!text.isEmpty()) {
            arguments.add(text);
        }
    }

    private static void requireOnce(final boolean first, final String layer, final String text) {
        if (!first) {
            throw Wrong.argument("device " + Wrong.quote(text) + ": layer " + layer + " given twice");
        }
    }

    private static String valueOf(final String layer, final String key, final String text) {
        final int comma = layer.indexOf(',');
        final String value = layer.substring(key.length(), comma < 0 ? layer.length() : comma);
        if (value.isEmpty()) {
            throw Wrong.argument("device " + Wrong.quote(text) + ": " + key + " has no value");
        }
        return value;
    }

    private static String afterComma(final String layer) {
        final int comma = layer.indexOf(',');
        return comma < 0 ? "" : layer.substring(comma + 1);
    }

    private static String checkedName(final String name, final String text) {
        if (name.isEmpty()) {
            throw Wrong.argument("device " + Wrong.quote(text) + ": the name is missing");
        }
        if (name.length() > NAME_MAX) {
            throw Wrong.argument("device name " + Wrong.quote(name) + " has " + name.length() + " characters; at most "
                + NAME_MAX + " are allowed");
        }
        if (name.indexOf('/') >= 0) {
            throw Wrong.argument("device name " + Wrong.quote(name) + " has a '/'; after it only the layers " + CLASS
                + " and " + DRIVER + " are known");
        }
        return name;
    }

    /// A bus has a letter that is no hexadecimal digit, so that it cannot be the domain or bus number of a PCI address.
    private static boolean isBusName(final String word) {
        boolean beyondHex = false;
        for (int i = 0; i < word.length(); i++) {
            final char c = word.charAt(i);
            if (!isLetter(c) && c != '_' && c != '-' && (c < '0' || c > '9')) {
                return false;
            }
            beyondHex |= isLetter(c) && Character.digit(c, 16) < 0;
        }
        return beyondHex && isLetter(word.charAt(0));
    }

    private static boolean isLetter(final char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
