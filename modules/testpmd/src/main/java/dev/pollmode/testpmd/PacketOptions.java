package dev.pollmode.testpmd;

import dev.pollmode.testpmd.forward.NoisySettings;
import dev.pollmode.testpmd.forward.PacketSettings;
import java.util.Arrays;
import java.util.List;

/// Options of the packets that testpmd makes, and of `noisy`.
final class PacketOptions {
    private final AppOptions options;

    PacketOptions(final AppOptions options) {
        this.options = options;
    }

    void read(final Settings settings) {
        final PacketSettings usual = settings.packets;
        final List<Integer> segments = options.txPackets == null ? usual.segments()
            : PacketLengths.parse(options.txPackets, "txpkts");
        int source = usual.sourceIp();
        int destination = usual.destinationIp();
        if (options.txIp != null) {
            final String[] parts = options.txIp.split(",", -1);
            if (parts.length != 2) {
                throw new StartupException("tx-ip " + options.txIp + " invalid - must be SRC,DST");
            }
            source = address(parts[0]);
            destination = address(parts[1]);
        }
        int sourcePort = usual.sourcePort();
        int destinationPort = usual.destinationPort();
        if (options.txUdp != null) {
            final String[] parts = options.txUdp.split(",", -1);
            sourcePort = port(parts[0]);
            destinationPort = port(parts[parts.length > 1 ? 1 : 0]);
        }
        final int flows = options.flows == null ? usual.flows() : options.flows;
        if (flows < 1) {
            throw new StartupException("flowgen-flows must be >= 1\n  it is " + flows);
        }
        settings.packets = new PacketSettings(segments, usual.split(), source, destination, sourcePort, destinationPort,
            options.multiFlow, flows);
        settings.noisy = noisy();
    }

    private static int address(final String text) {
        final String[] parts = text.split("\\.", -1);
        int address = 0;
        for (final String part : parts) {
            final int octet = part.matches("[0-9]{1,3}") ? Integer.parseInt(part) : 256;
            if (parts.length != 4 || octet > 255) {
                throw new StartupException("tx-ip: " + text + " is no IPv4 address such as 198.18.0.1");
            }
            address = address << 8 | octet;
        }
        return address;
    }

    private static int port(final String text) {
        final int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 65536;
        if (port > 65535) {
            throw new StartupException("tx-udp: " + text + " is no UDP port, 0 to 65535");
        }
        return port;
    }

    private NoisySettings noisy() {
        final NoisySettings.Mode mode = options.noisyMode == null ? NoisySettings.Mode.IO : Arrays.stream(NoisySettings.Mode.values())
            .filter(candidate -> candidate.text().equals(options.noisyMode)).findFirst().orElseThrow(() ->
                new StartupException("noisy-forward-mode " + options.noisyMode + " invalid - must be io, mac, macswap or 5tswap"));
        require("noisy-tx-sw-buffer-size", options.noisyFifo, 1 << 20);
        require("noisy-tx-sw-buffer-flushtime", options.noisyFlush, Integer.MAX_VALUE);
        require("noisy-lkup-memory", options.noisyMemory, 1 << 14);
        require("noisy-lkup-num-writes", options.noisyWrites, Integer.MAX_VALUE);
        require("noisy-lkup-num-reads", options.noisyReads, Integer.MAX_VALUE);
        require("noisy-lkup-num-reads-writes", options.noisyUpdates, Integer.MAX_VALUE);
        return new NoisySettings(mode, options.noisyFifo, options.noisyFlush * 1_000_000L, (long) options.noisyMemory << 20,
            options.noisyWrites, options.noisyReads, options.noisyUpdates);
    }

    private static void require(final String option, final int value, final int max) {
        if (value < 0 || value > max) {
            throw new StartupException(option + " must be >= 0 and <= " + max + "\n  it is " + value);
        }
    }
}
