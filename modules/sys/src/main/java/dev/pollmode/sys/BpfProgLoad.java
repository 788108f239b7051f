package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What bpf(2) is told to load a program.
///
/// | offset | size | field       | meaning                            |
/// |-------:|-----:|-------------|------------------------------------|
/// |      0 |    4 | `prog_type` | where it may run                   |
/// |      4 |    4 | `insn_cnt`  | instructions                       |
/// |      8 |    8 | `insns`     | their address                      |
/// |     16 |    8 | `license`   | the address of the licence's name  |
/// |     24 |    4 | `log_level` | 0: the verifier keeps no log       |
/// |     28 |    4 | `log_size`  | room for the log                   |
/// |     32 |    8 | `log_buf`   | its address                        |
///
/// The first fields of the part of `union bpf_attr` in `linux/bpf.h` that `BPF_PROG_LOAD` uses; the kernel takes those that are left out as zero.
/// Host byte order.
final class BpfProgLoad {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("prog_type"),
        ValueLayout.JAVA_INT.withName("insn_cnt"),
        ValueLayout.JAVA_LONG.withName("insns"),
        ValueLayout.JAVA_LONG.withName("license"),
        ValueLayout.JAVA_INT.withName("log_level"),
        ValueLayout.JAVA_INT.withName("log_size"),
        ValueLayout.JAVA_LONG.withName("log_buf"));

    private static final VarHandle PROG_TYPE = LAYOUT.varHandle(PathElement.groupElement("prog_type"));
    private static final VarHandle INSN_CNT = LAYOUT.varHandle(PathElement.groupElement("insn_cnt"));
    private static final VarHandle INSNS = LAYOUT.varHandle(PathElement.groupElement("insns"));
    private static final VarHandle LICENSE = LAYOUT.varHandle(PathElement.groupElement("license"));

    private BpfProgLoad() {
    }

    static void type(final MemorySegment at, final int value) {
        PROG_TYPE.set(at, 0L, value);
    }

    static void instructions(final MemorySegment at, final int count, final MemorySegment code) {
        INSN_CNT.set(at, 0L, count);
        INSNS.set(at, 0L, code.address());
    }

    static void license(final MemorySegment at, final MemorySegment text) {
        LICENSE.set(at, 0L, text.address());
    }
}
