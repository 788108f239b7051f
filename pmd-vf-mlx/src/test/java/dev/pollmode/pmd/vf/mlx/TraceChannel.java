package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mlx5.prm.CommandEntry;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.ManagePages;
import dev.pollmode.mlx5.prm.QueryHcaCap;
import dev.pollmode.mlx5.prm.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers commands as a real ConnectX-4 answered Linux, and holds what is sent against what Linux sent: byte for byte, in the same order.
///
/// Pages are given at other addresses and in other portions, but as many. Linux asks for some capabilities more often; what it did not ask for
/// at all is answered with zeros and noted in [#others()].
final class TraceChannel implements CommandChannel {
    private static final Path TRACE = Path.of("../modules/mlx5-prm/src/test/resources/dev/pollmode/mlx5/prm/trace.jsonl");

    /// A command of the trace.
    ///
    /// @param input as far as it is known
    /// @param length of the whole input
    /// @param output what the device answered
    record Recorded(Struct input, int length, Struct output) {
        int opcode() {
            return input.get(CommandHeader.OPCODE);
        }

        boolean is(final Struct in) {
            return opcode() == in.get(CommandHeader.OPCODE) && input.get(CommandHeader.OP_MOD) == in.get(CommandHeader.OP_MOD);
        }
    }

    private final List<Recorded> trace = all();
    private final List<String> others = new ArrayList<>();
    private final Set<Long> pages = new HashSet<>();
    private int position;
    private int given;

    static List<Recorded> all() {
        try {
            return Files.readAllLines(TRACE).stream().map(TraceChannel::parse).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recorded parse(final String line) {
        final Struct entry = Struct.of(hex(line, "raw"));
        return new Recorded(Struct.of(hex(line, "input")), entry.getInt(CommandEntry.INPUT_LENGTH), Struct.of(hex(line, "output")));
    }

    private static byte[] hex(final String line, final String key) {
        final Matcher value = Pattern.compile("\"" + key + "\": \"([0-9a-f]+)\"").matcher(line);
        assertThat(value.find()).as(key).isTrue();
        return HexFormat.of().parseHex(value.group(1));
    }

    /// {@return the names of commands that Linux did not send}
    List<String> others() {
        return others;
    }

    /// {@return the commands of the trace that were not sent}
    List<Recorded> left() {
        return trace.subList(position, trace.size());
    }

    @Override
    public Struct execute(final Struct in, final int outLength) {
        for (int i = position; i < trace.size(); i++) {
            final Recorded recorded = trace.get(i);
            if (recorded.is(in)) {
                return in.get(CommandHeader.OPCODE) == ManagePages.OPCODE ? give(recorded, in, outLength, i) : same(recorded, in, outLength, i);
            }
            if (recorded.opcode() != QueryHcaCap.OPCODE) {
                break;
            }
        }
        others.add(CommandError.name(in));
        return Struct.of(new byte[outLength]);
    }

    private Struct same(final Recorded recorded, final Struct in, final int outLength, final int index) {
        position = index + 1;
        assertThat(in.toByteArray()).as(CommandError.name(in)).isEqualTo(recorded.input().toByteArray());
        return answer(recorded, outLength);
    }

    private static Struct answer(final Recorded recorded, final int outLength) {
        return Struct.of(Arrays.copyOf(recorded.output().toByteArray(), outLength));
    }

    private Struct give(final Recorded recorded, final Struct in, final int outLength, final int index) {
        final int count = in.get(ManagePages.In.INPUT_NUM_ENTRIES);
        assertThat(in.length()).isEqualTo(ManagePages.In.LAYOUT.size() + count * Long.BYTES);
        assertThat(in.get(ManagePages.In.FUNCTION_ID)).isEqualTo(recorded.input().get(ManagePages.In.FUNCTION_ID));
        for (int i = 0; i < count; i++) {
            final long page = in.getLong(ManagePages.In.PAS.offset() + i * Long.BYTES);
            assertThat(page & 0xfff).isZero();
            assertThat(pages.add(page)).as("a page given once").isTrue();
        }
        given += count;
        final int wanted = recorded.input().get(ManagePages.In.INPUT_NUM_ENTRIES);
        assertThat(given).isLessThanOrEqualTo(wanted);
        if (given == wanted) {
            given = 0;
            position = index + 1;
        }
        return answer(recorded, outLength);
    }

    @Override
    public boolean isGone() {
        return false;
    }
}
