package dev.pollmode.pmd.tap;

import dev.pollmode.sys.BpfAssembler;
import dev.pollmode.sys.BpfProgram;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.FilterAction;
import dev.pollmode.sys.FilterAction.Mirred;
import dev.pollmode.sys.FilterInfo;
import dev.pollmode.sys.FilterKind;
import dev.pollmode.sys.FilterSpec;
import dev.pollmode.sys.MacMatch;
import dev.pollmode.sys.NetlinkException;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.TrafficControl;
import dev.pollmode.sys.TrafficControl.FilterQdisc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Filters of traffic control that send the frames that arrive at one interface out of another (tc-mirred(8)).
///
/// An `ingress` or `clsact` qdisc that is there already is joined, its filters stay as they are and are asked after
/// ours; where there is none we add one and take it away again, unless somebody else has put filters there meanwhile.
/// Ours are told by their [RemoteCookie]. Qdisc and filters come and go by one system call each: a process that is killed leaves no qdisc
/// that nobody would know as ours.
final class Redirect implements AutoCloseable {
    /// The classifiers we can do with, in the order they are tried.
    private static final List<FilterKind> KINDS = List.of(FilterKind.FLOWER, FilterKind.MATCHALL, FilterKind.U32, FilterKind.BPF);
    private static final int PRIORITY = 100;
    /// Matches no frame: a filter that is there for its mark.
    private static final BpfProgram NOTHING = new BpfAssembler().answer(0).program();

    private final TrafficControl control;
    private final List<FilterSpec> specs;
    private final boolean ownsQdisc;
    // What is in the kernel of the specifications: all, or none in isolated mode.
    private List<FilterInfo> filters;
    // The filters of rules, and the one that bears the mark in isolated mode.
    private final Map<BpfProgram, FilterInfo> rules = new HashMap<>();

    private Redirect(final TrafficControl control, final List<FilterSpec> specs, final List<FilterInfo> filters, final boolean ownsQdisc) {
        this.control = control;
        this.specs = specs;
        this.filters = filters;
        this.ownsQdisc = ownsQdisc;
    }

    /// Redirects all frames.
    ///
    /// @param control access to the namespace both are in; stays the caller's, who closes it after this
    /// @param from the index of the interface at which frames arrive: ours, whose qdisc has a place for the filters of rules, too
    /// @param to the index of the interface they leave by
    /// @param before what `from` was like before
    /// @return the redirection
    /// @throws SysException when the kernel refuses; nothing is left behind then
    static Redirect all(final TrafficControl control, final int from, final int to, final RemoteCookie before) {
        return add(control, FilterQdisc.CLSACT, from, List.of(MacMatch.all()), List.of(Mirred.REDIRECT_TO_EGRESS), to, before);
    }

    /// Redirects frames to one host. Those to several, broadcasts among them, are copied: the stack of this host sees them, too, as do the
    /// administrator's filters.
    ///
    /// @param control access to the namespace both are in; stays the caller's, who closes it after this
    /// @param from the index of the interface at which frames arrive
    /// @param to the index of the interface they leave by
    /// @param before what `from` was like before
    /// @return the redirection
    /// @throws SysException when the kernel refuses; nothing is left behind then
    static Redirect unicast(final TrafficControl control, final int from, final int to, final RemoteCookie before) {
        return add(control, FilterQdisc.INGRESS, from, List.of(MacMatch.groups(true), MacMatch.groups(false)),
            List.of(Mirred.MIRROR_TO_EGRESS, Mirred.REDIRECT_TO_EGRESS), to, before);
    }

    private static Redirect add(final TrafficControl control, final FilterQdisc qdisc, final int from, final List<MacMatch> matches,
                                final List<Mirred> directions, final int to, final RemoteCookie before) {
        final boolean own = FilterQdisc.among(control.qdiscs(from)).isEmpty();
        try {
            return install(control, own ? qdisc : null, from, matches, directions, to, before.withQdisc(own));
        } catch (final NetlinkException e) {
            if (own && e.errno() == Errno.EEXIST) {
                // Somebody has added one meanwhile.
                return install(control, null, from, matches, directions, to, before.withQdisc(false));
            }
            throw explained(e);
        }
    }

