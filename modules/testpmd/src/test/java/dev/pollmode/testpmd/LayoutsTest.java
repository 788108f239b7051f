package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// TM-08, TM-09 to TM-14: the whole recorded session of C's testpmd is typed anew, and each answer has the layout of C's, so
/// that scripts that read it keep working. Where ours answers otherwise on purpose, the record says why.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
class LayoutsTest {
    private static final String PROMPT = "testpmd> ";
    private static final String FIRST = "dtl0" + ProcessHandle.current().pid();
    private static final String SECOND = "dtl9" + ProcessHandle.current().pid();
    private static final List<Layouts.Layout> SESSION = Layouts.recorded();

    private static List<String> answers;

    /// Types it all at once, as a script with a pipe does.
    @BeforeAll
    static void typeTheWholeSession() {
        final String typed = SESSION.stream().skip(1).map(Layouts.Layout::command).collect(Collectors.joining("\n")).replace("dtap9", SECOND);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream error = new ByteArrayOutputStream();
        final int status = Testpmd.run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8), "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--no-telemetry",
            "--vdev=net_null0", "--vdev=net_tap0,iface=" + FIRST, "--", "-i", "--total-num-mbufs=8192");
        assertThat(status).as(error.toString(StandardCharsets.UTF_8)).isZero();
        answers = List.of(out.toString(StandardCharsets.UTF_8).replace(FIRST, "dtap0").replace(SECOND, "dtap9").split(PROMPT));
    }

    static Stream<Arguments> session() {
        return IntStream.range(0, SESSION.size()).mapToObj(place -> Arguments.of(SESSION.get(place), place));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("session")
    void answersInTheLayoutOfC(final Layouts.Layout layout, final int place) {
        assertThat(Layouts.masked(answers.get(place))).as(layout.reason()).matches(layout.expected());
    }

    @Test
    void answersEveryCommandOfTheSession() {
        assertThat(SESSION).hasSize(131);
        assertThat(answers).hasSameSizeAs(SESSION);
    }

    @Test
    void ratesAreWhereScriptsLookForThem() {
        final int place = SESSION.stream().map(Layouts.Layout::command).toList().indexOf("show port stats 0");
        assertThat(answers.get(place)).containsPattern("(?m)^  Rx-pps: +[0-9]+ +Rx-bps: +[0-9]+$")
            .containsPattern("(?m)^  Tx-pps: +[0-9]+ +Tx-bps: +[0-9]+$");
    }
}
