package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Traffic control as far as redirecting, mirroring and dropping need it: the queueing disciplines `ingress` and `clsact`,
/// filters with the action `mirred`, and filters that are a program.
///
/// What we add to an interface of others is told apart by the cookie of the action ([FilterAction#cookie()]): where an `ingress` or
/// `clsact` exists already, only our filters go again, one by one.
///
/// Needs CAP_NET_ADMIN, and may be used by several threads. Methods throw a [NetlinkException] when the kernel refuses, with its words
/// where it gives any. tc(8), tc-mirred(8), `linux/pkt_sched.h`, `linux/pkt_cls.h`.
public final class TrafficControl implements AutoCloseable {
    /// The parent of filters for packets that arrive: `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)`. Both `ingress` and `clsact` take it.
    public static final int INGRESS = 0xffff_fff2;
    /// The parent of filters for packets that leave: `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)`. `clsact` only.
    public static final int EGRESS = 0xffff_fff3;
    /// The Ethernet type that stands for all (`linux/if_ether.h`).
    public static final int ETH_P_ALL = 0x0003;

    // TC_H_INGRESS and TC_H_CLSACT are one number.
    private static final int TC_H_CLSACT = 0xffff_fff1;
    private static final int HANDLE = 0xffff_0000;
    private static final int RTM_NEWQDISC = 36;
    private static final int RTM_DELQDISC = 37;
    private static final int RTM_GETQDISC = 38;
    private static final int RTM_NEWTFILTER = 44;
    private static final int RTM_DELTFILTER = 45;
    private static final int RTM_GETTFILTER = 46;
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_CHAIN = 11;

    private final Netlink netlink;

    private TrafficControl(final Netlink netlink) {
        this.netlink = netlink;
    }

    /// The queueing disciplines that hold nothing but filters; an interface has one of them or none.
    public enum FilterQdisc {
        /// For packets that arrive.
        INGRESS("ingress"),
        /// For packets that arrive and those that leave: Linux 4.5.
        CLSACT("clsact");

        private final String text;

        FilterQdisc(final String text) {
            this.text = text;
        }

        /// {@return its name, as `tc` and the kernel write it}
        public String text() {
            return text;
        }

        /// {@return the one an interface has, if any}
        ///
        /// @param qdiscs all of the interface, as [TrafficControl#qdiscs(int)] returned them
        public static Optional<FilterQdisc> among(final List<QdiscInfo> qdiscs) {
            return Arrays.stream(values()).filter(qdisc -> qdiscs.stream().map(QdiscInfo::kind).anyMatch(qdisc.text::equals)).findFirst();
        }
    }

    /// Opens the network namespace of the calling thread. To be closed by the caller.
    ///
    /// @return access to that namespace, for any thread
    /// @throws SysException when the kernel refuses
    public static TrafficControl open() {
        return new TrafficControl(Netlink.open(Netlink.ROUTE));
    }

    /// Opens a network namespace. To be closed by the caller; `namespace` may be closed at once.
    ///
    /// @param namespace the namespace
    /// @return access to that namespace, for any thread
    /// @throws SysException when the kernel refuses
    public static TrafficControl openIn(final NetNs namespace) {
        return namespace.call(TrafficControl::open);
    }

    /// {@return the queueing disciplines of an interface}
    ///
    /// @param index its index
    public List<QdiscInfo> qdiscs(final int index) {
        final NetlinkRequest request = new NetlinkRequest("RTM_GETQDISC(ifindex " + index + ")", RTM_GETQDISC, 0);
        TcMsg.index(request.header(TcMsg.SIZE), LinkRequest.requireIndex(index));
        // The kernel gives those of all interfaces.
        return netlink.dump(request, message -> message.type() == RTM_NEWQDISC ? QdiscInfo.of(message) : null)
            .stream().filter(qdisc -> qdisc.index() == index).toList();
    }

    /// Adds a queueing discipline that holds filters. There is room for one: `EEXIST` when there is one already, whoever added it.
    ///
    /// @param index the index of the interface
    /// @param qdisc which one
    public void addQdisc(final int index, final FilterQdisc qdisc) {
        netlink.request(qdiscRequest("RTM_NEWQDISC", RTM_NEWQDISC, NetlinkRequest.CREATE | NetlinkRequest.EXCL, index, qdisc));
    }

    /// Deletes the queueing discipline and all filters it holds, whoever added them. `EINVAL` or `ENOENT` when it is not there.
    ///
    /// @param index the index of the interface
    /// @param qdisc which one
    public void deleteQdisc(final int index, final FilterQdisc qdisc) {
        netlink.request(qdiscRequest("RTM_DELQDISC", RTM_DELQDISC, 0, index, qdisc));
    }

