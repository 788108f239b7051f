package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.FILTERS;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.FlowRule;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Rules that pick packets, where a port has them.
final class FlowCommands {
    private final Session session;
    /// The rules made here: text by number, by port.
    private final Map<Integer, SortedMap<Long, String>> rules = new HashMap<>();

    FlowCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(FILTERS, "flow validate <port:port> <rule:text>", "Checks whether a rule could be created.", (arguments, output) -> {
                final String rule = rule(arguments);
                onPort(arguments, flows -> flows.validateFlow(rule));
                output.line("Flow rule validated");
            }),
            Command.of(FILTERS, "flow create <port:port> <rule:text>", "Creates a rule: [ingress] pattern ITEM / ... end actions ACTION / ... end.",
                this::create),
            Command.of(FILTERS, "flow destroy <port:port> rule <rule:int>", "Removes a rule.", this::destroy),
            Command.of(FILTERS, "flow flush <port:port>", "Removes all rules.", (arguments, _) -> {
                onPort(arguments, FlowRules::flushFlows);
                rules.remove(arguments.number("port"));
            }),
            Command.of(FILTERS, "flow list <port:port>", "Lists the rules.", this::list),
            Command.of(FILTERS, "flow query <port:port> <rule:int> <action:word>", "Shows how many packets matched a rule.", this::query),
            Command.of(FILTERS, "flow isolate <port:port> <state:0|1|on|off|true|false>", "Restricts reception to what rules ask for, or not.",
                this::isolate));
    }

    private void onPort(final Arguments arguments, final Consumer<FlowRules> operation) {
        final var port = session.ports().getOrList(arguments.number("port"));
        try {
            operation.accept(port.dev().capability(FlowRules.class));
        } catch (final EalException e) {
            throw new CommandException("Caught PMD error type 1 (cause unspecified): " + e.getMessage());
        }
    }

    /// {@return the text of a rule that is one}
    private static String rule(final Arguments arguments) {
        final String text = arguments.word("rule");
        try {
            FlowRule.parse(text);
        } catch (final EalException e) {
            throw new CommandException("Bad arguments\n  " + e.getMessage());
        }
        return text;
    }

    private void create(final Arguments arguments, final Output output) {
        final String rule = rule(arguments);
        onPort(arguments, flows -> {
            final long number = flows.createFlow(rule);
            rules.computeIfAbsent(arguments.number("port"), _ -> new TreeMap<>()).put(number, rule);
            output.line("Flow rule #" + number + " created");
        });
    }

    private void destroy(final Arguments arguments, final Output output) {
        onPort(arguments, flows -> {
            flows.destroyFlow(arguments.longNumber("rule"));
            rules.getOrDefault(arguments.number("port"), new TreeMap<>()).remove(arguments.longNumber("rule"));
            output.line("Flow rule #" + arguments.longNumber("rule") + " destroyed");
        });
    }

    private void list(final Arguments arguments, final Output output) {
        session.ports().getOrList(arguments.number("port"));
        final SortedMap<Long, String> known = rules.getOrDefault(arguments.number("port"), new TreeMap<>());
        final StringBuilder text = new StringBuilder(known.isEmpty() ? "" : "ID\tRule\n");
        known.forEach((number, rule) -> text.append(number).append('\t').append(rule).append('\n'));
        output.show(new Report(text.toString(), known));
    }

    private void query(final Arguments arguments, final Output output) {
        if (!"count".equals(arguments.word("action"))) {
            throw new CommandException("Cannot query action type " + arguments.word("action") + "\n  expected count");
        }
        onPort(arguments, flows -> {
            final long hits = flows.queryFlow(arguments.longNumber("rule"));
            output.show(new Report("COUNT:\n hits_set: 1\n bytes_set: 0\n hits: " + hits + "\n bytes: 0\n", Map.of("hits", hits)));
        });
    }

    private void isolate(final Arguments arguments, final Output output) {
        final boolean on = List.of("1", "on", "true").contains(arguments.word("state"));
        onPort(arguments, flows -> flows.isolateFlows(on));
        output.line("Ingress traffic on port " + arguments.number("port") + " is " + (on ? "now restricted" : "not restricted anymore")
            + " to the defined flow rules");
    }
}
