package dev.pollmode.testpmd.spi;

import dev.pollmode.ethdev.MacAddress;
import java.util.List;
import java.util.Map;

/// The typed tokens of a command line, by the names that the [syntax][Syntax] gives them.
///
/// Each getter fits the kinds of tokens it names; asking for another is a fault of the command, not of the user.
///
/// @param values by name
public record Arguments(Map<String, Object> values) {
    /// Copies the map.
    public Arguments {
        values = Map.copyOf(values);
    }

    /// {@return a choice, a word or a text}
    ///
    /// @param name of the token
    public String word(final String name) {
        return (String) required(name);
    }

    /// {@return whether a token `<name:on|off>` is on}
    ///
    /// @param name of the token
    public boolean on(final String name) {
        return "on".equals(word(name));
    }

    /// {@return a number that fits an `int`: of `port`, `u16` or `int`}
    ///
    /// @param name of the token
    public int number(final String name) {
        return Math.toIntExact(longNumber(name));
    }

    /// {@return a number: of `port`, `u16`, `int` or `u64`}
    ///
    /// @param name of the token
    public long longNumber(final String name) {
        return (Long) required(name);
    }

    /// {@return a MAC address}
    ///
    /// @param name of the token
    public MacAddress mac(final String name) {
        return (MacAddress) required(name);
    }

    /// {@return the numbers of a `list`}
    ///
    /// @param name of the token
    public List<Integer> numbers(final String name) {
        return ((List<?>) required(name)).stream().map(Integer.class::cast).toList();
    }

    private Object required(final String name) {
        final Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the syntax of the command has no token " + name + ", it has " + values.keySet());
        }
        return value;
    }
}
