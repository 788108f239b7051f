package dev.pollmode.sys;

import dev.pollmode.sys.BpfProgram.Instruction;
import java.util.ArrayList;
import java.util.List;

/// Writes a classic BPF program for frames: cases one after the other, each with conditions and what is answered when they all hold. Where one
/// doesn't, the next case is tried.
///
/// ```java
/// new BpfAssembler().load(2, 12).requireEqual(0x0800).answer(BpfProgram.DROP)    // IPv4 is dropped
///     .answer(BpfProgram.NEXT).direct();                                         // what else there is isn't
/// ```
///
/// There are two registers: A, which conditions look at, and X, an index. `linux/bpf_common.h`, `linux/filter.h`, and
/// Documentation/networking/filter.rst of the kernel.
public final class BpfAssembler {
    /// Where to load from what the frame's VLAN tag is that lies beside the frame: priority and number.
    public static final int VLAN_TAG = -0x1000 + 44;
    /// Where to load from whether a VLAN tag lies beside the frame.
    public static final int VLAN_TAG_PRESENT = -0x1000 + 48;
    /// Where to load from what the Ethernet type of the VLAN tag is that lies beside the frame.
    public static final int VLAN_TPID = -0x1000 + 60;

    private static final int LD = 0x00;
    private static final int ABS = 0x20;
    private static final int IND = 0x40;
    private static final int LEN = 0x80;
    private static final int LDX_MSH = 0xb1;
    private static final int ALU_ADD = 0x04;
    private static final int ALU_AND = 0x54;
    private static final int JEQ = 0x15;
    private static final int JGT = 0x25;
    private static final int JGE = 0x35;
    private static final int JGE_X = 0x3d;
    private static final int JSET = 0x45;
    private static final int RET = 0x06;
    private static final int TAX = 0x07;
    private static final int TXA = 0x87;
    private static final int MAX_JUMP = 255;

    private final List<Instruction> code = new ArrayList<>();
    // Tests of the case at hand that jump to its end.
    private final List<Integer> leaving = new ArrayList<>();

    /// An empty program.
    public BpfAssembler() {
    }

    /// Loads A from a place in the frame, in network order.
    ///
    /// @param bytes  1, 2 or 4
    /// @param offset the first, or one of the constants
    /// @return this
    public BpfAssembler load(final int bytes, final int offset) {
        return add(LD | ABS | size(bytes), offset);
    }

    /// Loads A from a place in the frame that X tells.
    ///
    /// @param bytes  1, 2 or 4
    /// @param offset the first, counted from where X points
    /// @return this
    public BpfAssembler loadAtX(final int bytes, final int offset) {
        return add(LD | IND | size(bytes), offset);
    }

    /// Loads X with the length of an IPv4 header.
    ///
    /// @param offset where the header is in the frame
    /// @return this
    public BpfAssembler loadHeaderLength(final int offset) {
        return add(LDX_MSH, offset);
    }

    /// Keeps some bits of A.
    ///
    /// @param mask which
    /// @return this
    public BpfAssembler and(final int mask) {
        return add(ALU_AND, mask);
    }

    /// Requires that the frame has so many bytes.
    ///
    /// @param length how many
    /// @return this
    public BpfAssembler requireLength(final int length) {
        return add(LD | LEN, 0).requireAtLeast(length);
    }

    /// Requires that the frame has so many bytes more than X says.
    ///
    /// @param length how many
    /// @return this
    public BpfAssembler requireLengthBehindX(final int length) {
        return add(TXA, 0).add(ALU_ADD, length).add(TAX, 0).add(LD | LEN, 0).leaveUnless(JGE_X, 0);
    }

    /// Requires what A is.
    ///
    /// @param value which
    /// @return this
    public BpfAssembler requireEqual(final int value) {
        return leaveUnless(JEQ, value);
    }

    /// Requires that A is one of two.
    ///
    /// @param one   which
    /// @param other or which
    /// @return this
    public BpfAssembler requireEither(final int one, final int other) {
        code.add(new Instruction(JEQ, 1, 0, one));
        return leaveUnless(JEQ, other);
    }

    /// Requires the least A may be, without sign.
    ///
    /// @param least which
    /// @return this
    public BpfAssembler requireAtLeast(final int least) {
        return leaveUnless(JGE, least);
    }

    /// Requires the most A may be, without sign.
    ///
    /// @param most which
    /// @return this
    public BpfAssembler requireAtMost(final int most) {
        return leaveWhen(JGT, most);
    }

    /// Requires that A has none of some bits.
    ///
    /// @param mask which
    /// @return this
    public BpfAssembler requireNone(final int mask) {
        return leaveWhen(JSET, mask);
    }

    /// Ends a case: what is answered when all its conditions hold.
    ///
    /// @param value the answer, see [BpfProgram]
    /// @return this
    public BpfAssembler answer(final int value) {
        add(RET, value);
        leaving.forEach(this::jumpToEnd);
        leaving.clear();
        return this;
    }

    private void jumpToEnd(final int test) {
        final int distance = code.size() - test - 1;
        if (distance > MAX_JUMP) {
            throw new IllegalStateException("a case of more than " + MAX_JUMP + " instructions");
        }
        final Instruction jump = code.get(test);
        // Of the two ways the one that is not the next instruction.
        code.set(test, new Instruction(jump.code(), jump.jumpTrue() < 0 ? distance : 0, jump.jumpFalse() < 0 ? distance : 0, jump.operand()));
    }

    /// {@return the program; its answer says whether the frame matches}
    public BpfProgram program() {
        return new BpfProgram(code, false);
    }

    /// {@return the program; its answer says what is done with the frame}
    public BpfProgram direct() {
        return new BpfProgram(code, true);
    }

    private BpfAssembler leaveUnless(final int test, final int operand) {
        leaving.add(code.size());
        code.add(new Instruction(test, 0, -1, operand));
        return this;
    }

    private BpfAssembler leaveWhen(final int test, final int operand) {
        leaving.add(code.size());
        code.add(new Instruction(test, -1, 0, operand));
        return this;
    }

    private BpfAssembler add(final int operation, final int operand) {
        code.add(new Instruction(operation, 0, 0, operand));
        return this;
    }

    /// {@return the part of an operation that tells how much it loads}
    static int size(final int bytes) {
        return switch (bytes) {
            case 4 -> 0x00;
            case 2 -> 0x08;
            case 1 -> 0x10;
            default -> throw new IllegalArgumentException("loads of 1, 2 or 4 bytes, not " + bytes);
        };
    }
}
