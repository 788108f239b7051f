package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.CONFIG;

import dev.pollmode.eal.LogLevel;
import dev.pollmode.testpmd.forward.ForwardMode;
import dev.pollmode.testpmd.forward.PacketSettings;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import java.util.List;
import java.util.Locale;

/// How packets are forwarded. What changes takes effect when forwarding starts next.
final class ForwardCommands {
    private static final long LONGEST_RETRY_US = 1_000_000;

    private final Session session;
    private final Settings settings;

    ForwardCommands(final Session session) {
        this.session = session;
        settings = session.settings();
    }

    List<Command> list() {
        final String modes = String.join("|", ForwardMode.names());
        return List.of(
            Command.of(CONFIG, "set default", "Forwards between all ports with one lcore, as at the start.", (_, output) -> restore(output)),
            Command.of(CONFIG, "set fwd <mode:" + modes + ">", "Sets what is done with packets.", (arguments, output) -> mode(arguments, output, false)),
            Command.of(CONFIG, "set fwd <mode:" + modes + "> retry", "Sets what is done with packets; what a queue does not take is tried again.",
                (arguments, output) -> mode(arguments, output, true)),
            Command.of(CONFIG, "set burst <packets:u16>", "Sets how many packets a burst has at the most.", this::burst),
            Command.of(CONFIG, "set burst tx delay <microseconds:int> retry <times:int>", "Sets when and how often packets are tried again.",
                this::retry),
            Command.of(CONFIG, "set txpkts <lengths:word>", "Sets the lengths of the segments of packets that txonly and flowgen make.",
                this::lengths),
            Command.of(CONFIG, "set txsplit <split:off|on|rand>", "Sets how many of these segments a packet gets.", this::split),
            Command.of(CONFIG, "set nbcore <lcores:u16>", "Sets how many lcores forward.", this::coreCount),
            Command.of(CONFIG, "set corelist <lcores:list>", "Sets which lcores forward.", (arguments, _) -> cores(arguments.numbers("lcores"))),
            Command.of(CONFIG, "set coremask <mask:hex>", "Sets which lcores forward, by a hexadecimal mask.",
                (arguments, _) -> cores(Selections.bits(arguments.longNumber("mask")))),
            Command.of(CONFIG, "set nbport <ports:u16>", "Sets how many ports are forwarded between.", this::portCount),
            Command.of(CONFIG, "set portlist <ports:list>", "Sets which ports are forwarded between, in order.",
                (arguments, _) -> ports(arguments.numbers("ports"))),
            Command.of(CONFIG, "set portmask <mask:hex>", "Sets which ports are forwarded between, by a hexadecimal mask.",
                (arguments, _) -> ports(Selections.bits(arguments.longNumber("mask")))),
            Command.of(CONFIG, "set eth-peer <port:port> <address:mac>", "Sets where packets sent by a port go.",
                (arguments, _) -> session.ports().get(arguments.number("port")).peer(arguments.mac("address"))),
            Command.of(CONFIG, "set flush_rx <state:on|off>", "Sets whether what waits in the queues is dropped when forwarding starts.",
                (arguments, _) -> settings.flushRx = arguments.on("state")),
            Command.of(CONFIG, "set record-core-cycles <state:on|off>", "Sets whether the time of busy rounds is measured.",
                (arguments, _) -> settings.recordCycles = arguments.on("state")),
            Command.of(CONFIG, "set record-burst-stats <state:on|off>", "Sets whether the sizes of bursts are counted.",
                (arguments, _) -> settings.recordBursts = arguments.on("state")),
            Command.of(CONFIG, "set xstats-hide-zero <state:on|off>", "Sets whether statistics that are zero are left out.",
                (arguments, _) -> settings.hideZeroXstats = arguments.on("state")),
            Command.of(CONFIG, "set verbose <level:u8>", "Sets which packets are shown: 1 received, 2 sent, 3 both, 0 none.", this::verbose),
            Command.of(CONFIG, "set log <type:word> <level:word>", "Sets how much of a component, or at most of all (global), is logged.", this::log),
            Command.of(CONFIG, "set link_check <state:on|off>", "Sets whether links are looked at after ports were started.",
                (arguments, _) -> settings.ports.linkCheck(arguments.on("state"))));
    }

    private void restore(final Output output) {
        output.line("Reset to default forwarding configuration...");
        settings.portList = null;
        settings.portCount = 0;
        settings.coreList = null;
        settings.coreCount = 1;
    }

