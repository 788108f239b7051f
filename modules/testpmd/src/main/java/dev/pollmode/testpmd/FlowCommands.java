package dev.pollmode.testpmd;

import static dev.pollmode.testpmd.spi.Section.FILTERS;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRule;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Rules that pick packets, where a port has them.
final class FlowCommands {
    private static final String IDS = "[0-9]{1,9}( rule [0-9]{1,9})*";

    private final Session session;
    /// The rules made here by the numbers that users see, by port.
    private final Map<Integer, NavigableMap<Integer, Made>> rules = new HashMap<>();

    /// A rule.
    ///
    /// @param number what the port calls it
    /// @param rule what was asked for
    private record Made(long number, FlowRule rule) {
        int attribute(final String name) {
            return rule.attributes().getOrDefault(name, 0);
        }

        String attributes() {
            return (attribute("ingress") == 1 ? "i" : "-") + (attribute("egress") == 1 ? "e" : "-") + (attribute("transfer") == 1 ? "t" : "-");
        }

        /// {@return the names, as `ETH IPV4 => DROP`}
        String names() {
            return names(rule.pattern(), "", " ") + "=>" + names(rule.actions(), " ", "");
        }

        private static String names(final List<FlowRule.Part> parts, final String before, final String behind) {
            return parts.stream().map(FlowRule.Part::name).filter(name -> !name.equals("void"))
                .map(name -> before + name.toUpperCase(Locale.ROOT) + behind).collect(Collectors.joining());
        }
    }

    FlowCommands(final Session session) {
        this.session = session;
    }

    List<Command> list() {
        return List.of(
            Command.of(FILTERS, "flow validate <port:port> <rule:text>", "Checks whether a rule could be created.", (arguments, output) -> {
                rule(arguments);
                onPort(arguments, flows -> flows.validateFlow(arguments.word("rule")));
                output.line("Flow rule validated");
            }),
            Command.of(FILTERS, "flow create <port:port> <rule:text>", "Creates a rule: ingress pattern ITEM / ... end actions ACTION / ... end.",
                this::create),
            Command.of(FILTERS, "flow destroy <port:port> rule <rules:text>", "Removes a rule, or several: rule 0 rule 1.", this::destroy),
            Command.of(FILTERS, "flow flush <port:port>", "Removes all rules.", (arguments, _) -> {
                onPort(arguments, FlowRules::flushFlows);
                rules.remove(arguments.number("port"));
            }),
            Command.of(FILTERS, "flow list <port:port>", "Lists the rules by group, priority and number.", (arguments, output) ->
                list(arguments, _ -> true, output)),
            Command.of(FILTERS, "flow list <port:port> group <group:int>", "Lists the rules of a group.", (arguments, output) ->
                list(arguments, made -> made.attribute("group") == arguments.number("group"), output)),
            Command.of(FILTERS, "flow query <port:port> <rule:int> <action:word>", "Shows how many packets matched a rule.", this::query),
            Command.of(FILTERS, "flow isolate <port:port> <state:0|1|on|off|true|false>", "Restricts reception to what rules ask for, or not.",
                this::isolate));
    }

    private void onPort(final Arguments arguments, final Consumer<FlowRules> operation) {
        final var port = session.ports().getOrList(arguments.number("port"));
        try {
            operation.accept(port.dev().capability(FlowRules.class));
        } catch (final EalException e) {
            final FlowErrorType type = typeOf(e);
            throw new CommandException("Caught PMD error type " + type.number() + " (" + type.text() + "): " + e.getMessage());
        }
    }

    /// {@return what is wrong with a rule, also where one port passes on what another has said}
    private static FlowErrorType typeOf(final Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof final FlowException refusal) {
                return refusal.type();
            }
        }
        return FlowErrorType.UNSPECIFIED;
    }

    private static FlowRule rule(final Arguments arguments) {
        try {
            return FlowRule.parse(arguments.word("rule"));
        } catch (final EalException e) {
            throw new CommandException("Bad arguments\n  " + e.getMessage());
        }
    }

    private NavigableMap<Integer, Made> rulesOf(final Arguments arguments) {
        return rules.computeIfAbsent(arguments.number("port"), _ -> new TreeMap<>());
    }

    private Made find(final Arguments arguments, final int id) {
        session.ports().getOrList(arguments.number("port"));
        final Made made = rulesOf(arguments).get(id);
        if (made == null) {
            throw new CommandException("Flow rule #" + id + " not found");
        }
        return made;
    }

    private void create(final Arguments arguments, final Output output) {
        final FlowRule rule = rule(arguments);
        onPort(arguments, flows -> {
            final long number = flows.createFlow(arguments.word("rule"));
            final NavigableMap<Integer, Made> known = rulesOf(arguments);
            final int id = known.isEmpty() ? 0 : known.lastKey() + 1;
            known.put(id, new Made(number, rule));
            output.line("Flow rule #" + id + " created");
        });
    }

    private void destroy(final Arguments arguments, final Output output) {
        if (!arguments.word("rules").matches(IDS)) {
            throw new CommandException("Bad arguments\n  \"" + arguments.word("rules") + "\": expected NUMBER rule NUMBER ...");
        }
        for (final String word : arguments.word("rules").split(" rule ")) {
            final int id = Integer.parseInt(word);
            final Made made = find(arguments, id);
            onPort(arguments, flows -> flows.destroyFlow(made.number));
            rulesOf(arguments).remove(id);
            output.line("Flow rule #" + id + " destroyed");
        }
    }

    private void list(final Arguments arguments, final Predicate<Made> wanted, final Output output) {
        session.ports().getOrList(arguments.number("port"));
        final List<Map.Entry<Integer, Made>> known = rulesOf(arguments).entrySet().stream().filter(each -> wanted.test(each.getValue()))
            .sorted(Comparator.comparing((Map.Entry<Integer, Made> each) -> each.getValue().attribute("group"))
                .thenComparing(each -> each.getValue().attribute("priority")).thenComparing(Map.Entry::getKey)).toList();
        final StringBuilder text = new StringBuilder(known.isEmpty() ? "" : "ID\tGroup\tPrio\tAttr\tRule\n");
        known.forEach(each -> text.append(each.getKey()).append('\t').append(each.getValue().attribute("group")).append('\t')
            .append(each.getValue().attribute("priority")).append('\t').append(each.getValue().attributes()).append('\t')
            .append(each.getValue().names()).append('\n'));
        output.show(new Report(text.toString(), known.stream().map(each -> Map.of("id", each.getKey(), "group", each.getValue().attribute("group"),
            "priority", each.getValue().attribute("priority"), "attributes", each.getValue().attributes(), "rule", each.getValue().names())).toList()));
    }

    private void query(final Arguments arguments, final Output output) {
        final Made made = find(arguments, arguments.number("rule"));
        if (!"count".equals(arguments.word("action"))) {
            throw new CommandException("Cannot query action type " + arguments.word("action") + "\n  expected count");
        }
        onPort(arguments, flows -> {
            final long hits = flows.queryFlow(made.number);
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
