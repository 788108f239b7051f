package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An action of a filter of traffic control.
///
/// @param kind      its kind, as `mirred`
/// @param cookie    the bytes its owner marked it with, up to 16; empty without a mark. Copied in and out
/// @param direction of `mirred`: what it does; null for other actions and for what this class does not know
/// @param target    of `mirred`: the index of the interface that gets the packet; 0 otherwise
public record FilterAction(String kind, byte[] cookie, Mirred direction, int target) {
    /// The longest cookie (`TC_COOKIE_MAX_SIZE`).
    public static final int MAX_COOKIE = 16;

    private static final int TCA_ACT_KIND = 1;
    private static final int TCA_ACT_OPTIONS = 2;
    private static final int TCA_ACT_COOKIE = 6;
    private static final int TCA_MIRRED_PARMS = 2;
    private static final String MIRRED = "mirred";

    /// What the action `mirred` does with a packet (`TCA_EGRESS_REDIR` ...).
    public enum Mirred {
        /// The packet leaves by the other interface, and is seen no more here.
        REDIRECT_TO_EGRESS(1),
        /// A copy leaves by the other interface; the packet itself is shown to the next filter.
        MIRROR_TO_EGRESS(2),
        /// The packet arrives at the other interface, and is seen no more here.
        REDIRECT_TO_INGRESS(3),
        /// A copy arrives at the other interface; the packet itself is shown to the next filter.
        MIRROR_TO_INGRESS(4);

        // TC_ACT_UNSPEC: the next filter is asked, and behind the last the packet goes on; TC_ACT_STOLEN: the packet is consumed.
        private static final int TC_ACT_UNSPEC = -1;
        private static final int TC_ACT_STOLEN = 4;

        final int value;

        Mirred(final int value) {
            this.value = value;
        }

        boolean isMirror() {
            return this == MIRROR_TO_EGRESS || this == MIRROR_TO_INGRESS;
        }

        int verdict() {
            return isMirror() ? TC_ACT_UNSPEC : TC_ACT_STOLEN;
        }

        static Mirred of(final int value) {
            return value >= 1 && value <= values().length ? values()[value - 1] : null;
        }
    }

    /// Copies and checks the cookie.
    public FilterAction {
        cookie = cookie.clone();
        if (cookie.length > MAX_COOKIE) {
            throw new IllegalArgumentException("a cookie of " + cookie.length + " bytes of at most " + MAX_COOKIE);
        }
    }

    /// {@return an action that sends packets, or copies of them, to an interface}
    ///
    /// @param direction what it does
    /// @param target    the index of the interface
    /// @param cookie    how its owner recognizes it, up to 16 bytes; may be empty
    public static FilterAction mirred(final Mirred direction, final int target, final byte[] cookie) {
        LinkRequest.requireIndex(target);
        return new FilterAction(MIRRED, cookie, direction, target);
    }

    /// {@return a copy of the bytes its owner marked it with; empty without a mark}
    @Override
    public byte[] cookie() {
        return cookie.clone();
    }

    /// {@return whether its owner marked it with exactly these bytes}
    ///
    /// @param mark the bytes
    public boolean bears(final byte[] mark) {
        return Arrays.equals(cookie, mark);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof FilterAction that && kind.equals(that.kind) && Arrays.equals(cookie, that.cookie)
            && direction == that.direction && target == that.target;
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + target;
    }

    /// Appends this action as the first of a list: the list is an attribute of the filter, whose number depends on its kind.
    ///
    /// @param request where to
    /// @param list    the number of the attribute that is the list
    void put(final NetlinkRequest request, final int list) {
        request.nest(list, () -> request.nest(1, () -> {
            request.put(TCA_ACT_KIND, kind);
            request.nest(TCA_ACT_OPTIONS, () -> {
                final MemorySegment parameters = request.struct(TCA_MIRRED_PARMS, TcMirred.SIZE);
                TcMirred.verdict(parameters, direction.verdict());
                TcMirred.direction(parameters, direction.value);
                TcMirred.target(parameters, target);
            });
            if (cookie.length > 0) {
                request.put(TCA_ACT_COOKIE, cookie);
            }
        }));
    }

    /// Reads a list of actions.
    ///
    /// @param list the attributes inside of the list
    /// @return the actions, in their order
    /// @throws NetlinkException `EBADMSG` when the list is malformed
    static List<FilterAction> list(final NetlinkAttributes list) {
        final List<FilterAction> actions = new ArrayList<>();
        while (list.next()) {
            actions.add(of(list.nested()));
        }
        return actions;
    }

    private static FilterAction of(final NetlinkAttributes attributes) {
        String kind = "";
        byte[] cookie = {};
        NetlinkAttributes options = null;
        while (attributes.next()) {
            switch (attributes.type()) {
                case TCA_ACT_KIND -> kind = attributes.string();
                case TCA_ACT_COOKIE -> cookie = attributes.bytes();
                case TCA_ACT_OPTIONS -> options = attributes.nested();
                default -> { }
            }
        }
        if (cookie.length > MAX_COOKIE) {
            throw NetlinkException.malformed("a cookie of " + cookie.length + " bytes");
        }
        while (kind.equals(MIRRED) && options != null && options.next()) {
            if (options.type() == TCA_MIRRED_PARMS) {
                final MemorySegment parameters = options.struct(TcMirred.SIZE);
                return new FilterAction(kind, cookie, Mirred.of(TcMirred.direction(parameters)), TcMirred.target(parameters));
            }
        }
        return new FilterAction(kind, cookie, null, 0);
    }
}