    private void mode(final Arguments arguments, final Output output, final boolean retry) {
        settings.mode = ForwardMode.find(arguments.word("mode")).orElseThrow();
        settings.retry = retry;
        output.line("Set " + settings.mode.text() + " packet forwarding mode" + (retry ? " with retry" : ""));
    }

    private void burst(final Arguments arguments, final Output output) {
        final int packets = arguments.number("packets");
        if (packets < 1) {
            throw new CommandException("Value of burst must be at least 1\n  token 3 \"0\": expected 1 to " + Settings.MAX_BURST);
        }
        if (packets > Settings.MAX_BURST) {
            throw new CommandException("nb pkt per burst: " + packets + " > " + Settings.MAX_BURST + " (maximum packet per burst)  ignored");
        }
        settings.burst = packets;
        output.line("Number of packets per burst set to " + packets);
    }

    private void retry(final Arguments arguments, final Output output) {
        final long delay = arguments.number("microseconds");
        final int times = arguments.number("times");
        if (delay * times > LONGEST_RETRY_US) {
            throw new CommandException("a burst would be tried for " + delay * times + " us\n  token 5 \"" + delay + "\" by token 7 \"" + times
                + "\": an lcore must not wait for more than " + LONGEST_RETRY_US + " us");
        }
        settings.retryDelayUs = delay;
        settings.retries = times;
        if (!settings.retry) {
            output.line("Retries are off; set fwd " + settings.mode.text() + " retry switches them on");
        }
    }

    private void lengths(final Arguments arguments, final Output output) {
        try {
            final PacketSettings now = settings.packets;
            settings.packets = new PacketSettings(PacketLengths.parse(arguments.word("lengths"), "txpkts"), now.split(), now.sourceIp(),
                now.destinationIp(), now.sourcePort(), now.destinationPort(), now.multiFlow(), now.flows());
        } catch (final StartupException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private void split(final Arguments arguments, final Output output) {
        final PacketSettings now = settings.packets;
        settings.packets = new PacketSettings(now.segments(), PacketSettings.Split.valueOf(arguments.word("split").toUpperCase(Locale.ROOT)),
            now.sourceIp(), now.destinationIp(), now.sourcePort(), now.destinationPort(), now.multiFlow(), now.flows());
    }

    private void coreCount(final Arguments arguments, final Output output) {
        final int wanted = arguments.number("lcores");
        final int most = settings.coreList == null ? session.eal().lcores().workers().size() : settings.coreList.size();
        if (wanted < 1 || wanted > most) {
            throw new CommandException("nb fwd cores " + wanted + " > " + most + " (max. number of configured lcores) - ignored");
        }
        settings.coreCount = wanted;
        output.line("Number of forwarding cores set to " + wanted);
    }

    private void cores(final List<Integer> wanted) {
        try {
            settings.coreList = Selections.cores(wanted, session.eal());
            settings.coreCount = settings.coreList.size();
        } catch (final StartupException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private void portCount(final Arguments arguments, final Output output) {
        final int wanted = arguments.number("ports");
        final int most = settings.portList == null ? session.ports().all().size() : settings.portList.size();
        if (wanted < 1 || wanted > most) {
            throw new CommandException("nb fwd ports " + wanted + " > " + most + " (number of configured ports) - ignored");
        }
        settings.portCount = wanted;
        output.line("Number of forwarding ports set to " + wanted);
        session.forwarding().warnOfTheOddPort(output);
    }

    private void ports(final List<Integer> wanted) {
        try {
            settings.portList = Selections.ports(wanted, session.ports().ids());
            settings.portCount = 0;
        } catch (final StartupException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private void verbose(final Arguments arguments, final Output output) {
        final int level = arguments.number("level");
        output.line("Change verbose level from " + settings.verbose + " to " + level);
        settings.verbose = level;
        session.packetDump().level(level, session.ports().all());
    }

    private void log(final Arguments arguments, final Output output) {
        final String type = arguments.word("type");
        final LogLevel level = LogLevel.of(arguments.word("level")).orElseThrow(() -> new CommandException("Bad arguments\n  token 4 \""
            + arguments.word("level") + "\": expected a level: 1 to 8, or emergency, alert, critical, error, warning, notice, info, debug"));
        if ("global".equals(type)) {
            session.eal().logs().globalLevel(level);
        } else if (session.eal().logs().level(type, level) == 0) {
            output.line("no component is called " + type + " yet; dump_log_types lists them");
        }
    }
}
