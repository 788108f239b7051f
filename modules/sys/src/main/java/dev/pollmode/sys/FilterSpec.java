package dev.pollmode.sys;

/// A filter of traffic control to be added.
///
/// @param index    the index of the interface
/// @param parent   what it hangs on, [TrafficControl#INGRESS] or [TrafficControl#EGRESS]
/// @param priority 1 to 65535, the lowest is asked first; 0 lets the kernel choose one before all others there are
/// @param protocol the Ethernet type of packets it looks at, [TrafficControl#ETH_P_ALL] for all
/// @param handle   its handle among the filters of this priority; 0 lets the kernel choose one
/// @param match    which frames it matches
/// @param action   what it does with them; null when a [program][BpfProgram] says that
public record FilterSpec(int index, int parent, int priority, int protocol, int handle, FilterMatch match, FilterAction action) {
    /// Checks the numbers.
    public FilterSpec {
        LinkRequest.requireIndex(index);
        if (priority < 0 || priority > 0xffff) {
            throw new IllegalArgumentException("not a priority of 0 to 65535: " + priority);
        }
        if (protocol <= 0 || protocol > 0xffff) {
            throw new IllegalArgumentException("not an Ethernet type: " + protocol);
        }
        if (action == null ? !(match instanceof BpfProgram) : action.direction() == null) {
            throw new IllegalArgumentException("only mirred actions can be added, or none with a program: " + action);
        }
    }

    /// A filter whose handle the kernel chooses.
    ///
    /// @param index    the index of the interface
    /// @param parent   what it hangs on
    /// @param priority its priority
    /// @param protocol the Ethernet type of packets it looks at
    /// @param match    which frames it matches
    /// @param action   what it does with them
    public FilterSpec(final int index, final int parent, final int priority, final int protocol, final FilterMatch match, final FilterAction action) {
        this(index, parent, priority, protocol, 0, match, action);
    }
}
