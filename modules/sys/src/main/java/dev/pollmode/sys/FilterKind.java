package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A classifier of traffic control that can be told to match packets by their destination address; `bpf` also by a program.
///
/// What each is given, inside of `TCA_OPTIONS` (`linux/pkt_cls.h`):
///
/// | kind       | match                                                                  | actions              |
/// |------------|------------------------------------------------------------------------|----------------------|
/// | `matchall` | nothing; can match everything only                                     | `TCA_MATCHALL_ACT` 2 |
/// | `flower`   | `TCA_FLOWER_KEY_ETH_DST` 4 and its mask 5; neither for everything       | `TCA_FLOWER_ACT` 3   |
/// | `u32`      | `TCA_U32_SEL` 5, terminal: keys at -16 and -12; `0 0` for everything    | `TCA_U32_ACT` 7      |
/// | `bpf`      | `TCA_BPF_OPS_LEN` 4, `TCA_BPF_OPS` 5: classic BPF that returns -1 or 0; `TCA_BPF_FLAGS` 8 for a direct one | `TCA_BPF_ACT` 1 |
///
/// A kernel that lacks one answers `ENOENT` (not built, no module) or `EOPNOTSUPP`.
public enum FilterKind {
    /// Matches everything: tc-matchall(8), Linux 4.8.
    MATCHALL("matchall", 2) {
        @Override
        void putMatch(final NetlinkRequest request, final FilterMatch match) {
            // [#canMatch] has seen to it that nothing is to be said.
        }
    },
    /// Matches fields: tc-flower(8), Linux 4.2.
    FLOWER("flower", 3) {
        @Override
        void putMatch(final NetlinkRequest request, final FilterMatch match) {
            if (match instanceof final MacMatch mac && !mac.isAll()) {
                request.put(TCA_FLOWER_KEY_ETH_DST, mac.value()).put(TCA_FLOWER_KEY_ETH_DST_MASK, mac.mask());
            }
        }
    },
    /// Matches words of the packet: tc-u32(8).
    U32("u32", 7) {
        @Override
        void putMatch(final NetlinkRequest request, final FilterMatch match) {
            putMatch(request, (MacMatch) match);
        }

        private static void putMatch(final NetlinkRequest request, final MacMatch match) {
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
        void putMatch(final NetlinkRequest request, final FilterMatch match) {
            final BpfProgram program = switch (match) {
                case final BpfProgram given -> given;
                case final MacMatch mac -> program(mac);
            };
            request.putU16(TCA_BPF_OPS_LEN, program.code().size());
            program.write(request.struct(TCA_BPF_OPS, program.byteSize()));
            if (program.direct()) {
                request.putU32(TCA_BPF_FLAGS, TCA_BPF_FLAG_ACT_DIRECT);
            }
        }

        private static BpfProgram program(final MacMatch match) {
            final BpfAssembler assembler = new BpfAssembler();
            if (!match.isAll()) {
                assembler.load(4, 2).and(last(match.mask())).requireEqual(last(match.value()))
                    .load(2, 0).and(first(match.mask())).requireEqual(first(match.value())).answer(-1).answer(0);
            } else {
                assembler.answer(-1);
            }
            return assembler.program();
        }
    };

    private static final int TCA_FLOWER_KEY_ETH_DST = 4;
    private static final int TCA_FLOWER_KEY_ETH_DST_MASK = 5;
    private static final int TCA_U32_SEL = 5;
    private static final int TC_U32_TERMINAL = 1;
    private static final int TCA_BPF_OPS_LEN = 4;
    private static final int TCA_BPF_OPS = 5;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int TCA_BPF_FLAG_ACT_DIRECT = 1;

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
    boolean canMatch(final FilterMatch match) {
        return switch (match) {
            case final MacMatch mac -> this != MATCHALL || mac.isAll();
            case BpfProgram _ -> this == BPF;
        };
    }

    /// Appends the attributes that say what is matched.
    ///
    /// @param request where to
    /// @param match   what is matched; what this kind [can match][#canMatch(FilterMatch)]
    abstract void putMatch(NetlinkRequest request, FilterMatch match);

    private static int first(final byte[] address) {
        return Short.toUnsignedInt(ByteBuffer.wrap(address).getShort(0));
    }

    private static int last(final byte[] address) {
        return ByteBuffer.wrap(address).getInt(2);
    }
}