    private static NetlinkRequest qdiscRequest(final String name, final int type, final int flags, final int index, final FilterQdisc qdisc) {
        final NetlinkRequest request = new NetlinkRequest(name + "(ifindex " + index + ", " + qdisc.text + ")", type, flags);
        final MemorySegment header = request.header(TcMsg.SIZE);
        TcMsg.index(header, LinkRequest.requireIndex(index));
        TcMsg.handle(header, HANDLE);
        TcMsg.parent(header, TC_H_CLSACT);
        return request.put(TCA_KIND, qdisc.text);
    }

    /// {@return the filters of an interface, in the order in which they are asked; none also when there is nothing to hold them}
    ///
    /// @param index  its index
    /// @param parent what they hang on, [#INGRESS] or [#EGRESS]
    public List<FilterInfo> filters(final int index, final int parent) {
        final NetlinkRequest request = new NetlinkRequest("RTM_GETTFILTER(ifindex " + index + ")", RTM_GETTFILTER, 0);
        final MemorySegment header = request.header(TcMsg.SIZE);
        TcMsg.index(header, LinkRequest.requireIndex(index));
        TcMsg.parent(header, parent);
        return netlink.dump(request, TrafficControl::decodeFilter).stream().filter(FilterInfo::isFilter).toList();
    }

    /// Adds a filter.
    ///
    /// @param spec what is added
    /// @param kind its classifier. A kernel that lacks it answers `ENOENT` or `EOPNOTSUPP`; see [NetlinkException#errno()]
    /// @return the filter as the kernel took it in, with the priority and handle it got
    public FilterInfo addFilter(final FilterSpec spec, final FilterKind kind) {
        final NetlinkRequest request = filterRequest(spec, kind);
        return taken(netlink.request(request, TrafficControl::decodeFilter), spec, request.operation());
    }

    private static NetlinkRequest filterRequest(final FilterSpec spec, final FilterKind kind) {
        if (!kind.canMatch(spec.match())) {
            throw new IllegalArgumentException(kind.text() + " cannot match " + spec.match());
        }
        final NetlinkRequest request = new NetlinkRequest("RTM_NEWTFILTER(ifindex " + spec.index() + ", " + kind.text() + ")", RTM_NEWTFILTER,
            NetlinkRequest.CREATE | NetlinkRequest.EXCL | NetlinkRequest.ECHO);
        final MemorySegment header = request.header(TcMsg.SIZE);
        TcMsg.index(header, spec.index());
        TcMsg.parent(header, spec.parent());
        TcMsg.handle(header, spec.handle());
        TcMsg.info(header, info(spec.priority(), spec.protocol()));
        request.put(TCA_KIND, kind.text());
        request.nest(TCA_OPTIONS, () -> {
            kind.putMatch(request, spec.match());
            if (spec.action() != null) {
                spec.action().put(request, kind.actions());
            }
        });
        return request;
    }

    private FilterInfo taken(final List<FilterInfo> answers, final FilterSpec spec, final String operation) {
        final FilterInfo added = answers.stream().findFirst()
            .orElseThrow(() -> new SysException(operation, Errno.EPROTO, "the kernel did not name the filter it added"));
        return added.isFilter() ? added : find(added, spec, operation);
    }

    // What the kernel says about a new matchall filter lacks the handle (its function answers with the filter that was there before).
    private FilterInfo find(final FilterInfo added, final FilterSpec spec, final String operation) {
        return filters(spec.index(), spec.parent()).stream()
            .filter(filter -> filter.priority() == added.priority() && filter.kind().equals(added.kind())
                && filter.chain() == added.chain() && filter.actions().contains(spec.action()))
            .findFirst().orElseThrow(() -> new SysException(operation, Errno.ENOENT, "somebody deleted the filter at once"));
    }

