package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.pmd.failsafe.FailsafeArgs.Kind;
import dev.pollmode.pmd.failsafe.FailsafeArgs.SourceSpec;
import dev.pollmode.sys.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the arguments of a failsafe device: sub-devices as `word(text)`, others as `key=value`, with commas between.
///
/// The text of a sub-device goes to its closing parenthesis; parentheses and commas within belong to it, so that a
/// sub-device can be a failsafe device itself. All that is wrong is told in one exception.
final class ArgsParser {
    private static final int LENGTH_MAX = 4096;

    private final String text;
    private final Eal eal;
    private final List<SourceSpec> sources = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Optional<MacAddress> mac = Optional.empty();
    private Duration poll = Duration.ofMillis(FailsafeArgs.DEFAULT_POLL_MS);
    private int errno = Errno.EINVAL;

    private ArgsParser(final String text, final Eal eal) {
        this.text = text;
        this.eal = eal;
    }

    /// {@return the arguments}
    ///
    /// @param text what follows the name of the device
    /// @param eal knows which devices there can be, and whether commands may be run
    /// @throws EalException E2BIG when it is too long, ENODEV when nobody serves a sub-device, EPERM when a command may not
    ///     be run, else EINVAL
    static FailsafeArgs parse(final String text, final Eal eal) {
        if (text.isBlank()) {
            throw new EalException(Errno.EINVAL, "This PMD requires sub-devices, none provided: EINVAL, expected " + FailsafeArgs.USAGE);
        }
        if (text.length() >= LENGTH_MAX) {
            throw new EalException(Errno.E2BIG, "Parameter string too long (>=" + LENGTH_MAX + "): E2BIG, it has " + text.length()
                + " characters");
        }
        return new ArgsParser(text, eal).all();
    }

    private FailsafeArgs all() {
        for (int at = 0; at < text.length();) {
            at = one(at);
        }
        if (problems.isEmpty() && sources.isEmpty()) {
            problems.add("no sub-devices; expected at least one of dev(...), fd(...), exec(...)");
        }
        if (!problems.isEmpty()) {
            throw new EalException(errno, String.join("; ", problems) + " (" + Errno.name(errno) + ")");
        }
        return new FailsafeArgs(sources, mac, poll);
    }

    /// Reads one parameter.
    ///
    /// @return where the next begins
    private int one(final int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '(' && text.charAt(at) != '=') {
            at++;
        }
        final String word = text.substring(start, at);
        if (at < text.length() && text.charAt(at) == '(') {
            return source(word, at);
        }
        final int comma = text.indexOf(',', at);
        final int end = comma < 0 ? text.length() : comma;
        if (end > start) {
            pair(word, at < end ? text.substring(at + 1, end) : null);
        }
        return end + 1;
    }

    private int source(final String word, final int open) {
        final int close = matching(open);
        if (close < 0) {
            problems.add("Dangling parenthesis in \"" + text.substring(open - word.length()) + '"');
            return text.length();
        }
        final int end = close + 1;
        if (end < text.length() && text.charAt(end) != ',') {
            final int comma = text.indexOf(',', end);
            problems.add("Invalid parameter: \"" + text.substring(end, comma < 0 ? text.length() : comma) + "\" follows "
                + word + "(...); a comma is missing");
            return comma < 0 ? text.length() : comma + 1;
        }
        add(word, text.substring(open + 1, close).strip());
        return end + 1;
    }

    private int matching(final int open) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            if (text.charAt(at) == '(') {
                depth++;
            } else if (text.charAt(at) == ')' && --depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private void add(final String word, final String inner) {
        switch (word) {
            case "dev" -> addDevice(inner);
            case "fd" -> addDescriptor(inner);
            case "exec" -> addCommand(inner);
            default -> problems.add("Unrecognized device type: " + word + "; known are dev, fd, exec");
        }
    }

    private void addDevice(final String inner) {
        if (!inner.isEmpty()) {
            try {
                final Devargs devargs = Devargs.parse(inner);
                if (eal.buses().noneMatch(bus -> bus.accepts(devargs))) {
                    errno = Errno.ENODEV;
                    problems.add("dev(" + inner + "): no driver serves " + devargs.name() + "; known are " + eal.buses()
                        .flatMap(bus -> bus.driverNames().stream()).sorted().toList());
                }
            } catch (final EalException e) {
                problems.add("dev(" + inner + "): " + e.getMessage());
            }
        }
        sources.add(new SourceSpec(Kind.DEV, inner));
    }

    private void addDescriptor(final String inner) {
        if (!inner.matches("\\d{1,9}")) {
            problems.add("Parsing FD number failed: \"" + inner + "\" is none");
        }
        sources.add(new SourceSpec(Kind.FD, inner));
    }

    private void addCommand(final String inner) {
        if (!eal.options().devices().execAllowed()) {
            errno = Errno.EPERM;
            problems.add("exec(" + inner + ") would run a shell command as this user; refused without --allow-exec");
        }
        sources.add(new SourceSpec(Kind.EXEC, inner.replace(',', ' ')));
    }

    private void pair(final String key, final String value) {
        switch (key) {
            case "mac" -> mac(value);
            case "hotplug_poll" -> poll(value);
            default -> problems.add("Error parsing parameters: unknown key \"" + key + "\"; usage: " + FailsafeArgs.USAGE);
        }
    }

    private void mac(final String value) {
        try {
            final MacAddress address = MacAddress.parse(value == null ? "" : value);
            if (!address.isUnicast()) {
                problems.add("mac=" + value + ": no unicast address");
            }
            mac = Optional.of(address);
        } catch (final RuntimeException e) {
            problems.add("mac=" + value + ": " + e.getMessage());
        }
    }

    private void poll(final String value) {
        final long ms = value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
        if (ms < 1 || ms > FailsafeArgs.MAX_POLL_MS) {
            problems.add("hotplug_poll=" + value + ": must be milliseconds from 1 to " + FailsafeArgs.MAX_POLL_MS);
        } else {
            poll = Duration.ofMillis(ms);
        }
    }
}
