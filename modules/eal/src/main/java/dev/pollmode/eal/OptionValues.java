package dev.pollmode.eal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Values of options, checked. Every failure names the option, its place, the wrong part and what was expected.
final class OptionValues {
    private static final Map<Character, Integer> SIZE_SHIFTS = Map.of('B', 0, 'K', 10, 'M', 20, 'G', 30, 'T', 40);
    private static final int UUID_LENGTH = 36;
    private static final List<Integer> UUID_DASHES = List.of(8, 13, 18, 23);

    private OptionValues() {
    }

    /// {@return a decimal number in a range}
    static long number(final GivenOption option, final long least, final long greatest) {
        return number(option, option.value(), least, greatest);
    }

    /// {@return a part of the value as a decimal number in a range}
    static long number(final GivenOption option, final String part, final long least, final long greatest) {
        final OptionalLong number = Numbers.decimal(part);
        if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > greatest) {
            throw option.wrong(Wrong.quote(part) + " is not a number from " + least + " to " + greatest);
        }
        return number.getAsLong();
    }

    /// {@return the numbers of a list with commas, each in a range}
    static List<Long> numbers(final GivenOption option, final long greatest, final int most) {
        final String[] parts = option.value().split(",", most + 1);
        if (parts.length > most) {
            throw option.wrong("more than " + most + " numbers");
        }
        final List<Long> numbers = new ArrayList<>();
        for (final String part : parts) {
            numbers.add(number(option, part, 0, greatest));
        }
        return List.copyOf(numbers);
    }

    /// {@return a number of bytes: digits, then nothing or one of B, K, M, G, T, in either case, powers of 1024}
    static long size(final GivenOption option, final String part) {
        final int last = part.length() - 1;
        final Integer shift = last < 0 ? null : SIZE_SHIFTS.get(Character.toUpperCase(part.charAt(last)));
        final OptionalLong number = Numbers.decimal(shift == null ? part : part.substring(0, last));
        if (number.isEmpty() || shift != null && number.getAsLong() > Long.MAX_VALUE >> shift) {
            throw option.wrong(Wrong.quote(part) + " is not a size such as 512K, 2M or 1G");
        }
        return number.getAsLong() << (shift == null ? 0 : shift);
    }

    /// {@return the constant that the value names in lower case}
    static <E extends Enum<E>> E choice(final GivenOption option, final Class<E> type) {
        for (final E constant : type.getEnumConstants()) {
            if (name(constant).equals(option.value())) {
                return constant;
            }
        }
        final List<String> names = List.of(type.getEnumConstants()).stream().map(OptionValues::name).toList();
        final String near = Wrong.nearest(option.value(), names).map(name -> "; did you mean " + name + "?").orElse("");
        throw option.expected("one of " + String.join(", ", names) + near);
    }

    /// {@return a path that is not empty}
    static Path path(final GivenOption option, final String part) {
        if (part.isEmpty() || Wrong.hasControls(part)) {
            throw option.wrong(Wrong.quote(part) + " is not a path");
        }
        try {
            return Path.of(part);
        } catch (final InvalidPathException e) {
            throw option.wrong(Wrong.quote(part) + " is not a path: " + e.getReason());
        }
    }

    /// {@return a UUID in its canonical form of 36 characters}
    static UUID uuid(final GivenOption option) {
        final String value = option.value();
        boolean right = value.length() == UUID_LENGTH;
        for (int i = 0; right && i < UUID_LENGTH; i++) {
            right = UUID_DASHES.contains(i) ? value.charAt(i) == '-' : Numbers.hexDigit(value.charAt(i)) >= 0;
        }
        if (!right) {
            throw option.expected("a UUID such as 14d63f20-8445-11ea-8900-1f9ce7d5650d");
        }
        return UUID.fromString(value);
    }

    /// {@return what another parser makes of the value; what that parser says is put after the option}
    static <T> T parsed(final GivenOption option, final Function<String, T> parser) {
        try {
            return parser.apply(option.value());
        } catch (final EalException e) {
            throw option.wrong(e.getMessage());
        }
    }

    /// {@return devices in the order given; of those of one name the last}
    static List<Devargs> devices(final List<GivenOption> options) {
        final Map<String, Integer> places = new TreeMap<>();
        final List<Devargs> devices = new ArrayList<>();
        for (final GivenOption option : options) {
            final Devargs device = parsed(option, Devargs::parse);
            final Integer place = places.putIfAbsent(device.name(), devices.size());
            if (place == null) {
                devices.add(device);
            } else {
                devices.set(place, device);
            }
        }
        return List.copyOf(devices);
    }

    /// {@return what the last occurrence of an option means, empty if it was not given}
    static <T> Optional<T> last(final GivenOptions given, final EalOption option, final Function<GivenOption, T> meaning) {
        return given.last(option).map(meaning);
    }

    /// {@return what each occurrence of an option means}
    static <T> List<T> all(final GivenOptions given, final EalOption option, final Function<GivenOption, T> meaning) {
        return given.all(option).stream().map(meaning).collect(Collectors.toUnmodifiableList());
    }

    private static String name(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
