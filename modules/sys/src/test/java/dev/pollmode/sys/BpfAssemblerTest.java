package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.BpfProgram.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs as `linux/filter.h` and `linux/bpf.h` spell them.
class BpfAssemblerTest {
    @Test
    void aConditionThatFailsLeadsToTheNextCase() {
        final BpfProgram program = new BpfAssembler().load(2, 12).requireEqual(0x0800).load(4, 26).and(0xff).requireAtLeast(3).requireAtMost(9).answer(5)
            .load(1, 0).requireNone(1).answer(6).answer(0).program();

        assertThat(program.direct()).isFalse();
        assertThat(program.code()).containsExactly(new Instruction(0x28, 0, 0, 12), new Instruction(0x15, 0, 5, 0x0800), new Instruction(0x20, 0, 0, 26),
            new Instruction(0x54, 0, 0, 0xff), new Instruction(0x35, 0, 2, 3), new Instruction(0x25, 1, 0, 9), new Instruction(0x06, 0, 0, 5),
            new Instruction(0x30, 0, 0, 0), new Instruction(0x45, 1, 0, 1), new Instruction(0x06, 0, 0, 6), new Instruction(0x06, 0, 0, 0));
    }

    @Test
    void looksBehindAHeaderOfAnyLength() {
        final BpfProgram program = new BpfAssembler().loadHeaderLength(14).requireLengthBehindX(22).loadAtX(2, 16).requireEither(1, 2).answer(-1).answer(0)
            .direct();

        assertThat(program.direct()).isTrue();
        assertThat(program.code()).containsExactly(new Instruction(0xb1, 0, 0, 14), new Instruction(0x87, 0, 0, 0), new Instruction(0x04, 0, 0, 22),
            new Instruction(0x07, 0, 0, 0), new Instruction(0x80, 0, 0, 0), new Instruction(0x3d, 0, 4, 0), new Instruction(0x48, 0, 0, 16),
            new Instruction(0x15, 1, 0, 1), new Instruction(0x15, 0, 1, 2), new Instruction(0x06, 0, 0, -1), new Instruction(0x06, 0, 0, 0));
    }

    @Test
    void refusesWhatNoProgramCanBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BpfAssembler().load(3, 0)).withMessageContaining("3");
        assertThatIllegalArgumentException().isThrownBy(() -> new BpfProgram(List.of(), true));
        final BpfAssembler longCase = new BpfAssembler().requireEqual(1);
        for (int i = 0; i < 256; i++) {
            longCase.and(i);
        }
        assertThatThrownBy(() -> longCase.answer(0)).isInstanceOf(IllegalStateException.class).hasMessageContaining("255");
    }

    /// An instruction of eBPF: operation, source and destination, offset, number.
    @Test
    void writesEbpfInstructions() {
        final EbpfAssembler.Label end = new EbpfAssembler.Label();
        final long[] code = new EbpfAssembler().loadField(7, EbpfAssembler.TC_INDEX).loadPacket(2, 12).jumpUnlessEqual(0, -1, end).xor(7, 0)
            .loadPacketAt(4, 9).here(end).copy(0, 7).exit().code();

        assertThat(code).containsExactly(0x16bfL, 0x002c_6761L, 0x0000_000c_0000_0028L, 0xffff_ffff_0002_0055L, 0x07afL, 0x9040L, 0x70bfL, 0x0095L);
    }
}