    /// @param qdisc what to add; null to join what is there
    private static Redirect install(final TrafficControl control, final FilterQdisc qdisc, final int from, final List<MacMatch> matches,
                                    final List<Mirred> directions, final int to, final RemoteCookie mark) {
        // The first is for rules.
        final int priority = freePriority(control, from, matches.size() + 1);
        final List<FilterSpec> specs = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            specs.add(new FilterSpec(from, TrafficControl.INGRESS, priority + 1 + i, TrafficControl.ETH_P_ALL, matches.get(i),
                FilterAction.mirred(directions.get(i), to, mark.bytes())));
        }
        return new Redirect(control, specs, control.addFilters(qdisc, specs, KINDS), qdisc != null);
    }

    private static SysException explained(final NetlinkException e) {
        return e.errno() != Errno.ENOENT && e.errno() != Errno.EOPNOTSUPP ? e : new SysException("redirect frames by traffic control", e.errno(),
            "this kernel lacks an ingress qdisc, or all of flower, matchall, u32 and bpf with the action mirred: load modules (modprobe sch_ingress "
                + "cls_u32 act_mirred), or build the kernel with CONFIG_NET_SCH_INGRESS, CONFIG_NET_CLS_U32 and CONFIG_NET_ACT_MIRRED. The last answer: "
                + e.getMessage());
    }

    /// {@return the first of so many priorities that are free, before those that are taken if that can be}
    private static int freePriority(final TrafficControl control, final int index, final int count) {
        final Set<Integer> taken = new TreeSet<>();
        control.filters(index, TrafficControl.INGRESS).forEach(filter -> taken.add(filter.priority()));
        int priority = taken.stream().filter(used -> used > count).findFirst().map(used -> Math.min(PRIORITY, used - count)).orElse(PRIORITY);
        while (!Collections.disjoint(taken, IntStream.range(priority, priority + count).boxed().toList())) {
            priority++;
        }
        return priority;
    }

    /// {@return whether frames may get past it: filters that are asked before}
    boolean isBehindOthers() {
        return control.filters(index(), TrafficControl.INGRESS).stream().anyMatch(other -> other.priority() < rulePriority());
    }

    private int index() {
        return specs.getFirst().index();
    }

    private int rulePriority() {
        return specs.getFirst().priority() - 1;
    }

    /// Redirects frames of rules, whomever they are for; they are not copied. What is new comes before what is old goes.
    ///
    /// @param matches the frames
    /// @param isolated whether no other frames are redirected; where the filters go that always are there, one that matches nothing bears the mark
    /// @throws SysException when the kernel refuses; everything is as before then, but for what could not be taken back
    void rules(final Set<RuleMatch> matches, final boolean isolated) {
        final Set<BpfProgram> wanted = matches.stream().map(match -> RuleProgram.classify(match, BpfProgram.NEXT)).collect(Collectors.toSet());
        if (isolated) {
            wanted.add(NOTHING);
        }
        final List<BpfProgram> added = wanted.stream().filter(program -> !rules.containsKey(program)).toList();
        try {
            added.forEach(program -> rules.put(program, addRule(program)));
            redirectOthers(!isolated);
        } catch (final SysException e) {
            added.forEach(this::removeRule);
            throw e;
        }
        rules.keySet().stream().filter(program -> !wanted.contains(program)).toList().forEach(this::removeRule);
    }

    private FilterInfo addRule(final BpfProgram program) {
        final FilterAction like = specs.getFirst().action();
        return control.addFilter(new FilterSpec(index(), TrafficControl.INGRESS, rulePriority(), TrafficControl.ETH_P_ALL, program,
            FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, like.target(), like.cookie())), FilterKind.BPF);
    }

    private void removeRule(final BpfProgram program) {
        Optional.ofNullable(rules.remove(program)).ifPresent(filter -> remove(control, List.of(filter), false));
    }

    private void redirectOthers(final boolean on) {
        if (on && filters.isEmpty()) {
            filters = control.addFilters(null, specs, KINDS);
        } else if (!on && !filters.isEmpty()) {
            remove(control, filters, false);
            filters = List.of();
        }
    }

    /// Ends the redirection; the administrator's filters stay.
    ///
    /// @throws SysException when the kernel refuses; not when interface or filters are gone
    @Override
    public void close() {
        final List<FilterInfo> all = new ArrayList<>(rules.values());
        all.addAll(filters);
        remove(control, all, ownsQdisc);
    }

    private static void remove(final TrafficControl control, final List<FilterInfo> ours, final boolean ownsQdisc) {
        final int index = ours.getFirst().index();
        final Optional<FilterQdisc> qdisc = FilterQdisc.among(control.qdiscs(index));
        if (ownsQdisc && qdisc.isPresent() && ours.containsAll(filters(control, index, qdisc.get()))) {
            orGone(() -> control.deleteQdisc(index, qdisc.get()));
            return;
        }
        for (final FilterInfo filter : ours) {
            orGone(() -> control.deleteFilter(filter));
            orGone(() -> control.deleteEmptyPriority(filter));
        }
    }

    private static List<FilterInfo> filters(final TrafficControl control, final int index, final FilterQdisc qdisc) {
        final List<FilterInfo> all = new ArrayList<>(control.filters(index, TrafficControl.INGRESS));
        if (qdisc == FilterQdisc.CLSACT) {
            all.addAll(control.filters(index, TrafficControl.EGRESS));
        }
        return all;
    }

    /// Removes something that may be gone already, or with its interface.
    static void orGone(final Runnable removal) {
        try {
            removal.run();
        } catch (final NetlinkException e) {
            if (e.errno() != Errno.ENODEV && e.errno() != Errno.ENOENT && e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }

    /// Takes away what processes left behind that were killed. The marks go last: whoever is killed meanwhile leaves them to the next.
    ///
    /// @param control access to the namespace
    /// @param index the index of the interface
    /// @param own the index of our interface
    /// @param restore puts the interface right as the mark tells
    /// @return whether there was anything
    static boolean clean(final TrafficControl control, final int index, final int own, final Consumer<RemoteCookie> restore) {
        final List<FilterInfo> stale = control.filters(index, TrafficControl.INGRESS).stream()
            .filter(filter -> RemoteCookie.on(filter).filter(cookie -> cookie.isStale(filter, own)).isPresent()).toList();
        if (stale.isEmpty()) {
            return false;
        }
        final RemoteCookie before = RemoteCookie.on(stale.getFirst()).orElseThrow();
        try {
            restore.accept(before);
        } finally {
            remove(control, stale, before.ownsQdisc());
        }
        return true;
    }

    /// {@return the mark of whoever redirects the frames of an interface}
    ///
    /// @param control access to the namespace
    /// @param index the index of the interface
    static Optional<RemoteCookie> user(final TrafficControl control, final int index) {
        return control.filters(index, TrafficControl.INGRESS).stream().map(RemoteCookie::on).flatMap(Optional::stream).findFirst();
    }
}
