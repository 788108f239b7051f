package dev.pollmode.sys;

import java.util.ArrayList;
import java.util.List;

/// Writes an eBPF program that looks at a packet (`BPF_PROG_TYPE_SOCKET_FILTER`); it begins with the packet's `struct __sk_buff` in [#CONTEXT]. As far
/// as choosing a queue needs it.
///
/// Ten registers of 64 bits, r0 to r9; r0 is what is answered. `linux/bpf.h`, and Documentation/bpf/standardization/instruction-set.rst of the kernel.
public final class EbpfAssembler {
    /// The register that holds the packet. [#loadPacket(int, int)] needs it there.
    public static final int CONTEXT = 6;
    /// Where in `struct __sk_buff` the class of the packet is, as a filter of traffic control gave it (`tc_index`).
    public static final int TC_INDEX = 44;

    // Classes, sizes and operations, or-ed as an instruction needs them.
    private static final int LD_ABS = 0x20;
    private static final int LD_IND = 0x40;
    private static final int LDX_MEM_W = 0x61;
    private static final int ALU64_ADD = 0x07;
    private static final int ALU64_AND = 0x57;
    private static final int ALU64_SHIFT_LEFT = 0x67;
    private static final int ALU64_SHIFT_RIGHT = 0x77;
    private static final int ALU64_MULTIPLY = 0x27;
    private static final int ALU64_XOR_REGISTER = 0xaf;
    private static final int ALU64_MOVE = 0xb7;
    private static final int ALU64_MOVE_REGISTER = 0xbf;
    private static final int JUMP_ALWAYS = 0x05;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_NOT_EQUAL = 0x55;
    private static final int EXIT = 0x95;

    private final List<Long> code = new ArrayList<>();

    /// A place in the program to jump to, behind the jumps.
    public static final class Label {
        private final List<Integer> jumps = new ArrayList<>();

        /// A place that is not known yet.
        public Label() {
        }
    }

    /// A program that begins by keeping the packet in [#CONTEXT].
    public EbpfAssembler() {
        emit(CONTEXT, 1, ALU64_MOVE_REGISTER, 0);
    }

    /// Loads a register with a field of `struct __sk_buff`.
    ///
    /// @param register which
    /// @param offset   where the field of 32 bits is
    /// @return this
    public EbpfAssembler loadField(final int register, final int offset) {
        return emit(register, CONTEXT, LDX_MEM_W | offset << 16, 0);
    }

    /// Loads r0 from a place in the packet, in network order; r1 to r5 are lost. Where the packet ends before, the program ends too and answers 0.
    ///
    /// @param bytes  1, 2 or 4
    /// @param offset the first
    /// @return this
    public EbpfAssembler loadPacket(final int bytes, final int offset) {
        return emit(0, 0, LD_ABS | BpfAssembler.size(bytes), offset);
    }

    /// Loads r0 like [#loadPacket(int, int)] from a place that a register tells.
    ///
    /// @param bytes    1, 2 or 4
    /// @param register where the first is
    /// @return this
    public EbpfAssembler loadPacketAt(final int bytes, final int register) {
        return emit(0, register, LD_IND | BpfAssembler.size(bytes), 0);
    }

    /// Sets a register.
    ///
    /// @param register which
    /// @param value    to what
    /// @return this
    public EbpfAssembler set(final int register, final int value) {
        return emit(register, 0, ALU64_MOVE, value);
    }

    /// Copies a register.
    ///
    /// @param to   which
    /// @param from from which
    /// @return this
    public EbpfAssembler copy(final int to, final int from) {
        return emit(to, from, ALU64_MOVE_REGISTER, 0);
    }

    /// Adds to a register.
    ///
    /// @param register which
    /// @param value    how much
    /// @return this
    public EbpfAssembler add(final int register, final int value) {
        return emit(register, 0, ALU64_ADD, value);
    }

    /// Keeps some bits of a register.
    ///
    /// @param register which
    /// @param mask     the bits
    /// @return this
    public EbpfAssembler and(final int register, final int mask) {
        return emit(register, 0, ALU64_AND, mask);
    }

    /// Shifts a register to the left.
    ///
    /// @param register which
    /// @param bits     how far
    /// @return this
    public EbpfAssembler shiftLeft(final int register, final int bits) {
        return emit(register, 0, ALU64_SHIFT_LEFT, bits);
    }

    /// Shifts a register to the right, zeros come in.
    ///
    /// @param register which
    /// @param bits     how far
    /// @return this
    public EbpfAssembler shiftRight(final int register, final int bits) {
        return emit(register, 0, ALU64_SHIFT_RIGHT, bits);
    }

    /// Multiplies a register.
    ///
    /// @param register which
    /// @param value    by what
    /// @return this
    public EbpfAssembler multiply(final int register, final int value) {
        return emit(register, 0, ALU64_MULTIPLY, value);
    }

    /// Flips the bits of one register that are set in another.
    ///
    /// @param register which
    /// @param other    by which
    /// @return this
    public EbpfAssembler xor(final int register, final int other) {
        return emit(register, other, ALU64_XOR_REGISTER, 0);
    }

    /// Goes on at a place.
    ///
    /// @param to where
    /// @return this
    public EbpfAssembler jump(final Label to) {
        return jump(0, JUMP_ALWAYS, 0, to);
    }

    /// Goes on at a place if a register has a value.
    ///
    /// @param register which
    /// @param value    which
    /// @param to       where
    /// @return this
    public EbpfAssembler jumpIfEqual(final int register, final int value, final Label to) {
        return jump(register, JUMP_IF_EQUAL, value, to);
    }

    /// Goes on at a place unless a register has a value.
    ///
    /// @param register which
    /// @param value    which
    /// @param to       where
    /// @return this
    public EbpfAssembler jumpUnlessEqual(final int register, final int value, final Label to) {
        return jump(register, JUMP_IF_NOT_EQUAL, value, to);
    }

    /// Says where a place is: here.
    ///
    /// @param label the place
    /// @return this
    public EbpfAssembler here(final Label label) {
        for (final int jump : label.jumps) {
            code.set(jump, code.get(jump) | (long) (code.size() - jump - 1) << 16);
        }
        label.jumps.clear();
        return this;
    }

    /// Ends the program with r0 as its answer.
    ///
    /// @return this
    public EbpfAssembler exit() {
        return emit(0, 0, EXIT, 0);
    }

    /// {@return the instructions, each as the kernel wants it (`struct bpf_insn`, little-endian)}
    long[] code() {
        return code.stream().mapToLong(Long::longValue).toArray();
    }

    private EbpfAssembler jump(final int register, final int operation, final int value, final Label to) {
        to.jumps.add(code.size());
        return emit(register, 0, operation, value);
    }

    // Operation 8 bits, destination 4, source 4, offset 16, number 32. The offset comes with the operation.
    private EbpfAssembler emit(final int destination, final int source, final int operationAndOffset, final int value) {
        final long operation = operationAndOffset & 0xff;
        final long offset = operationAndOffset >>> 16;
        code.add(operation | destination << 8 | source << 12 | offset << 16 | (long) value << 32);
        return this;
    }
}
