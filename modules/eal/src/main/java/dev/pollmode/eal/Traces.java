package dev.pollmode.eal;

import dev.pollmode.sys.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/// The recording that `--trace` asks for: a file of the flight recorder of the JVM, for `jfr print` and JDK Mission
/// Control. Events of the EAL begin with `dev.pollmode.`, those of the JVM with `jdk.`.
///
/// A full recording forgets its oldest events; the flight recorder has no other way.
final class Traces implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss-SSS", Locale.ROOT);

    private final Recording recording;

    private Traces(final Recording recording) {
        this.recording = recording;
    }

    /// Starts to record, if the command line asks for it.
    ///
    /// @param options what is recorded, and where it goes
    /// @param prefix  how the name of the file begins
    /// @param log     where the file is told
    /// @return the recording, the caller's to close, which writes the file
    /// @throws EalException EIO if there can be no file
    static Traces start(final TraceOptions options, final String prefix, final System.Logger log) {
        if (options.patterns().isEmpty()) {
            return new Traces(null);
        }
        final Path directory = options.directory().orElse(Path.of(System.getProperty("user.home"), "pollmode-traces"));
        final Path file = directory.resolve(prefix + "-" + TIME.format(LocalDateTime.now()) + ".jfr");
        final Recording recording = new Recording();
        try {
            FlightRecorder.register(LogEvent.class);
            Files.createDirectories(directory);
            recording.setName("pollmode " + prefix);
            recording.setDumpOnExit(true);
            recording.setMaxSize(options.bufferBytes());
            recording.setDestination(file);
            final int events = enable(recording, options.patterns());
            recording.start();
            log.log(events == 0 ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                "--trace=%s: recording %d kinds of events to %s".formatted(String.join(",", options.patterns()), events, file));
            return new Traces(recording);
        } catch (final IOException e) {
            recording.close();
            throw new EalException(Errno.EIO, "option --trace: cannot record to " + file + ": " + e, e);
        }
    }

    /// Ends the recording and writes the file.
    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }

    private static int enable(final Recording recording, final List<String> patterns) {
        final List<NameMatcher> matchers = patterns.stream().map(NameMatcher::regex).toList();
        int enabled = 0;
        for (final EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (matchers.stream().anyMatch(matcher -> matcher.matches(type.getName()))) {
                recording.enable(type.getName());
                enabled++;
            } else {
                recording.disable(type.getName());
            }
        }
        return enabled;
    }
}
