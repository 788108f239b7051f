package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Lcore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Choices of ports and lcores by masks and lists.
final class Selections {
    private Selections() {
    }

    /// {@return the numbers of the bits of a hexadecimal mask}
    static List<Integer> mask(final String what, final String text) {
        final String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (!digits.matches("[0-9a-fA-F]{1,16}")) {
            throw new StartupException(what + " " + text + " invalid - must be a hexadecimal mask");
        }
        return bits(Long.parseUnsignedLong(digits, 16));
    }

    /// {@return the numbers of the bits that are set}
    static List<Integer> bits(final long mask) {
        final List<Integer> numbers = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((mask >>> bit & 1) != 0) {
                numbers.add(bit);
            }
        }
        return numbers;
    }

    /// {@return the numbers of a list such as `0,2-3`}
    static List<Integer> list(final String what, final String text) {
        final List<Integer> numbers = new ArrayList<>();
        for (final String part : text.split(",", -1)) {
            if (!part.matches("[0-9]{1,4}(-[0-9]{1,4})?")) {
                throw new StartupException(what + " " + text + " invalid - \"" + part + "\" is neither a number nor a range");
            }
            final int dash = part.indexOf('-');
            final int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            final int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /// {@return these ports, when all of them are there, each once}
    static List<Integer> ports(final List<Integer> wanted, final List<Integer> there) {
        final List<Integer> ports = wanted.stream().distinct().toList();
        for (final int port : ports) {
            if (!there.contains(port)) {
                throw new StartupException("Invalid port " + port + "\n  the ports are " + there);
            }
        }
        if (ports.isEmpty()) {
            throw new StartupException("no port chosen\n  the ports are " + there);
        }
        return ports;
    }

    /// {@return these lcores, when they can forward, each once}
    static List<Integer> cores(final List<Integer> wanted, final Eal eal) {
        final List<Integer> there = eal.lcores().workers().stream().map(Lcore::id).toList();
        for (final int lcore : wanted) {
            if (lcore == eal.lcores().main().id()) {
                throw new StartupException("lcore " + lcore + " cannot be masked on for running packet forwarding, which is the main lcore"
                    + " and reserved for command line parsing only");
            }
            if (!there.contains(lcore)) {
                throw new StartupException("Logical core " + lcore + " not enabled\n  those that can forward are " + there);
            }
        }
        if (wanted.isEmpty()) {
            throw new StartupException("no lcore chosen\n  those that can forward are " + there);
        }
        return wanted.stream().distinct().toList();
    }

    /// {@return what `--eth-peer` would be, of a file with an address a line}
    static List<String> peersOf(final Path file) {
        final List<String> peers = new ArrayList<>();
        try {
            for (final String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    peers.add(peers.size() + "," + line.strip());
                }
            }
        } catch (final IOException e) {
            throw new StartupException("eth-peers-configfile " + file + ": " + e, e);
        }
        return peers;
    }
}
