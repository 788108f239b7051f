package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.Syntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for every command in the table, whoever adds one: its answer in JSON is JSON and nothing else (TM-22), and
/// nothing that is typed ends or blocks testpmd.
@Timeout(120)
class AllCommandsTest {
    private static final int SOAK = Integer.getInteger("pollmode.soak", 1);
    /// What stands for a token that only the user knows; small numbers, for numbers may mean seconds and bursts.
    private static final List<String> TYPED = List.of("0", "1", "2", "9", "64", "65535", "0x1", "0,1", "02:00:00:00:00:09", "33:33:00:00:00:09",
        "(0,1)", "(0x1)", "on", "net_null0", "net_null7", "net_ring3,nosuch=1", "net_nosuch0", "/dev/null", "/nosuch", "ingress pattern eth / end actions drop / end");
    private static final String[] GARBAGE = {"", "-1", "99999999999", "\u0000", "%s%n", "\uD800", "::", ",", "#", "all all", "--json", "\"", "(", "((((", "0-65535"};

    private static Terminal open() {
        return Terminal.started("net_null0", "net_null1", "net_ring0");
    }

    private static List<String> tokens(final List<String> before, final Syntax syntax) {
        return Stream.concat(syntax.completions(before, List.of(0, 1, 2)).stream(), TYPED.stream())
            .filter(token -> reaches(syntax, before, token)).toList();
    }

    private static boolean reaches(final Syntax syntax, final List<String> before, final String token) {
        final List<String> line = new ArrayList<>(before);
        line.add(token);
        return syntax.fit(line).fitting() > before.size();
    }

    /// {@return a line that fits a command}
    private static List<String> line(final Command command, final Random random) {
        final List<String> line = new ArrayList<>();
        while (command.syntax().fit(line).arguments().isEmpty()) {
            final List<String> choices = tokens(line, command.syntax());
            assertThat(choices).as("a token behind %s of %s", line, command.syntax()).isNotEmpty();
            line.add(choices.get(random.nextInt(choices.size())));
        }
        return line;
    }

    private static boolean ends(final Command command) {
        return "quit".equals(command.syntax().help());
    }

    /// Shows packets, of which some ports have more than a test has time for.
    private static boolean isLong(final Command command) {
        return command.syntax().help().startsWith("set verbose");
    }

    @Test
    void everyAnswerIsJsonWhenThatIsAskedFor() {
        final Random random = new Random(20261121);
        try (Terminal terminal = open()) {
            for (final Command command : Commands.all(terminal.session)) {
                for (int i = 0; i < 6 && !ends(command); i++) {
                    final String line = String.join(" ", line(command, random));
                    final String answer = terminal.type(line + " --json");
                    assertThat(answer).as(line).endsWith("\n").hasLineCount(1);
                    assertThat(JsonText.isValid(answer.strip())).as("%s gives %s", line, answer).isTrue();
                }
            }
        }
    }

    /// A command that shows something gives fields, not text.
    @Test
    void everyShowGivesFields() {
        final Random random = new Random(1);
        final Set<String> textOnly = new HashSet<>();
        try (Terminal terminal = open()) {
            for (final Command command : Commands.all(terminal.session)) {
                final String help = command.syntax().help();
                for (int i = 0; i < 6 && (help.startsWith("show ") || help.startsWith("dump_") || help.startsWith("help")); i++) {
                    if (terminal.type(String.join(" ", line(command, random)) + " --json").startsWith("{\"ok\":true,\"text\"")) {
                        textOnly.add(help);
                    }
                }
            }
        }
        assertThat(textOnly).isEmpty();
    }

    @Test
    void survivesWhateverIsTyped() {
        final Random random = new Random(20261121);
        for (int round = 0; round < 3 * SOAK; round++) {
            try (Terminal terminal = open()) {
                final List<Command> commands = Commands.all(terminal.session);
                for (int i = 0; i < 400; i++) {
                    final Command command = commands.get(random.nextInt(commands.size()));
                    final List<String> line = line(command, random);
                    for (int wrong = random.nextInt(3); wrong > 1; wrong--) {
                        line.set(random.nextInt(line.size()), GARBAGE[random.nextInt(GARBAGE.length)]);
                    }
                    if (!ends(command) && !isLong(command)) {
                        terminal.type(String.join(" ", line));
                    }
                }
                terminal.type("set output text");
                assertThat(terminal.type("show port summary all")).startsWith("Number of available ports: ");
            }
        }
    }
}
