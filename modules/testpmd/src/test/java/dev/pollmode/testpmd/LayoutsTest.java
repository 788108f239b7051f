package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// TM-08, TM-09 to TM-14: answers have the layout of C's, so that scripts that read it keep working.
///
/// What ours says beyond (lines after the recorded ones) is allowed where a command failed; there it begins with two blanks.
class LayoutsTest {
    private static Terminal terminal;

    @BeforeAll
    static void open() {
        terminal = Terminal.started("net_null0", "net_null1");
        terminal.session.control().makePromiscuous(terminal.session.ports().all());
    }

    @AfterAll
    static void close() {
        terminal.close();
    }

    static Stream<Map.Entry<String, String>> recorded() {
        return Layouts.recorded().entrySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void isLaidOutAsRecorded(final Map.Entry<String, String> layout) {
        final String command = layout.getKey();
        final String answer = terminal.type(command.replace(" (again)", ""));
        assertThat(comparable(answer)).isEqualTo(layout.getValue());
    }

    /// Without the reasons that ours adds to failures, and the line that ours adds to `show port info`.
    private String comparable(final String answer) {
        final String own = terminal.succeeded() ? answer : answer.replaceAll("(?m)^  (?!-|\\+|#|RX|TX).*\n?", "");
        return Layouts.masked(own.replaceAll("(?m)^Frames larger than the MTU: .*\n", ""));
    }

    @Test
    void ratesAreWhereScriptsLookForThem() {
        assertThat(terminal.type("show port stats 0")).containsPattern("(?m)^  Rx-pps: +[0-9]+ +Rx-bps: +[0-9]+$")
            .containsPattern("(?m)^  Tx-pps: +[0-9]+ +Tx-bps: +[0-9]+$");
    }
}
