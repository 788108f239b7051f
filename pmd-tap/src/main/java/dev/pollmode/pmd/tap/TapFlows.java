package dev.pollmode.pmd.tap;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRule;
import dev.pollmode.sys.BpfProgram;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.FilterInfo;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The flow rules of a port, and its isolated mode.
///
/// | rule           | interface of the port, egress    | remote, ingress, before the filters that are always there |
/// |----------------|----------------------------------|-----------------------------------------------------------|
/// | `drop`         | dropped                          | redirected to the port's interface                        |
/// | `queue`, `rss` | passes, with the class of a queue | redirected to the port's interface                       |
/// | `passthru`     | the next filter is asked         | nothing                                                   |
/// | isolated mode  | the last: all else is dropped    | the filters that are always there are taken away          |
///
/// Safe for use by several threads: the interrupt thread tells when the interface has moved.
final class TapFlows implements AutoCloseable {
    /// A rule that is in the kernel.
    private record Made(TapRule rule, FilterInfo filter) {
    }

    private final TapFiles files;
    private final TapFilters filters;
    private final TapRemote remote;
    private final Logger log;
    private final Map<Long, Made> rules = new TreeMap<>();
    private long nextNumber;
    // Null when the mode is off.
    private FilterInfo isolation;

    /// @param remote null without
    TapFlows(final TapFiles files, final TapFilters filters, final TapRemote remote, final Logger log) {
        this.files = files;
        this.filters = filters;
        this.remote = remote;
        this.log = log;
    }

    /// Checks a rule.
    ///
    /// @param text the rule
    /// @param queues how many receiving queues the port has
    synchronized TapRule validate(final String text, final int queues) {
        final TapRule rule = TapRule.of(FlowRule.parse(text), queues);
        rules.forEach((number, made) -> {
            if (made.rule.overlaps(rule)) {
                throw new FlowException(FlowErrorType.HANDLE, Errno.EEXIST, "overlapping rules: rule " + number
                    + " has the same group, priority and pattern");
            }
        });
        requireSteering(rule, queues);
        return rule;
    }

    private void requireSteering(final TapRule rule, final int queues) {
        if (rule.action().kind() == RuleAction.Kind.QUEUE && queues > 1) {
            try {
                files.requireSteering();
            } catch (final SysException e) {
                throw new FlowException(FlowErrorType.ACTION, Errno.ENOTSUP, "action queue: a port of several queues needs eBPF to choose one: "
                    + e.getMessage(), e);
            }
        }
    }

    /// Makes a rule: at the interface first, so that nothing comes to the port that it drops.
    ///
    /// @param text the rule
    /// @param queues how many receiving queues the port has
    /// @return its number
    synchronized long create(final String text, final int queues) {
        final TapRule rule = validate(text, queues);
        final long number = nextNumber;
        final Made made = new Made(rule, add(rule, number));
        rules.put(number, made);
        try {
            apply();
        } catch (final EalException | SysException e) {
            rules.remove(number);
            undo(() -> remove(List.of(made)), e);
            throw refused("creation", e);
        }
        nextNumber++;
        return number;
    }

    private static void undo(final Runnable removal, final RuntimeException reason) {
        try {
            removal.run();
        } catch (final EalException | SysException e) {
            reason.addSuppressed(e);
        }
    }

    private FilterInfo add(final TapRule rule, final long number) {
        return add(rule.priority(), (int) (number % TapFilters.ISOLATION), rule.program());
    }

    private FilterInfo add(final int priority, final int number, final BpfProgram program) {
        try {
            return filters.add(priority, number, program);
        } catch (final EalException | SysException e) {
            throw refused("creation", e);
        }
    }

    private static FlowException refused(final String operation, final RuntimeException e) {
        final int errno = e instanceof final SysException refusal ? refusal.errno() : ((EalException) e).errno();
        final String remedy = errno == Errno.ENOENT || errno == Errno.EOPNOTSUPP
            ? "; load modules (modprobe cls_bpf sch_ingress), or build the kernel with CONFIG_NET_CLS_BPF and CONFIG_NET_SCH_INGRESS" : "";
        return new FlowException(FlowErrorType.HANDLE, errno, "Kernel refused TC filter rule " + operation + " (" + errno + "): " + e.getMessage() + remedy, e);
    }

    /// Brings queues and remote in line with the rules.
    private void apply() {
        files.steer(rules.values().stream().map(made -> made.rule.action()).filter(action -> action.kind() == RuleAction.Kind.QUEUE)
            .map(RuleAction::queue).collect(Collectors.toSet()));
        if (remote != null) {
            remote.rules(rules.values().stream().map(Made::rule).filter(rule -> rule.action().kind() != RuleAction.Kind.PASSTHRU)
                .map(TapRule::match).collect(Collectors.toSet()), isolation != null);
        }
    }

    /// Removes a rule: at the remote first, for the same reason.
    synchronized void destroy(final long number) {
        if (!rules.containsKey(number)) {
            throw new FlowException(FlowErrorType.HANDLE, Errno.ENOENT, "there is no rule " + number + " among " + rules.keySet());
        }
        remove(List.of(rules.remove(number)));
    }

    /// Removes all rules; isolated mode stays as it is.
    synchronized void flush() {
        final List<Made> all = List.copyOf(rules.values());
        rules.clear();
        remove(all);
    }

    private void remove(final List<Made> gone) {
        try {
            try {
                apply();
            } finally {
                filters.remove(gone.stream().map(Made::filter).toList());
            }
        } catch (final SysException e) {
            throw refused("removal", e);
        }
    }

    /// Restricts the port to the frames of its rules, or not.
    synchronized void isolate(final boolean on) {
        final FilterInfo before = isolation;
        if (on == (before != null)) {
            return;
        }
        isolation = on ? addIsolation() : null;
        try {
            apply();
            if (before != null) {
                filters.remove(List.of(before));
            }
        } catch (final EalException | SysException e) {
            final FilterInfo added = isolation;
            isolation = before;
            if (added != null) {
                undo(() -> filters.remove(List.of(added)), e);
            }
            throw refused(on ? "creation" : "removal", e);
        }
    }

    private FilterInfo addIsolation() {
        return add(TapRule.LAST_PRIORITY, TapFilters.ISOLATION, RuleProgram.verdict(RuleMatch.of(List.of()), BpfProgram.DROP));
    }

    /// The interface has come into another namespace, where nothing of this is.
    synchronized void moved() {
        filters.moved();
        try {
            isolation = isolation == null ? null : addIsolation();
            rules.replaceAll((number, made) -> new Made(made.rule, add(made.rule, number)));
        } catch (final FlowException e) {
            log.log(Level.WARNING, "interface " + files.name() + ": its rules don't hold any more since it moved: " + e.getMessage());
        }
    }

    /// Takes everything away that would outlive the port with a persistent interface.
    @Override
    public synchronized void close() {
        try {
            files.steer(Set.of());
            filters.clear();
        } catch (final EalException | SysException e) {
            log.log(Level.WARNING, "interface " + files.name() + ": its rules may have stayed: " + e.getMessage());
        }
    }
}
