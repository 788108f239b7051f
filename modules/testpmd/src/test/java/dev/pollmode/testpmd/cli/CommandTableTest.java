package dev.pollmode.testpmd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.testpmd.spi.Arguments;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Section;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TM-21: a wrong line is answered with the wrong token, its place and what was expected.
class CommandTableTest {
    private static final List<String> SYNTAXES = List.of("start", "start tx_first", "start tx_first <bursts:int>",
        "show port <what:info|stats> <port:ports>", "show port <port:port> macs", "set promisc <port:ports> <state:on|off>",
        "mac_addr set <port:port> <address:mac>", "set portlist <ports:list>", "load <file:text>", "set coremask <mask:hex>");

    private final CommandTable table = new CommandTable(SYNTAXES.stream()
        .map(syntax -> Command.of(Section.CONTROL, syntax, "", (_, _) -> { })).toList());

    private Arguments parse(final String line) {
        return table.find(CommandTable.tokens(line)).arguments();
    }

    @Test
    void givesTypedTokensByName() {
        assertThat(parse("start tx_first 0x10").number("bursts")).isEqualTo(16);
        assertThat(parse("set promisc all on").on("state")).isTrue();
        assertThat(parse("mac_addr set 1 02:00:00:00:00:99").mac("address")).isEqualTo(MacAddress.parse("02:00:00:00:00:99"));
        assertThat(parse("set portlist 0,2-4,1").numbers("ports")).containsExactly(0, 2, 3, 4, 1);
        assertThat(parse("load a file").word("file")).isEqualTo("a file");
        assertThat(parse("set coremask ff").longNumber("mask")).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "xyzzy            ; Command not found ; token 1 \"xyzzy\": expected one of load mac_addr set show start",
        "show             ; Bad arguments     ; the line ends after token 1 \"show\": expected port",
        "show port        ; Bad arguments     ; the line ends after token 2 \"port\": expected info|stats or a port number (0 to 65535)",
        "show port info x ; Bad arguments     ; token 4 \"x\": expected a port number (0 to 65535) or all",
        "show port 70000 macs ; Bad arguments ; token 3 \"70000\": expected info|stats or a port number (0 to 65535)",
        "start now        ; Bad arguments     ; token 2 \"now\": expected tx_first or the end of the line",
        "start tx_first 1 2 ; Bad arguments   ; token 4 \"2\": expected the end of the line",
        "set promisc all maybe ; Bad arguments ; token 4 \"maybe\": expected on|off",
        "set portlist 4-2 ; Bad arguments     ; token 3 \"4-2\": expected numbers with commas between them, such as 0,2-3",
        "mac_addr set 0 zz ; Bad arguments    ; token 4 \"zz\": expected a MAC address such as 02:00:00:00:00:01"})
    void namesTheWrongTokenItsPlaceAndWhatWasExpected(final String line, final String first, final String second) {
        assertThatExceptionOfType(CommandException.class).isThrownBy(() -> parse(line))
            .satisfies(e -> assertThat(e.getMessage().lines()).containsExactly(first, "  " + second));
    }

    /// TM-18.
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "bpf-load rx 0 0 J file     ; Command not found ; not supported: programs in eBPF",
        "set vxlan ip-version ipv4  ; Bad arguments     ; not supported: flow rules that change packets",
        "show port tm cap 0         ; Bad arguments     ; not supported: traffic management",
        "flow aged 0                ; Command not found ; not supported: flow rules that age, share actions, come from templates or queues, or know tunnels",
        "flow push 0 queue 0        ; Command not found ; not supported: flow rules that age, share actions, come from templates or queues, or know tunnels"})
    void saysWhichCommandsOfDpdkAreNotSupported(final String line, final String first, final String last) {
        assertThatExceptionOfType(CommandException.class).isThrownBy(() -> parse(line))
            .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(3).startsWith(first).endsWith("  " + last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1.5", "0x", "0b2", "09", "99999999999999999999", "\u0661", "0x-1", "0b-1", "0-1"})
    void takesOnlyWhatIsANumber(final String number) {
        assertThatExceptionOfType(CommandException.class).isThrownBy(() -> parse("start tx_first " + number));
    }

    @Test
    void takesWhatFollowsAHashForAComment() {
        assertThat(CommandTable.tokens("  start\ttx_first # now")).containsExactly("start", "tx_first");
        assertThat(CommandTable.tokens("# nothing")).isEmpty();
    }

    @Test
    void completesWordsAndPorts() {
        assertThat(table.completions(List.of(), List.of(0, 1))).containsExactly("load", "mac_addr", "set", "show", "start");
        assertThat(table.completions(List.of("show", "port"), List.of(0, 3))).containsExactly("0", "3", "info", "stats");
        assertThat(table.completions(List.of("show", "port", "info"), List.of(0, 3))).containsExactly("0", "3", "all");
        assertThat(table.completions(List.of("nosuch"), List.of(0))).isEmpty();
    }

    @Test
    void survivesAnyLine() {
        final Random random = new Random(20261121);
        final String[] words = {"start", "tx_first", "show", "port", "info", "all", "0", "-1", "set", "promisc", "\0", "<", "mac_addr", ",", "#",
            "0x", "99999999999999999999", "\uD800", "load", "%s", "\"", "-", "0-65535,0-65535", "::::::", "portlist", "coremask"};
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder line = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                line.append(words[random.nextInt(words.length)]).append(random.nextInt(5) == 0 ? "" : " ");
            }
            final List<String> tokens = CommandTable.tokens(line.toString());
            if (!tokens.isEmpty()) {
                try {
                    assertThat(table.find(tokens).command()).isNotNull();
                } catch (final CommandException e) {
                    assertThat(e.getMessage()).startsWith(e.getMessage().contains("token 1 ") && !e.getMessage().contains("after token 1 ")
                        ? "Command not found\n" : "Bad arguments\n");
                }
            }
        }
    }
}
