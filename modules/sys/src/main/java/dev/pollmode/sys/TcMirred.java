package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The parameters of the action `mirred`, which sends a packet, or a copy of it, to an interface.
///
/// | offset | size | field     | meaning                |
/// |-------:|-----:|-----------|------------------------|
/// |      0 |    4 | `index`   | number of the action   |
/// |      4 |    4 | `capab`   | unused                 |
/// |      8 |    4 | `action`  | verdict, `TC_ACT_...`  |
/// |     12 |    4 | `refcnt`  | references             |
/// |     16 |    4 | `bindcnt` | filters that use it    |
/// |     20 |    4 | `eaction` | `TCA_EGRESS_REDIR` ... |
/// |     24 |    4 | `ifindex` | interface that gets it |
///
/// `struct tc_mirred` in `linux/tc_act/tc_mirred.h`; tc-mirred(8). Host byte order.
public final class TcMirred {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("index"),
        ValueLayout.JAVA_INT.withName("capab"),
        ValueLayout.JAVA_INT.withName("action"),
        ValueLayout.JAVA_INT.withName("refcnt"),
        ValueLayout.JAVA_INT.withName("bindcnt"),
        ValueLayout.JAVA_INT.withName("eaction"),
        ValueLayout.JAVA_INT.withName("ifindex"));

    /// Bytes of this struct.
    public static final int SIZE = 28;

    private static final VarHandle INDEX = LAYOUT.varHandle(PathElement.groupElement("index"));
    private static final VarHandle ACTION = LAYOUT.varHandle(PathElement.groupElement("action"));
    private static final VarHandle EACTION = LAYOUT.varHandle(PathElement.groupElement("eaction"));
    private static final VarHandle IFINDEX = LAYOUT.varHandle(PathElement.groupElement("ifindex"));

    private TcMirred() {
    }

    /// {@return the number of the action among those of its kind}
    ///
    /// @param at where the struct begins
    public static int index(final MemorySegment at) {
        return (int) INDEX.get(at, 0L);
    }

    /// {@return what becomes of the packet afterwards, `TC_ACT_...`}
    ///
    /// @param at where the struct begins
    public static int verdict(final MemorySegment at) {
        return (int) ACTION.get(at, 0L);
    }

    /// Sets what becomes of the packet afterwards, `TC_ACT_...`.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void verdict(final MemorySegment at, final int value) {
        ACTION.set(at, 0L, value);
    }

    /// {@return redirect or mirror, egress or ingress: `TCA_EGRESS_REDIR` ...}
    ///
    /// @param at where the struct begins
    public static int direction(final MemorySegment at) {
        return (int) EACTION.get(at, 0L);
    }

    /// Sets redirect or mirror, egress or ingress.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void direction(final MemorySegment at, final int value) {
        EACTION.set(at, 0L, value);
    }

    /// {@return the index of the interface that gets the packet}
    ///
    /// @param at where the struct begins
    public static int target(final MemorySegment at) {
        return (int) IFINDEX.get(at, 0L);
    }

    /// Sets the index of the interface that gets the packet.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void target(final MemorySegment at, final int value) {
        IFINDEX.set(at, 0L, value);
    }
}