    /// Adds filters with the first of several classifiers that this kernel has, and what holds them: all by one system call, which the kernel
    /// finishes also when the process is killed meanwhile. So nobody finds a queueing discipline without the filters it was added for.
    ///
    /// @param qdisc what to add to the interface first; null where there is one
    /// @param specs what is added: filters of one interface, each of a priority of its own that is free
    /// @param kinds the classifiers, the preferred one first; one that cannot match what is to be matched is passed over
    /// @return the filters as the kernel took them in
    /// @throws NetlinkException `EEXIST` when there is a queueing discipline already, the first refusal for another reason than that the kernel has not
    ///     got a classifier, or the refusal of the last one; nothing is left behind then
    public List<FilterInfo> addFilters(final FilterQdisc qdisc, final List<FilterSpec> specs, final List<FilterKind> kinds) {
        final List<FilterKind> able = kinds.stream().filter(kind -> specs.stream().allMatch(spec -> kind.canMatch(spec.match()))).toList();
        if (able.isEmpty()) {
            throw new IllegalArgumentException("none of " + kinds + " can match " + specs);
        }
        final int index = specs.getFirst().index();
        final List<NetlinkRequest> requests = new ArrayList<>();
        if (qdisc != null) {
            requests.add(qdiscRequest("RTM_NEWQDISC", RTM_NEWQDISC, NetlinkRequest.CREATE | NetlinkRequest.EXCL, index, qdisc));
        }
        // Behind the first that works the others are refused: a priority has filters of one kind.
        able.forEach(kind -> specs.forEach(spec -> requests.add(filterRequest(spec, kind))));
        final List<Netlink.Outcome<FilterInfo>> outcomes = netlink.batch(requests, TrafficControl::decodeFilter);
        final List<Netlink.Outcome<FilterInfo>> ofFilters = outcomes.subList(outcomes.size() - able.size() * specs.size(), outcomes.size());
        final NetlinkException held = qdisc == null ? null : outcomes.getFirst().refusal();
        final List<FilterInfo> added = new ArrayList<>();
        for (int i = 0; i < ofFilters.size(); i++) {
            if (ofFilters.get(i).refusal() == null) {
                added.add(taken(ofFilters.get(i).results(), specs.get(i % specs.size()), requests.getLast().operation()));
            }
        }
        if (held == null && added.size() == specs.size()) {
            return added;
        }
        if (qdisc != null && held == null) {
            deleteQdisc(index, qdisc);
        } else {
            added.forEach(this::deleteFilter);
        }
        throw held != null ? held : refusal(ofFilters);
    }

    private static NetlinkException refusal(final List<Netlink.Outcome<FilterInfo>> outcomes) {
        final List<NetlinkException> refusals = outcomes.stream().map(Netlink.Outcome::refusal).filter(Objects::nonNull).toList();
        return refusals.stream().filter(e -> e.errno() != Errno.ENOENT && e.errno() != Errno.EOPNOTSUPP).findFirst().orElse(refusals.getLast());
    }

    /// Deletes one filter: that with the interface, parent, priority, protocol, kind, chain and handle of `filter`.
    /// `ENOENT` when it is not there.
    ///
    /// @param filter the filter, as [#filters(int, int)] or [#addFilter(FilterSpec, FilterKind)] returned it
    public void deleteFilter(final FilterInfo filter) {
        if (filter.handle() == 0 || filter.priority() == 0) {
            // Each of these stands for all filters there are.
            throw new IllegalArgumentException("not one filter: " + filter);
        }
        final NetlinkRequest request = new NetlinkRequest(
            String.format("RTM_DELTFILTER(ifindex %d, %s, handle 0x%x)", filter.index(), filter.kind(), filter.handle()), RTM_DELTFILTER, 0);
        final MemorySegment header = request.header(TcMsg.SIZE);
        TcMsg.index(header, filter.index());
        TcMsg.parent(header, filter.parent());
        TcMsg.handle(header, filter.handle());
        TcMsg.info(header, info(filter.priority(), filter.protocol()));
        request.put(TCA_KIND, filter.kind());
        if (filter.chain() != 0) {
            request.putU32(TCA_CHAIN, filter.chain());
        }
        netlink.request(request);
    }

    /// Deletes what is left of a priority whose last filter was deleted: `u32` keeps its hash table there, which
    /// `tc filter show` lists. Does nothing when there are filters of that priority, or nothing is left.
    ///
    /// @param deleted the filter that was deleted
    public void deleteEmptyPriority(final FilterInfo deleted) {
        if (filters(deleted.index(), deleted.parent()).stream().anyMatch(
                other -> other.priority() == deleted.priority() && other.chain() == deleted.chain())) {
            return;
        }
        final NetlinkRequest request = new NetlinkRequest(
            String.format("RTM_DELTFILTER(ifindex %d, priority %d)", deleted.index(), deleted.priority()), RTM_DELTFILTER, 0);
        final MemorySegment header = request.header(TcMsg.SIZE);
        TcMsg.index(header, deleted.index());
        TcMsg.parent(header, deleted.parent());
        TcMsg.info(header, info(deleted.priority(), deleted.protocol()));
        request.put(TCA_KIND, deleted.kind());
        if (deleted.chain() != 0) {
            request.putU32(TCA_CHAIN, deleted.chain());
        }
        try {
            netlink.request(request);
        } catch (final NetlinkException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    private static FilterInfo decodeFilter(final NetlinkMessage message) {
        return message.type() == RTM_NEWTFILTER ? FilterInfo.of(message) : null;
    }

    private static int info(final int priority, final int protocol) {
        return priority << 16 | swap(protocol);
    }

    /// {@return the lower half of a number in the other of host and network order}
    ///
    /// @param value the number
    static int swap(final int value) {
        return Short.toUnsignedInt(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? (short) value : Short.reverseBytes((short) value));
    }

    /// Closes the socket; a second call does nothing.
    @Override
    public void close() {
        netlink.close();
    }
}
