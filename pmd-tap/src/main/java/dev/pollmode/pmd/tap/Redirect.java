package dev.pollmode.pmd.tap;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A filter of traffic control that sends all frames that arrive at one interface out of another (tc-mirred(8)).
///
/// An `ingress` or `clsact` qdisc that is there already is joined, its filters stay as they are and are asked after
/// ours; where there is none we add an `ingress` qdisc and take it away again, unless somebody else has put filters there meanwhile.
/// Ours are told by their [RemoteCookie].
final class Redirect implements AutoCloseable {
    /// The classifiers we can do with, in the order they are tried.
    private static final List<FilterKind> KINDS = List.of(FilterKind.FLOWER, FilterKind.MATCHALL, FilterKind.U32, FilterKind.BPF);
    private static final int PRIORITY = 100;

    private final TrafficControl control;
    private final FilterInfo filter;
    private final boolean ownsQdisc;

    private Redirect(final TrafficControl control, final FilterInfo filter, final boolean ownsQdisc) {
        this.control = control;
        this.filter = filter;
        this.ownsQdisc = ownsQdisc;
    }

    /// Adds a redirection.
    ///
    /// @param control access to the namespace both are in; stays the caller's, who closes it after this
    /// @param from the index of the interface at which frames arrive
    /// @param to the index of the interface they leave by
    /// @param before what `from` was like before
    /// @return the redirection
    /// @throws SysException when the kernel refuses; nothing is left behind then
    static Redirect add(final TrafficControl control, final int from, final int to, final RemoteCookie before) {
        final boolean own = addQdisc(control, from);
        try {
            final FilterSpec spec = new FilterSpec(from, TrafficControl.INGRESS, freePriority(control, from), TrafficControl.ETH_P_ALL,
                MacMatch.all(), FilterAction.mirred(Mirred.REDIRECT_TO_EGRESS, to, before.withQdisc(own).bytes()));
            return new Redirect(control, control.addFilter(spec, KINDS), own);
        } catch (final SysException e) {
            if (own) {
                control.deleteQdisc(from, FilterQdisc.INGRESS);
            }
            throw explained(e);
        }
    }

    private static SysException explained(final SysException e) {
        return e.errno() != Errno.ENOENT && e.errno() != Errno.EOPNOTSUPP ? e : new SysException("redirect frames by traffic control", e.errno(),
            "this kernel has none of flower, matchall, u32 and bpf with the action mirred: load a module (modprobe cls_u32 act_mirred), or "
                + "build the kernel with CONFIG_NET_CLS_U32 and CONFIG_NET_ACT_MIRRED. The last answer: " + e.getMessage());
    }

    private static boolean addQdisc(final TrafficControl control, final int index) {
        if (control.qdiscs(index).stream().anyMatch(qdisc -> holdsFilters(qdisc.kind()))) {
            return false;
        }
        try {
            control.addQdisc(index, FilterQdisc.INGRESS);
            return true;
        } catch (final NetlinkException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw e.errno() != Errno.ENOENT ? e : new SysException("add an ingress qdisc", e.errno(),
                "load the module sch_ingress, or build the kernel with CONFIG_NET_SCH_INGRESS. The answer: " + e.getMessage());
        }
    }

    private static boolean holdsFilters(final String qdisc) {
        return qdisc.equals(FilterQdisc.INGRESS.text()) || qdisc.equals(FilterQdisc.CLSACT.text());
    }

    /// {@return a priority of our own, before those that are taken if that can be}
    private static int freePriority(final TrafficControl control, final int index) {
        final Set<Integer> taken = new TreeSet<>();
        control.filters(index, TrafficControl.INGRESS).forEach(filter -> taken.add(filter.priority()));
        int priority = taken.stream().filter(used -> used > 1).findFirst().map(used -> Math.min(PRIORITY, used - 1)).orElse(PRIORITY);
        while (taken.contains(priority)) {
            priority++;
        }
        return priority;
    }

    /// {@return whether frames may get past it: filters that are asked before}
    boolean isBehindOthers() {
        return control.filters(filter.index(), TrafficControl.INGRESS).stream().anyMatch(other -> other.priority() < filter.priority());
    }

    /// Ends the redirection; the administrator's filters stay.
    ///
    /// @throws SysException when the kernel refuses; not when interface or filter are gone
    @Override
    public void close() {
        remove(control, filter, ownsQdisc);
    }

    private static void remove(final TrafficControl control, final FilterInfo filter, final boolean ownsQdisc) {
        try {
            control.deleteFilter(filter);
            control.deleteEmptyPriority(filter);
            if (ownsQdisc && control.filters(filter.index(), TrafficControl.INGRESS).isEmpty()) {
                control.deleteQdisc(filter.index(), FilterQdisc.INGRESS);
            }
        } catch (final NetlinkException e) {
            if (e.errno() != Errno.ENODEV && e.errno() != Errno.ENOENT && e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }

    /// Takes away what processes left behind that were killed.
    ///
    /// @param control access to the namespace
    /// @param index the index of the interface
    /// @param own the index of our interface
    /// @return what the interface was like before, if anything was taken away
    static Optional<RemoteCookie> clean(final TrafficControl control, final int index, final int own) {
        RemoteCookie before = null;
        for (final FilterInfo filter : control.filters(index, TrafficControl.INGRESS)) {
            final Optional<RemoteCookie> cookie = RemoteCookie.on(filter);
            if (cookie.isPresent() && cookie.get().isStale(filter, own)) {
                before = cookie.get();
                remove(control, filter, before.ownsQdisc());
            }
        }
        return Optional.ofNullable(before);
    }

    /// {@return the mark of whoever redirects the frames of an interface}
    ///
    /// @param control access to the namespace
    /// @param index the index of the interface
    static Optional<RemoteCookie> user(final TrafficControl control, final int index) {
        return control.filters(index, TrafficControl.INGRESS).stream().map(RemoteCookie::on).flatMap(Optional::stream).findFirst();
    }
}
