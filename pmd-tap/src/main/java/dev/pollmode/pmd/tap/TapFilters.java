package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.sys.BpfProgram;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.FilterInfo;
import dev.pollmode.sys.FilterKind;
import dev.pollmode.sys.FilterSpec;
import dev.pollmode.sys.NetlinkException;
import dev.pollmode.sys.TrafficControl;
import dev.pollmode.sys.TrafficControl.FilterQdisc;
import java.util.List;
import java.util.Optional;

/// Our filters on what the kernel sends out of the interface of a port: on its `clsact` qdisc, which is added with the first and taken away after the
/// last, unless it was there before or somebody else has filters on it.
///
/// Ours are told by their handles, which begin with "PM": the interface of a process that was killed may be a persistent one.
///
/// Guarded by [TapFlows].
final class TapFilters {
    /// The handle of the filter that drops what no rule asks for; handles of rules lie below.
    static final int ISOLATION = 0xffff;

    private static final int MARK = 'P' << 24 | 'M' << 16;
    private static final int MARK_BITS = 0xffff_0000;

    private final TapFiles files;
    // Whether it came by us, or by the takeover of a remote.
    private boolean ownsQdisc;

    private TapFilters(final TapFiles files) {
        this.files = files;
    }

    /// Looks at the interface, which has just been opened, and takes away what a killed process has left.
    ///
    /// @param files the descriptors of the interface
    static TapFilters open(final TapFiles files) {
        final TapFilters filters = new TapFilters(files);
        filters.clear();
        return filters;
    }

    /// Takes all filters of ours away.
    void clear() {
        at((control, index) -> {
            // A qdisc ingress would answer with what is for packets that arrive.
            if (FilterQdisc.among(control.qdiscs(index)).filter(FilterQdisc.CLSACT::equals).isPresent()) {
                control.filters(index, TrafficControl.EGRESS).stream().filter(filter -> (filter.handle() & MARK_BITS) == MARK)
                    .forEach(filter -> Redirect.orGone(() -> control.deleteFilter(filter)));
                removeUnusedQdisc(control, index);
            }
            return true;
        });
    }

    /// Adds a filter.
    ///
    /// @param priority its place among others
    /// @param number tells it from others of ours of this priority
    /// @param program what it does
    /// @return the filter
    FilterInfo add(final int priority, final int number, final BpfProgram program) {
        return at((control, index) -> {
            requireQdisc(control, index);
            try {
                return control.addFilter(new FilterSpec(index, TrafficControl.EGRESS, priority, TrafficControl.ETH_P_ALL, MARK | number & ~MARK_BITS,
                    program, null), FilterKind.BPF);
            } catch (final NetlinkException e) {
                removeUnusedQdisc(control, index);
                throw e;
            }
        }).orElseThrow(() -> new EthDevException(Errno.ENODEV, "ENODEV, interface " + files.name() + " was deleted"));
    }

    private void requireQdisc(final TrafficControl control, final int index) {
        final Optional<FilterQdisc> qdisc = FilterQdisc.among(control.qdiscs(index));
        if (qdisc.isEmpty()) {
            control.addQdisc(index, FilterQdisc.CLSACT);
            ownsQdisc = true;
        } else if (qdisc.get() != FilterQdisc.CLSACT) {
            throw new EthDevException(Errno.EBUSY, "the interface has a qdisc ingress of somebody else's, beside which there can't be the qdisc "
                + "clsact that rules need; put clsact in its place, it takes the same filters");
        } else {
            ownsQdisc |= Redirect.user(control, index).filter(RemoteCookie::ownsQdisc).isPresent();
        }
    }

    /// Removes filters; one that is gone already, with the interface or by an administrator, is no failure.
    void remove(final List<FilterInfo> filters) {
        at((control, index) -> {
            filters.forEach(filter -> Redirect.orGone(() -> control.deleteFilter(filter)));
            removeUnusedQdisc(control, index);
            return true;
        });
    }

    private void removeUnusedQdisc(final TrafficControl control, final int index) {
        if (ownsQdisc && control.filters(index, TrafficControl.EGRESS).isEmpty() && control.filters(index, TrafficControl.INGRESS).isEmpty()) {
            Redirect.orGone(() -> control.deleteQdisc(index, FilterQdisc.CLSACT));
            ownsQdisc = false;
        }
    }

    /// The interface has come into another namespace, without its qdiscs and filters.
    void moved() {
        ownsQdisc = false;
    }

    /// What is done at the interface, where it is now.
    @FunctionalInterface
    private interface Work<T> {
        T with(TrafficControl control, int index);
    }

    /// {@return what came of it; empty when the interface was deleted}
    private <T> Optional<T> at(final Work<T> work) {
        final Optional<TapPlace> at = files.locate();
        if (at.isEmpty()) {
            return Optional.empty();
        }
        try (TapPlace place = at.get(); Netdev netdev = Netdev.find(place.namespace(), place.name()).orElse(null);
                TrafficControl control = place.namespace() == null ? TrafficControl.open() : TrafficControl.openIn(place.namespace())) {
            return netdev == null ? Optional.empty() : Optional.of(work.with(control, netdev.index()));
        }
    }
}
