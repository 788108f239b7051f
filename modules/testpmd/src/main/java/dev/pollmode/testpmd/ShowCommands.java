package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.DISPLAY;

import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.Report;
import java.util.List;
import java.util.Map;

/// What was forwarded and how forwarding is set; what the environment holds.
final class ShowCommands {
    private final Session session;

    ShowCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        final Forwarding forwarding = session.forwarding();
        final Settings settings = session.settings();
        return List.of(
            Command.of(DISPLAY, "show fwd stats all", "Shows what was counted since forwarding started.",
                (_, output) -> output.show(ForwardReports.statistics(forwarding, settings, forwarding.chosenPorts()))),
            Command.of(DISPLAY, "clear fwd stats all", "Lets forwarding count from zero.", (_, _) -> forwarding.resetStatistics()),
            Command.of(DISPLAY, "show config fwd", "Shows which lcore forwards which streams.",
                (_, output) -> output.show(ConfigReports.forwarding(forwarding, settings))),
            Command.of(DISPLAY, "show config rxtx", "Shows how ports and queues are configured.",
                (_, output) -> output.show(ConfigReports.rxtx(forwarding, settings))),
            Command.of(DISPLAY, "show config cores", "Shows the lcores that forward.",
                (_, output) -> output.show(ConfigReports.cores(forwarding))),
            Command.of(DISPLAY, "show config txpkts", "Shows what packets txonly and flowgen make.",
                (_, output) -> output.show(ConfigReports.txPackets(settings))),
            Command.of(DISPLAY, "show config rxoffs", "Shows where received packets are split; no port splits.",
                (_, output) -> output.show(Report.line("Number of offsets: 0", "offsets", List.of()))),
            Command.of(DISPLAY, "show config rxpkts", "Shows how received packets are split; no port splits.",
                (_, output) -> output.show(Report.line("Number of segments: 0", "segments", List.of()))),
            Command.of(DISPLAY, "show config rxhdrs", "Shows behind which headers received packets are split; no port splits.",
                (_, output) -> output.show(Report.line("Number of segments: 0", "segments", List.of()))),
            Command.of(DISPLAY, "show device info <device:word>", "Shows a device and its ports, or all devices.",
                (arguments, output) -> output.show(DeviceReports.devices(session.eal(), arguments.word("device")))),
            Command.of(DISPLAY, "show port <port:port> gso", "Shows whether testpmd cuts packets that a port sends.",
                (arguments, output) -> {
                    final var checksums = session.ports().getOrList(arguments.number("port")).checksums();
                    output.show(new Report(checksums.gso() ? "Max GSO'd packet size: %dB\nSupported GSO types: TCP/IPv4, TCP/IPv6\n".formatted(
                        checksums.gsoSegmentSize()) : "GSO is not enabled on Port " + arguments.number("port") + '\n',
                        Map.of("gso", checksums.gso(), "segment_size", checksums.gsoSegmentSize())));
                }),
            Command.of(DISPLAY, "dump_devargs", "Shows the arguments of all devices.", (_, output) -> output.show(DeviceReports.devargs(session.eal()))),
            Command.of(DISPLAY, "dump_mempool", "Shows all pools.", (_, output) -> output.show(DeviceReports.mempools(session.eal(), null))),
            Command.of(DISPLAY, "dump_mempool <pool:word>", "Shows a pool.",
                (arguments, output) -> output.show(DeviceReports.mempools(session.eal(), arguments.word("pool")))),
            Command.of(DISPLAY, "dump_ring", "Shows all rings.", (_, output) -> output.show(MemoryReports.rings(session.eal()))),
            Command.of(DISPLAY, "dump_ring <ring:word>", "Shows a ring.",
                (arguments, output) -> output.show(MemoryReports.ring(session.eal(), arguments.word("ring")))),
            Command.of(DISPLAY, "dump_physmem", "Shows where the memory for packets and devices lies.",
                (_, output) -> output.show(MemoryReports.segments(session.eal()))),
            Command.of(DISPLAY, "dump_memzone", "Shows what that memory is for.", (_, output) -> output.show(MemoryReports.zones(session.eal()))),
            Command.of(DISPLAY, "dump_socket_mem", "Shows how much of it there is.", (_, output) -> output.show(MemoryReports.total(session.eal()))),
            Command.of(DISPLAY, "dump_log_types", "Shows the levels of all logs.", (_, output) -> output.show(DeviceReports.logTypes(session.eal()))),
            Command.of(DISPLAY, "dump_lcores", "Shows all lcores.", (_, output) -> output.show(DeviceReports.lcores(session.eal()))));
    }
}
