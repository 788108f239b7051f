package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.FlowCondition;
import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRule;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which frames a rule is for: the headers they have, from the outside in, and what is in them.
///
/// @param items the names of the headers: `eth`, `vlan`, `ipv4`, `ipv6`, `udp`, `tcp`
/// @param conditions what is in them
record RuleMatch(Set<String> items, List<FlowCondition> conditions) {
    /// What each item may come after; the empty text is the begin of the pattern.
    private static final Map<String, Set<String>> BEFORE = Map.of("eth", Set.of(""), "vlan", Set.of("", "eth"), "ipv4", Set.of("", "eth", "vlan"),
        "ipv6", Set.of("", "eth", "vlan"), "udp", Set.of("ipv4", "ipv6"), "tcp", Set.of("ipv4", "ipv6"));

    /// The widest field of which a range can be asked for: what BPF compares at once.
    private static final int MAX_RANGE = 32;

    /// Copies the collections.
    RuleMatch {
        items = Set.copyOf(items);
        conditions = List.copyOf(conditions);
    }

    /// Reads a pattern.
    ///
    /// @param pattern its items
    /// @throws FlowException ENOTSUP or EINVAL naming the item
    static RuleMatch of(final List<FlowRule.Part> pattern) {
        final List<String> items = new ArrayList<>();
        final List<FlowCondition> conditions = new ArrayList<>();
        for (final FlowRule.Part item : pattern) {
            if (!item.name().equals("void")) {
                requireKnown(item.name(), items.isEmpty() ? "" : items.getLast());
                items.add(item.name());
                conditions.addAll(conditions(item));
            }
        }
        return new RuleMatch(Set.copyOf(items), conditions);
    }

    private static void requireKnown(final String item, final String before) {
        final Set<String> allowed = BEFORE.get(item);
        if (allowed == null) {
            throw new FlowException(FlowErrorType.ITEM, Errno.ENOTSUP, "item " + item + ": net_tap knows eth, vlan, ipv4, ipv6, udp and tcp");
        }
        if (!allowed.contains(before)) {
            throw new FlowException(FlowErrorType.ITEM, Errno.ENOTSUP, "item " + item + ": it can't come "
                + (before.isEmpty() ? "first" : "after " + before) + "; the order is eth / vlan / ipv4 or ipv6 / udp or tcp");
        }
    }

    private static List<FlowCondition> conditions(final FlowRule.Part item) {
        final List<FlowCondition> conditions = FlowCondition.of(item);
        conditions.stream().filter(condition -> condition.isRange() && condition.field().width() > MAX_RANGE).findFirst().ifPresent(wide -> {
            throw new FlowException(FlowErrorType.ITEM_LAST, Errno.ENOTSUP, "item " + item.name() + ": a range of field " + wide.field().text()
                + ", which has more than " + MAX_RANGE + " bits; use a mask or a prefix");
        });
        return conditions;
    }

    /// {@return whether it asks for one of these headers}
    boolean has(final String... any) {
        return Set.of(any).stream().anyMatch(items::contains);
    }
}
