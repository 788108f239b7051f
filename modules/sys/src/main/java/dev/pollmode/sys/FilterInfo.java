package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A filter of traffic control as the kernel describes it. Its first seven parts name it exactly.
///
/// @param index    the index of the interface
/// @param parent   what it hangs on, [TrafficControl#INGRESS] ...
/// @param priority its priority; the lowest number is asked first
/// @param protocol the Ethernet type of packets it looks at, [TrafficControl#ETH_P_ALL] for all
/// @param kind     its classifier, as `u32`
/// @param chain    its chain
/// @param handle   its handle among the filters of this priority
/// @param actions  what it does, in this order; known for the kinds of [FilterKind] only, empty for others
public record FilterInfo(int index, int parent, int priority, int protocol, String kind, int chain, int handle, List<FilterAction> actions) {
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_CHAIN = 11;
    // The part of a handle of u32 that tells the filters of a hash table apart.
    private static final int U32_NODE = 0xfff;

    /// Copies the list.
    public FilterInfo {
        actions = List.copyOf(actions);
    }

    /// {@return whether one of its actions bears this cookie}
    ///
    /// @param cookie the cookie
    public boolean bears(final byte[] cookie) {
        return actions.stream().anyMatch(action -> action.bears(cookie));
    }

    /// {@return whether it is a filter, and not what the kernel lists among them: the head of a priority, a hash table of `u32`}
    boolean isFilter() {
        return handle != 0 && (FilterKind.of(kind) != FilterKind.U32 || (handle & U32_NODE) != 0);
    }

    /// Reads a message RTM_NEWTFILTER.
    ///
    /// @param message the message
    /// @return the filter; handle 0 is the head of a priority
    /// @throws NetlinkException `EBADMSG` when the message is malformed
    static FilterInfo of(final NetlinkMessage message) {
        final MemorySegment header = message.header(TcMsg.SIZE);
        String kind = "";
        int chain = 0;
        NetlinkAttributes options = null;
        final NetlinkAttributes attributes = message.attributes(TcMsg.SIZE);
        while (attributes.next()) {
            switch (attributes.type()) {
                case TCA_KIND -> kind = attributes.string();
                case TCA_OPTIONS -> options = attributes.nested();
                case TCA_CHAIN -> chain = attributes.s32();
                default -> { }
            }
        }
        final FilterKind known = FilterKind.of(kind);
        final int info = TcMsg.info(header);
        return new FilterInfo(TcMsg.index(header), TcMsg.parent(header), info >>> 16, TrafficControl.swap(info), kind, chain,
            TcMsg.handle(header), actions(options, known));
    }

    private static List<FilterAction> actions(final NetlinkAttributes options, final FilterKind kind) {
        while (kind != null && options != null && options.next()) {
            if (options.type() == kind.actions()) {
                return FilterAction.list(options.nested());
            }
        }
        return List.of();
    }
}
