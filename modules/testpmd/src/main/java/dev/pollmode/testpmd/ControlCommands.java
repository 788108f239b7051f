package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.CONTROL;

import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import dev.pollmode.testpmd.spi.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Starting, stopping, ending, help.
final class ControlCommands {
    private final Session session;
    private final List<Command> all;

    /// These commands.
    ///
    /// @param session what they work on
    /// @param all all commands, for help; being filled
    ControlCommands(final Session session, final List<Command> all) {
        this.session = session;
        this.all = all;
    }

    List<Command> list() {
        final String sections = Arrays.stream(Section.values()).map(Section::text).collect(Collectors.joining("|"));
        return List.of(
            Command.of(CONTROL, "start", "Starts forwarding as configured.", (_, output) -> session.forwarding().start(0, output)),
            Command.of(CONTROL, "start tx_first", "Starts forwarding after each stream sent a burst of its own.",
                (_, output) -> session.forwarding().start(1, output)),
            Command.of(CONTROL, "start tx_first <bursts:int>", "Starts forwarding after each stream sent this many bursts of its own.",
                this::startAfter),
            Command.of(CONTROL, "stop", "Stops forwarding and shows what was counted.", (_, output) -> session.forwarding().stop(output)),
            Command.of(CONTROL, "load <file:text>", "Runs the commands of a file; # begins a comment.", this::load),
            Command.of(CONTROL, "set output <format:text|json>", "Lets all answers be text or JSON; --json at the end of a command asks for one.",
                (arguments, _) -> session.console().json("json".equals(arguments.word("format")))),
            Command.of(CONTROL, "help", "Lists the sections of the help.", (_, output) -> output.show(sections())),
            Command.of(CONTROL, "help <section:" + sections + "|all>", "Explains the commands of a section.",
                (arguments, output) -> output.show(help(arguments.word("section")))),
            Command.of(CONTROL, "quit", "Ends testpmd.", (_, _) -> session.quit()));
    }

    private void startAfter(final Arguments arguments, final Output output) {
        final int bursts = arguments.number("bursts");
        if (bursts < 1) {
            throw new CommandException("Bad arguments\n  token 3 \"0\": expected a number of bursts, at least 1");
        }
        session.forwarding().start(bursts, output);
    }

    private void load(final Arguments arguments, final Output output) {
        final String file = arguments.word("file");
        if (!new CommandFile(session, session.isStrict()).run(file, false)) {
            throw new CommandException("not all commands of " + file + " succeeded");
        }
    }

    private static Report sections() {
        final StringBuilder text = new StringBuilder("\nHelp is available for the following sections:\n\n");
        for (final Section section : Section.values()) {
            text.append("    %-32s: %s\n".formatted("help " + section.text(), section.summary()));
        }
        text.append("    %-32s: %s\n".formatted("help all", "All of the above sections."));
        return new Report(text.append('\n').toString(), Arrays.stream(Section.values()).map(Section::text).toList());
    }

    private Report help(final String name) {
        final List<Report> parts = new ArrayList<>();
        for (final Section section : Section.values()) {
            if ("all".equals(name) || section.text().equals(name)) {
                parts.add(help(section));
            }
        }
        return Report.all(parts);
    }

    private Report help(final Section section) {
        final List<Command> commands = all.stream().filter(command -> command.section() == section).toList();
        final StringBuilder text = new StringBuilder("\n" + section.title() + '\n' + "-".repeat(section.title().length()) + "\n\n");
        for (final Command command : commands) {
            text.append(command.syntax().help()).append("\n    ").append(command.help()).append("\n\n");
        }
        return new Report(text.toString(), Map.of("section", section.text(), "commands", commands.stream()
            .map(command -> Map.of("syntax", command.syntax().help(), "help", command.help())).toList()));
    }
}
