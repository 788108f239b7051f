package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A classifier of traffic control that can be told to match packets by their destination address.
///
/// What each is given, inside of `TCA_OPTIONS` (`linux/pkt_cls.h`):
///
/// | kind       | match                                                                  | actions              |
/// |------------|------------------------------------------------------------------------|----------------------|
/// | `matchall` | nothing; can match everything only                                     | `TCA_MATCHALL_ACT` 2 |
/// | `flower`   | `TCA_FLOWER_KEY_ETH_DST` 4 and its mask 5; neither for everything       | `TCA_FLOWER_ACT` 3   |
/// | `u32`      | `TCA_U32_SEL` 5, terminal: keys at -16 and -12; `0 0` for everything    | `TCA_U32_ACT` 7      |
/// | `bpf`      | `TCA_BPF_OPS_LEN` 4, `TCA_BPF_OPS` 5: classic BPF that returns -1 or 0  | `TCA_BPF_ACT` 1      |
///
/// A kernel that lacks one answers `ENOENT` (not built, no module) or `EOPNOTSUPP`.
public enum FilterKind {
    /// Matches everything: tc-matchall(8), Linux 4.8.
    MATCHALL("matchall", 2) {
        @Override
        void putMatch(final NetlinkRequest request, final MacMatch match) {
            if (!match.isAll()) {
                throw new IllegalArgumentException("matchall cannot match " + match);
            }
        }
    },
    /// Matches fields: tc-flower(8), Linux 4.2.
    FLOWER("flower", 3) {
        @Override
        void putMatch(final NetlinkRequest request, final MacMatch match) {
            if (!match.isAll()) {
                request.put(TCA_FLOWER_KEY_ETH_DST, match.value()).put(TCA_FLOWER_KEY_ETH_DST_MASK, match.mask());
            }
        }
    },
    /// Matches words of the packet: tc-u32(8).
    U32("u32", 7) {
        @Override
        void putMatch(final NetlinkRequest request, final MacMatch match) {
            final int keys = match.isAll() ? 1 : 2;
            final MemorySegment selector = request.struct(TCA_U32_SEL, TcU32Sel.SIZE + keys * TcU32Key.SIZE);
            TcU32Sel.flags(selector, TC_U32_TERMINAL);
            TcU32Sel.keys(selector, keys);
            if (!match.isAll()) {
                // The frame begins 14 bytes before the network header, and keys lie at multiples of 4.
                putKey(selector.asSlice(TcU32Sel.SIZE), -16, match.mask(), match.value(), 0);
                putKey(selector.asSlice(TcU32Sel.SIZE + TcU32Key.SIZE), -12, match.mask(), match.value(), 2);
            }
        }

        private static void putKey(final MemorySegment key, final int offset, final byte[] mask, final byte[] value, final int from) {
            TcU32Key.offset(key, offset);
            TcU32Key.mask(key, from == 0 ? first(mask) : last(mask));
            TcU32Key.value(key, from == 0 ? first(value) : last(value));
        }
    },
    /// Runs a classic BPF program: tc-bpf(8), Linux 3.13.
    BPF("bpf", 1) {
        @Override
        void putMatch(final NetlinkRequest request, final MacMatch match) {
            final int[][] program = match.isAll() ? new int[][] {{RETURN, 0, 0, -1}} : new int[][] {
                {LOAD_WORD, 0, 0, 2}, {AND, 0, 0, last(match.mask())}, {JUMP_IF_EQUAL, 0, 4, last(match.value())},
                {LOAD_HALF, 0, 0, 0}, {AND, 0, 0, first(match.mask())}, {JUMP_IF_EQUAL, 0, 1, first(match.value())},
                {RETURN, 0, 0, -1}, {RETURN, 0, 0, 0}};
            request.putU16(TCA_BPF_OPS_LEN, program.length);
            final MemorySegment instructions = request.struct(TCA_BPF_OPS, program.length * SockFilter.SIZE);
            for (int i = 0; i < program.length; i++) {
                final MemorySegment instruction = instructions.asSlice((long) i * SockFilter.SIZE, SockFilter.SIZE);
                SockFilter.code(instruction, program[i][0]);
                SockFilter.jumpTrue(instruction, program[i][1]);
                SockFilter.jumpFalse(instruction, program[i][2]);
                SockFilter.operand(instruction, program[i][3]);
            }
        }
    };

    private static final int TCA_FLOWER_KEY_ETH_DST = 4;
    private static final int TCA_FLOWER_KEY_ETH_DST_MASK = 5;
    private static final int TCA_U32_SEL = 5;
    private static final int TC_U32_TERMINAL = 1;
    private static final int TCA_BPF_OPS_LEN = 4;
    private static final int TCA_BPF_OPS = 5;
    // BPF_LD | BPF_W | BPF_ABS, BPF_LD | BPF_H | BPF_ABS, BPF_ALU | BPF_AND | BPF_K, BPF_JMP | BPF_JEQ | BPF_K, BPF_RET | BPF_K
    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_HALF = 0x28;
    private static final int AND = 0x54;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    private final String text;
    private final int actions;

    FilterKind(final String text, final int actions) {
        this.text = text;
        this.actions = actions;
    }

    /// {@return the name of the classifier, as `tc` and the kernel write it}
    public String text() {
        return text;
    }

    /// {@return the classifier of this name; null when it is none of these}
    ///
    /// @param text the name
    public static FilterKind of(final String text) {
        for (final FilterKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        return null;
    }

    /// {@return the number of the attribute that is the list of actions}
    int actions() {
        return actions;
    }

    /// {@return whether it can tell such frames from others}
    ///
    /// @param match which frames
    boolean canMatch(final MacMatch match) {
        return this != MATCHALL || match.isAll();
    }

    /// Appends the attributes that say what is matched.
    ///
    /// @param request where to
    /// @param match   what is matched
    abstract void putMatch(NetlinkRequest request, MacMatch match);

    private static int first(final byte[] address) {
        return Short.toUnsignedInt(ByteBuffer.wrap(address).getShort(0));
    }

    private static int last(final byte[] address) {
        return ByteBuffer.wrap(address).getInt(2);
    }
}
