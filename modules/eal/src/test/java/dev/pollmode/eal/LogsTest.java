package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SocketCalls;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// EA-12, EA-13.
class LogsTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Logs logs(final String... options) {
        return Logs.to(new PrintStream(written, true, StandardCharsets.UTF_8),
            EalOptionParser.withEnvironment(Map.of()).parse(UnknownWords.REFUSE, options).logs());
    }

    private String output() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesALineByComponent() {
        final System.Logger logger = logs().logger("pmd.net.tap");

        logger.log(Level.INFO, "link of {0} is up", "dtap0");
        logger.log(Level.DEBUG, "not shown");
        logger.log(Level.WARNING, () -> "slow");

        assertThat(output()).isEqualTo("pmd.net.tap: link of dtap0 is up\npmd.net.tap: slow\n");
        assertThat(logger.getName()).isEqualTo("pmd.net.tap");
    }

    @ParameterizedTest
    @CsvSource({"emergency, true, false, false, false", "error, true, false, false, false", "4, true, false, false, false",
        "warning, true, true, false, false", "5, true, true, false, false", "notice, true, true, true, false",
        "info, true, true, true, false", "debug, true, true, true, true", "8, true, true, true, true", "0x8, true, true, true, true",
        "99, true, true, true, true", "d, true, true, true, true"})
    void letsThroughWhatTheLevelSays(final String level, final boolean error, final boolean warning, final boolean info, final boolean debug) {
        final System.Logger logger = logs("--log-level=*:" + level).logger("x");

        assertThat(logger.isLoggable(Level.ERROR)).isEqualTo(error);
        assertThat(logger.isLoggable(Level.WARNING)).isEqualTo(warning);
        assertThat(logger.isLoggable(Level.INFO)).isEqualTo(info);
        assertThat(logger.isLoggable(Level.DEBUG)).isEqualTo(debug);
        assertThat(logger.isLoggable(Level.TRACE)).isEqualTo(debug);
        assertThat(logger.isLoggable(Level.OFF)).isFalse();
    }

    @Test
    void boundsAllComponentsByTheGlobalLevel() {
        final Logs logs = logs("--log-level=warning", "--log-level=pmd.*:debug");
        final System.Logger logger = logs.logger("pmd.net.tap");

        assertThat(logger.isLoggable(Level.INFO)).isFalse();
        assertThat(logger.isLoggable(Level.WARNING)).isTrue();
        logs.globalLevel(LogLevel.DEBUG);
        assertThat(logger.isLoggable(Level.DEBUG)).isTrue();
        assertThat(logs.logger("lib.eal").isLoggable(Level.DEBUG)).isFalse();
    }

    @Test
    void obeysTheLastRuleThatFits() {
        final Logs logs = logs("--log-level=pmd.*:error", "--log-level=net,debug", "--log-level=*.ring:warning");
        logs.logger("pmd.net.tap");
        logs.logger("pmd.net.ring");
        logs.logger("pmd.bus");
        logs.logger("lib.eal");

        assertThat(logs.levels()).containsExactlyInAnyOrderEntriesOf(Map.of("pmd.net.tap", LogLevel.DEBUG, "pmd.net.ring", LogLevel.WARNING,
            "pmd.bus", LogLevel.ERROR, "lib.eal", LogLevel.NOTICE));
    }

    @Test
    void changesLevelsWhileRunning() {
        final Logs logs = logs();
        final System.Logger tap = logs.logger("pmd.net.tap");

        assertThat(logs.level("pmd.*:debug")).isEqualTo(1);
        assertThat(tap.isLoggable(Level.DEBUG)).isTrue();
        assertThat(logs.logger("pmd.later").isLoggable(Level.DEBUG)).isTrue();
        assertThat(logs.level("pmd.net.*", LogLevel.ERROR)).isEqualTo(1);
        assertThat(tap.isLoggable(Level.WARNING)).isFalse();
        assertThat(logs.level("nothing", LogLevel.DEBUG)).isZero();
        assertThat(logs.level("error")).isEqualTo(2);
        assertThat(logs.globalLevel()).isEqualTo(LogLevel.ERROR);
        assertThatThrownBy(() -> logs.level("pmd.*:loud")).isInstanceOf(EalException.class).hasMessageContaining("'loud'");
    }

    @Test
    void givesTheSameLoggerForAComponent() {
        final Logs logs = logs();

        assertThat(logs.logger("a")).isSameAs(logs.logger("a")).isNotSameAs(logs().logger("a"));
    }

    @Test
    void showsControlCharactersAndKeepsOneLine() {
        logs().logger("x").log(Level.ERROR, "a\nlib.eal: forged\u001b[31m\u009b\t");

        assertThat(output()).isEqualTo("x: a\\x0alib.eal: forged\\x1b[31m\\x9b\\x09\n");
    }

    @Test
    void doesNotThrowForWrongFormats() {
        final System.Logger logger = logs().logger("x");

        logger.log(Level.ERROR, "{not a format", 1);
        logger.log(Level.ERROR, (String) null);
        logger.log(Level.ERROR, "{0}");

        assertThat(output()).isEqualTo("x: {not a format\nx: null\nx: {0}\n");
    }

    @Test
    void writesTheStackOfAnExceptionAtDebugOnly() {
        final Logs logs = logs();
        final System.Logger logger = logs.logger("x");
        final Throwable thrown = new IllegalStateException("why");

        logger.log(Level.ERROR, "probe failed", thrown);
        assertThat(output()).isEqualTo("x: probe failed: java.lang.IllegalStateException: why\n");
        logs.level("x:debug");
        logger.log(Level.ERROR, "again", thrown);
        assertThat(output().lines()).hasSizeGreaterThan(3).allSatisfy(line -> assertThat(line).startsWith("x: "))
            .anySatisfy(line -> assertThat(line).startsWith("x:     at ").contains("LogsTest"));
    }

    @Test
    void colorsAndTellsTheTime() {
        logs("--log-color", "--log-timestamp").logger("x").log(Level.ERROR, "text");

        assertThat(output()).matches("\u001b\\[32m\\[ +0\\.[0-9]{6}]\u001b\\[0m \u001b\\[33mx:\u001b\\[0m \u001b\\[31mtext\u001b\\[0m\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"NOTIME; ''; ''", "TIME; '     2.500000'; '    65.000001'", "DELTA; <     2.500000>; <    62.500001>",
        "RELTIME; +  2.500000; Nov21 06:01", "CTIME; Sat Nov 21 06:00:02 2026; Sat Nov 21 06:01:05 2026",
        "ISO; 2026-11-21T06:00:02.500000+00:00; 2026-11-21T06:01:05.000001+00:00"})
    void tellsTheTimeInEveryForm(final LogOptions.Timestamp format, final String first, final String second) {
        final Instant start = Instant.parse("2026-11-21T06:00:00Z");
        final Instant[] now = {start};
        final LogTime time = new LogTime(format, () -> now[0], ZoneOffset.UTC);

        now[0] = start.plusMillis(2500);
        assertThat(time.now()).isEqualTo(first);
        now[0] = start.plusSeconds(65).plusNanos(1000);
        assertThat(time.now()).isEqualTo(second);
    }

    @Test
    void listsComponentsAndLevels() {
        final Logs logs = logs("--log-level=pmd.*:debug");
        logs.logger("pmd.net.tap");

        assertThat(logs.help()).contains("pmd.net.tap  debug", "1  emergency", "8  debug", "PATTERN:LEVEL", "REGEX,LEVEL");
    }

    @Test
    void sendsToSyslogUntilClosed(@TempDir final Path directory) {
        final Path path = directory.resolve("log");
        final CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined();
                Fd daemon = Fd.check(SocketCalls.socket(state, Sock.AF_UNIX, Sock.SOCK_DGRAM | Sock.SOCK_NONBLOCK, 0), "socket")) {
            final MemorySegment address = arena.allocate(110);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Sock.AF_UNIX);
            address.asSlice(2).copyFrom(MemorySegment.ofArray(path.toString().getBytes(StandardCharsets.UTF_8)));
            assertThat(SocketCalls.bind(state, daemon.number(), address.address(), 110)).isZero();
            final MemorySegment received = arena.allocate(9000);
            final Logs logs = logs();
            logs.addSyslog(LogOptions.Facility.LOCAL0, path);

            logs.logger("pmd.net.tap").log(Level.WARNING, "slow");
            final long length = SocketCalls.recv(state, daemon.number(), received.address(), 9000, 0);
            final String message = new String(received.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            logs.logger("pmd.net.tap").log(Level.ERROR, "x".repeat(20_000));
            final long longest = SocketCalls.recv(state, daemon.number(), received.address(), 9000, 0);
            logs.close();
            logs.close();
            logs.logger("pmd.net.tap").log(Level.ERROR, "late");

            // local0 is 16, warning is 4.
            assertThat(message).isEqualTo("<132>pollmode[" + ProcessHandle.current().pid() + "]: pmd.net.tap: slow");
            assertThat(longest).isEqualTo(8192);
            assertThat(SocketCalls.recv(state, daemon.number(), received.address(), 9000, 0)).isNegative();
            assertThat(output()).startsWith("pmd.net.tap: slow\n").endsWith("pmd.net.tap: late\n");
        }
    }

    @Test
    void goesOnWithoutSyslogWhereThereIsNone(@TempDir final Path directory) {
        final Logs logs = logs();

        logs.addSyslog(LogOptions.Facility.DAEMON, directory.resolve("none"));
        logs.addSyslog(LogOptions.Facility.DAEMON, Path.of("/" + "x".repeat(200)));

        assertThat(output().lines()).hasSize(2).first().asString().startsWith("lib.eal: connect(").contains("ENOENT", "--syslog");
    }
}
