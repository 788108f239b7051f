package dev.pollmode.ethdev;

import dev.pollmode.sys.Errno;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one field of a header has to be: its bits under the mask lie between two values, which are mostly one.
///
/// @param field which
/// @param spec the least, under the mask
/// @param last the most, under the mask
/// @param mask which bits count, some of the field's
public record FlowCondition(FlowField field, BigInteger spec, BigInteger last, BigInteger mask) {
    private static final String DECIMAL = "[0-9]{1,10}";
    private static final String HEXADECIMAL = "0[xX][0-9a-fA-F]{1,8}";
    private static final String DOTTED = "[0-9]{1,3}([.][0-9]{1,3}){3}";
    private static final String COLONS = "[0-9a-fA-F:.]+";

    /// {@return whether it is a range, and not one value}
    public boolean isRange() {
        return !spec.equals(last);
    }

    /// Reads what an item of a pattern asks for: `src is 10.0.0.1 dst spec 10.1.0.0 dst prefix 16`.
    ///
    /// @param item the item, one of those that [FlowField] has
    /// @return a condition for each field that is asked for, in their order
    /// @throws FlowException EINVAL naming item, field and value
    public static List<FlowCondition> of(final FlowRule.Part item) {
        final Map<FlowField, Map<String, String>> asked = new EnumMap<>(FlowField.class);
        for (int i = 0; i < item.words().size(); i += 3) {
            final String name = item.words().get(i);
            final FlowField field = FlowField.find(item.name(), name).orElseThrow(() -> new FlowException(FlowErrorType.ITEM, Errno.EINVAL,
                "item " + item.name() + ": no field \"" + name + "\" among " + FlowField.of(item.name()).stream().map(FlowField::text).toList()));
            asked.computeIfAbsent(field, _ -> new HashMap<>()).put(item.words().get(i + 1), item.words().get(i + 2));
        }
        final List<FlowCondition> conditions = new ArrayList<>();
        asked.forEach((field, words) -> conditions.add(of(field, words)));
        return conditions;
    }

    private static FlowCondition of(final FlowField field, final Map<String, String> words) {
        final String is = words.getOrDefault("is", words.get("spec"));
        if (is == null) {
            throw wrong(field, FlowErrorType.ITEM_SPEC, "needs \"is\" or \"spec\" beside " + words.keySet());
        }
        final BigInteger mask = mask(field, words);
        final BigInteger spec = value(field, is, FlowErrorType.ITEM_SPEC).and(mask);
        final BigInteger last = words.containsKey("last") ? value(field, words.get("last"), FlowErrorType.ITEM_LAST).and(mask) : spec;
        if (last.compareTo(spec) < 0) {
            throw wrong(field, FlowErrorType.ITEM_LAST, "ends at " + words.get("last") + " before it begins at " + is);
        }
        return new FlowCondition(field, spec, last, mask);
    }

    private static BigInteger mask(final FlowField field, final Map<String, String> words) {
        final BigInteger all = BigInteger.ONE.shiftLeft(field.width()).subtract(BigInteger.ONE);
        if (words.containsKey("mask")) {
            return value(field, words.get("mask"), FlowErrorType.ITEM_MASK);
        }
        final String prefix = words.get("prefix");
        if (prefix == null) {
            return all;
        }
        if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > field.width()) {
            throw wrong(field, FlowErrorType.ITEM_MASK, "prefix \"" + prefix + "\" is no number up to " + field.width());
        }
        return all.andNot(all.shiftRight(Integer.parseInt(prefix)));
    }

    private static BigInteger value(final FlowField field, final String text, final FlowErrorType type) {
        try {
            final BigInteger value = switch (field.form) {
                case MAC -> BigInteger.valueOf(MacAddress.parse(text).value());
                case NUMBER -> number(text);
                case IPV4 -> new BigInteger(1, Inet4Address.ofLiteral(require(text, DOTTED)).getAddress());
                case IPV6 -> ipv6(require(text, COLONS));
            };
            if (value.bitLength() <= field.width()) {
                return value;
            }
        } catch (final IllegalArgumentException e) {
            throw wrong(field, type, "\"" + text + "\" is no value of it");
        }
        throw wrong(field, type, text + " has more than " + field.width() + " bits");
    }

    private static BigInteger number(final String text) {
        return text.matches(DECIMAL) ? new BigInteger(text) : new BigInteger(require(text, HEXADECIMAL).substring(2), 16);
    }

    private static BigInteger ipv6(final String text) {
        final byte[] address = Inet6Address.ofLiteral(text).getAddress();
        // Java makes an IPv4 address of a mapped one.
        final BigInteger mapped = BigInteger.valueOf(0xffffL).shiftLeft(32);
        return address.length == Integer.BYTES ? mapped.or(new BigInteger(1, address)) : new BigInteger(1, address);
    }

    private static String require(final String text, final String form) {
        if (!text.matches(form)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static FlowException wrong(final FlowField field, final FlowErrorType type, final String why) {
        return new FlowException(type, Errno.EINVAL, "item " + field.item() + ": field " + field.text() + " " + why);
    }
}
