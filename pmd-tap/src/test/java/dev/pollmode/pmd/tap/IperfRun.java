package dev.pollmode.pmd.tap;

import dev.pollmode.test.support.TestNet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs iperf3 between two namespaces.
final class IperfRun {
    private static final Pattern BITS = Pattern.compile("\"bits_per_second\":\\s*([0-9.e+]+)");
    private static final Pattern LOST = Pattern.compile("\"lost_percent\":\\s*([0-9.e+-]+)");

    private IperfRun() {
    }

    /// {@return bits per second that the server received over TCP}
    static double tcp(final TestNet client, final TestNet server, final String address) {
        return last(BITS, run(client, server, address, "-t", "1"));
    }

    /// {@return how much of an UDP stream was lost, in percent}
    static double udpLostPercent(final TestNet client, final TestNet server, final String address, final String rate) {
        return last(LOST, run(client, server, address, "-u", "-b", rate, "-t", "1"));
    }

    private static String run(final TestNet client, final TestNet server, final String address, final String... options) {
        final Process listening = server.start("iperf3", "-s", "-1", "--forceflush");
        try {
            awaitListening(listening);
            final String[] command = new String[options.length + 4];
            command[0] = "iperf3";
            command[1] = "-J";
            command[2] = "-c";
            command[3] = address;
            System.arraycopy(options, 0, command, 4, options.length);
            return client.run(command);
        } finally {
            listening.destroyForcibly();
        }
    }

    private static void awaitListening(final Process server) {
        try {
            final BufferedReader output = server.inputReader();
            String line = output.readLine();
            while (line != null && !line.contains("listening")) {
                line = output.readLine();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double last(final Pattern pattern, final String text) {
        final Matcher matcher = pattern.matcher(text);
        double value = Double.NaN;
        while (matcher.find()) {
            value = Double.parseDouble(matcher.group(1));
        }
        return value;
    }
}
