package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// EA-25.
class TracesTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Logs logs = Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), LogOptions.defaults());
    private final System.Logger log = logs.logger("lib.eal");

    @TempDir
    private Path directory;

    @Test
    void recordsEventsWhoseNameMatches() throws IOException {
        try (Traces traces = Traces.start(options("--trace=^dev.pollmode", "--trace-dir=" + directory.resolve("new")), "er1", log)) {
            assertThat(traces).isNotNull();
            logs.logger("pmd.net.tap").log(System.Logger.Level.WARNING, "slow");
        }

        final List<RecordedEvent> events = RecordingFile.readAllEvents(onlyFile(directory.resolve("new")));
        assertThat(events).allSatisfy(event -> assertThat(event.getEventType().getName()).startsWith("dev.pollmode."))
            .anySatisfy(event -> {
                assertThat(event.getString("component")).isEqualTo("pmd.net.tap");
                assertThat(event.getString("text")).isEqualTo("slow");
            });
    }

    @Test
    void warnsWhereNoEventIsMeant() {
        Traces.start(options("--trace=nosuch", "--trace=no.such", "--trace-dir=" + directory), "er1", log).close();

        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("--trace=nosuch,no.such: recording 0 kinds of events");
    }

    @Test
    void recordsNothingUnlessAsked() throws IOException {
        Traces.start(options("--trace-dir=" + directory), "er1", log).close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void namesAPlaceThatCannotBeWritten() throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Traces.start(options("--trace=x", "--trace-dir=" + file), "er1", log)).isInstanceOf(EalException.class)
            .hasMessageContaining("option --trace: cannot record to " + file);
    }

    private static TraceOptions options(final String... words) {
        return EalOptionParser.withEnvironment(Map.of()).parse(UnknownWords.REFUSE, words).traces();
    }

    private static Path onlyFile(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            final List<Path> all = files.toList();
            assertThat(all).singleElement().asString().contains("er1-").endsWith(".jfr");
            return all.getFirst();
        }
    }
}
