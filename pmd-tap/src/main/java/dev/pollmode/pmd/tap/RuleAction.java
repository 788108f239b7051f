package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRule;
import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.stream.IntStream;

/// What is done with the frames of a rule.
///
/// @param kind what
/// @param queue the queue they are put into; -1 of other kinds
record RuleAction(Kind kind, int queue) {
    /// What can be done.
    enum Kind {
        /// The port does not get them.
        DROP,
        /// The next rule is asked.
        PASSTHRU,
        /// The port gets them in a queue.
        QUEUE,
        /// The port gets them in the queues that the kernel chooses.
        SPREAD
    }

    private static final String NUMBER = "[0-9]{1,9}";

    /// Reads the actions of a rule.
    ///
    /// @param actions the actions; DPDK's driver takes none for `drop`, as we do
    /// @param queues how many queues the port has
    /// @throws FlowException ENOTSUP or EINVAL naming the action
    static RuleAction of(final List<FlowRule.Part> actions, final int queues) {
        final List<FlowRule.Part> real = actions.stream().filter(action -> !action.name().equals("void")).toList();
        if (real.size() > 1) {
            throw new FlowException(FlowErrorType.ACTION_NUM, Errno.ENOTSUP, "action " + real.get(1).name() + ": net_tap does one action a rule, and "
                + real.getFirst().name() + " is there already");
        }
        return real.isEmpty() ? new RuleAction(Kind.DROP, -1) : of(real.getFirst(), queues);
    }

    private static RuleAction of(final FlowRule.Part action, final int queues) {
        return switch (action.name()) {
            case "drop" -> bare(action, Kind.DROP);
            case "passthru" -> bare(action, Kind.PASSTHRU);
            case "queue" -> queue(action.words(), queues);
            case "rss" -> spread(action.words(), queues);
            default -> throw new FlowException(FlowErrorType.ACTION, Errno.ENOTSUP, "action " + action.name()
                + ": net_tap does drop, passthru, queue, and rss over all queues");
        };
    }

    private static RuleAction bare(final FlowRule.Part action, final Kind kind) {
        if (!action.words().isEmpty()) {
            throw new FlowException(FlowErrorType.ACTION_CONF, Errno.EINVAL, "action " + action.name() + ": \"" + String.join(" ", action.words())
                + "\" behind it");
        }
        return new RuleAction(kind, -1);
    }

    private static RuleAction queue(final List<String> words, final int queues) {
        if (words.size() != 2 || !words.getFirst().equals("index") || !words.get(1).matches(NUMBER)) {
            throw new FlowException(FlowErrorType.ACTION_CONF, Errno.EINVAL, "action queue: \"" + String.join(" ", words) + "\", not index NUMBER");
        }
        final int queue = Integer.parseInt(words.get(1));
        if (queue >= queues) {
            throw new FlowException(FlowErrorType.ACTION_CONF, Errno.EINVAL, "action queue: index " + queue + " out of range, the port has "
                + queues + " receiving queues");
        }
        return new RuleAction(Kind.QUEUE, queue);
    }

    /// The kernel spreads over all queues; to choose some or a hash is left to hardware.
    private static RuleAction spread(final List<String> words, final int queues) {
        final List<String> all = IntStream.range(0, queues).mapToObj(Integer::toString).toList();
        final boolean overAll = words.size() == queues + 2 && words.getFirst().equals("queues") && words.getLast().equals("end")
            && words.subList(1, words.size() - 1).stream().sorted().toList().equals(all.stream().sorted().toList());
        if (!words.isEmpty() && !overAll) {
            throw new FlowException(FlowErrorType.ACTION_CONF, Errno.ENOTSUP, "action rss: \"" + String.join(" ", words) + "\": the kernel spreads over "
                + "all queues by a hash of its own; say rss alone" + (queues == 0 ? "" : ", or rss queues " + String.join(" ", all) + " end"));
        }
        return new RuleAction(Kind.SPREAD, -1);
    }

    /// {@return whether frames come to the port by it}
    boolean delivers() {
        return kind == Kind.QUEUE || kind == Kind.SPREAD;
    }
}
