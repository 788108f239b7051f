package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRule;
import dev.pollmode.sys.BpfProgram;
import dev.pollmode.sys.Errno;

/// A flow rule as this driver does it.
///
/// @param priority its place among the filters of traffic control: group, then priority
/// @param match which frames
/// @param action what is done with them
record TapRule(int priority, RuleMatch match, RuleAction action) {
    /// Behind all rules: what is dropped in isolated mode.
    static final int LAST_PRIORITY = 0xffff;

    private static final int MAX_GROUP = 15;
    private static final int GROUP_BITS = 12;
    // Filters have priorities from 1, and the last is that of isolated mode.
    private static final int FIRST = 1;
    private static final int MAX_PRIORITY = (1 << GROUP_BITS) - 1 - FIRST - 1;

    /// Reads a rule.
    ///
    /// @param rule what was asked for
    /// @param queues how many receiving queues the port has
    /// @throws FlowException when this driver can't do it, naming the part
    static TapRule of(final FlowRule rule, final int queues) {
        final int group = limited(rule, "group", MAX_GROUP, FlowErrorType.ATTR_GROUP);
        final int priority = limited(rule, "priority", MAX_PRIORITY, FlowErrorType.ATTR_PRIORITY);
        refuse(rule, "transfer", FlowErrorType.ATTR_TRANSFER);
        refuse(rule, "egress", FlowErrorType.ATTR_EGRESS);
        if (!rule.attributes().containsKey("ingress")) {
            throw new FlowException(FlowErrorType.ATTR_INGRESS, Errno.EINVAL, "attribute ingress: it must be said");
        }
        return new TapRule((group << GROUP_BITS) + priority + FIRST, RuleMatch.of(rule.pattern()), RuleAction.of(rule.actions(), queues));
    }

    private static int limited(final FlowRule rule, final String attribute, final int most, final FlowErrorType type) {
        final int value = rule.attributes().getOrDefault(attribute, 0);
        if (value > most) {
            throw new FlowException(type, Errno.ENOTSUP, "attribute " + attribute + ": " + value + " is more than " + most);
        }
        return value;
    }

    private static void refuse(final FlowRule rule, final String attribute, final FlowErrorType type) {
        if (rule.attributes().containsKey(attribute)) {
            throw new FlowException(type, Errno.ENOTSUP, "attribute " + attribute + ": net_tap has rules for what it receives (ingress)");
        }
    }

    /// {@return the filter at the interface of the port}
    BpfProgram program() {
        return switch (action.kind()) {
            case DROP -> RuleProgram.verdict(match, BpfProgram.DROP);
            case PASSTHRU -> RuleProgram.verdict(match, BpfProgram.NEXT);
            case QUEUE -> RuleProgram.classify(match, Steering.ofQueue(action.queue()));
            case SPREAD -> RuleProgram.classify(match, Steering.ANY_QUEUE);
        };
    }

    /// {@return whether it is the same as another, but for what is done}
    boolean overlaps(final TapRule other) {
        return priority == other.priority && match.equals(other.match);
    }
}
