package dev.pollmode.test.support;

import dev.pollmode.ethdev.MacAddress;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes up arguments for methods that are called by reflection.
final class Arguments {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:12:34:56");

    private Arguments() {
    }

    /// {@return one argument for each parameter}
    ///
    /// @param method the method
    /// @param number for parameters that are numbers
    static Object[] of(final Method method, final int number) {
        return Stream.of(method.getParameterTypes()).map(type -> of(type, number)).toArray();
    }

    private static Object of(final Class<?> type, final int number) {
        if (type == int.class) {
            return number;
        }
        if (type == long.class) {
            return (long) number;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isArray()) {
            return java.lang.reflect.Array.newInstance(type.getComponentType(), 0);
        }
        return Stream.of("", MAC, List.of(), Set.of(), Optional.empty(), String.class).filter(type::isInstance).findFirst().orElse(null);
    }
}
