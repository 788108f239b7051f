package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.PciIds;
import java.nio.file.Path;
import java.util.List;

/// The command line of [Main].
///
/// @param socket where clients connect
/// @param wire kind of wire, with its argument after `=`
/// @param config what kind of function
record Arguments(Path socket, String wire, ModelConfig config) {
    static final String USAGE = """
        usage: mlx5-model --socket PATH [--wire WIRE] [options]
          --socket PATH       where a client of vfio-user connects; one after the other is served
          --wire loop         what is sent arrives (default)
          --wire pcap=FILE    frames of FILE arrive, what is sent goes to FILE.sent
          --wire tap=IF       a tap interface of this host, made if there is none
          --wire packet=IF    an interface of this host, by a packet socket
          --wire peer=SOCKET  another model
          --mac ADDRESS       permanent address (02:00:00:c0:ff:ee)
          --device-id HEX     PCI device id (1018: a ConnectX-5 virtual function)
          --vectors N         MSI-X vectors (32)
          --min-inline MODE   none, l2, ip or tcp: headers that work requests must inline (none)
          --flow-control      frames wait for receive buffers instead of being dropped
          --untrusted         promiscuous mode has no effect
        Lines on standard input are commands: type help.""";

    private static final String LOOP = "loop";
    private static final List<String> KINDS = List.of(LOOP, "pcap", "tap", "packet", "peer");

    static Arguments parse(final String... words) {
        Path socket = null;
        String wire = LOOP;
        ModelConfig config = ModelConfig.DEFAULT;
        for (int i = 0; i < words.length; i++) {
            final String word = words[i];
            switch (word) {
                case "--socket" -> socket = Path.of(value(words, ++i, word));
                case "--wire" -> wire = wire(value(words, ++i, word));
                case "--mac" -> config = config.withMacAddress(mac(value(words, ++i, word)));
                case "--device-id" -> config = config.withDeviceId(deviceId(value(words, ++i, word)));
                case "--vectors" -> config = config.withVectors(vectors(value(words, ++i, word)));
                case "--min-inline" -> config = config.withInlineMode(inlineMode(value(words, ++i, word)));
                case "--flow-control" -> config = config.withFlowControl(true);
                case "--untrusted" -> config = config.withTrusted(false);
                default -> throw new IllegalArgumentException("unknown option: " + word);
            }
        }
        if (socket == null) {
            throw new IllegalArgumentException("--socket is missing");
        }
        return new Arguments(socket, wire, config);
    }

    private static String value(final String[] words, final int at, final String option) {
        if (at >= words.length) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words[at];
    }

    private static long mac(final String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw new IllegalArgumentException("--mac " + text + ": six bytes in hex with colons are wanted");
        }
        final long mac = Long.parseLong(text.replace(":", ""), 16);
        if ((mac >>> 40 & 1) != 0) {
            throw new IllegalArgumentException("--mac " + text + ": the address of a port is none of a group");
        }
        return mac;
    }

    private static String wire(final String text) {
        final int equals = text.indexOf('=');
        final String kind = equals < 0 ? text : text.substring(0, equals);
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("--wire " + text + ": one of " + String.join(", ", KINDS) + " is wanted");
        }
        final boolean alone = equals < 0 || equals == text.length() - 1;
        if (kind.equals(LOOP) ? equals >= 0 : alone) {
            throw new IllegalArgumentException("--wire " + text + ": " + (kind.equals(LOOP) ? "loop stands alone" : kind + " needs something after ="));
        }
        return text;
    }

    private static int deviceId(final String text) {
        try {
            final int id = Integer.parseInt(text, 16);
            if (PciIds.VIRTUAL_FUNCTIONS.contains(id) || PciIds.PHYSICAL_FUNCTIONS.contains(id)) {
                return id;
            }
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("--device-id " + text + ": a number in hex is wanted", e);
        }
        throw new IllegalArgumentException("--device-id " + text + ": no ConnectX has it");
    }

    private static int vectors(final String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > ModelConfig.MAX_VECTORS) {
            throw new IllegalArgumentException("--vectors " + text + ": a number from 1 to " + ModelConfig.MAX_VECTORS + " is wanted");
        }
        return Integer.parseInt(text);
    }

    private static int inlineMode(final String text) {
        return switch (text) {
            case "none" -> 0;
            case "l2" -> 1;
            case "ip" -> 2;
            case "tcp" -> 3;
            default -> throw new IllegalArgumentException("--min-inline " + text + ": none, l2, ip or tcp is wanted");
        };
    }

    /// {@return the wire that was asked for, opened}
    Wire openWire() {
        final String argument = wire.substring(wire.indexOf('=') + 1);
        return switch (wire.substring(0, Math.max(0, wire.indexOf('=')))) {
            case "pcap" -> PcapWire.open(Path.of(argument));
            case "tap" -> TapWire.open(argument);
            case "packet" -> PacketWire.open(argument);
            case "peer" -> PeerWire.open(argument);
            default -> new LoopWire();
        };
    }
}
