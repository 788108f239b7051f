package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A classic BPF program that looks at a frame; made by a [BpfAssembler].
///
/// A filter takes its answer as | when it is direct                            | else
/// -----------------------------|---------------------------------------------|---------------------------------------
/// 0                            | the frame goes on, no other filter is asked  | no match
/// -1                           | no match                                    | match
/// 2                            | the frame is dropped                        | match, and the class of the frame
///
/// A program that reads behind the end of the frame answers 0, whatever it is meant to answer. Direct: `TCA_BPF_FLAG_ACT_DIRECT`, Linux 4.4;
/// the numbers are those of `TC_ACT_` in `linux/pkt_cls.h`.
///
/// @param code   the instructions
/// @param direct whether the answer is what is done with the frame
public record BpfProgram(List<Instruction> code, boolean direct) implements FilterMatch {
    /// Answer of a direct program: the frame goes on, and no other filter is asked (`TC_ACT_OK`).
    public static final int PASS = 0;
    /// Answer of a direct program: the frame is dropped (`TC_ACT_SHOT`).
    public static final int DROP = 2;
    /// Answer of a direct program: the next filter is asked (`TC_ACT_UNSPEC`). Of another one: it matches.
    public static final int NEXT = -1;

    private static final int MAX_LENGTH = 4096;

    /// One instruction, see [SockFilter].
    ///
    /// @param code      the operation
    /// @param jumpTrue  how many instructions to skip when a test holds
    /// @param jumpFalse how many instructions to skip when a test fails
    /// @param operand   the operand
    public record Instruction(int code, int jumpTrue, int jumpFalse, int operand) {
    }

    /// Copies and checks the list.
    public BpfProgram {
        code = List.copyOf(code);
        if (code.isEmpty() || code.size() > MAX_LENGTH) {
            throw new IllegalArgumentException("a BPF program of " + code.size() + " instructions, not of 1 to " + MAX_LENGTH);
        }
    }

    /// {@return the bytes of the program in the memory of the kernel's format}
    int byteSize() {
        return code.size() * SockFilter.SIZE;
    }

    /// Writes the program.
    ///
    /// @param memory of [#byteSize()] bytes
    void write(final MemorySegment memory) {
        for (int i = 0; i < code.size(); i++) {
            final Instruction from = code.get(i);
            final MemorySegment to = memory.asSlice((long) i * SockFilter.SIZE, SockFilter.SIZE);
            SockFilter.code(to, from.code);
            SockFilter.jumpTrue(to, from.jumpTrue);
            SockFilter.jumpFalse(to, from.jumpFalse);
            SockFilter.operand(to, from.operand);
        }
    }
}
