package dev.pollmode.mlx5.prm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A command of the recorded trace: what a Linux driver sent to a ConnectX-4 and what came back.
///
/// @param sequence its position in the trace
/// @param name of the command
/// @param opcode of the command
/// @param input the bytes sent, as far as they are known
/// @param inputComplete whether all of them are known
/// @param output the bytes received
/// @param sent the command entry as it was sent
/// @param received the command entry as it came back
/// @param slot of the command queue
record Trace(int sequence, String name, int opcode, byte[] input, boolean inputComplete, byte[] output, byte[] sent, byte[] received, int slot) {
    static List<Trace> all() {
        try (var in = Trace.class.getResourceAsStream("trace.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Trace::parse).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Trace> named(final String name) {
        return all().stream().filter(command -> command.name.equals(name));
    }

    private static Trace parse(final String line) {
        final Matcher raw = Pattern.compile("\"raw\": \"([0-9a-f]+)\"").matcher(line);
        raw.find();
        final byte[] sent = HexFormat.of().parseHex(raw.group(1));
        raw.find();
        final byte[] received = HexFormat.of().parseHex(raw.group(1));
        return new Trace(Integer.parseInt(text(line, "seq")), text(line, "name"), Integer.decode(text(line, "opcode")),
            HexFormat.of().parseHex(text(line, "input")), Boolean.parseBoolean(text(line, "input_complete")),
            HexFormat.of().parseHex(text(line, "output")), sent, received, Integer.parseInt(text(line, "slot")));
    }

    private static String text(final String line, final String key) {
        final Matcher value = Pattern.compile("\"" + key + "\": \"?([^\",}]*)").matcher(line);
        if (!value.find()) {
            throw new IllegalArgumentException("no " + key + " in " + line);
        }
        return value.group(1);
    }

    @Override
    public String toString() {
        return sequence + " " + name;
    }
}
