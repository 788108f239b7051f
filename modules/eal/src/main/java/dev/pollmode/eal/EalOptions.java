package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.List;

/// A command line of the EAL, parsed and checked.
///
/// A value, safe to share between threads.
public final class EalOptions {
    private final LcoreOptions lcores;
    private final DeviceOptions devices;
    private final MemoryOptions memory;
    private final LogOptions logs;
    private final TraceOptions traces;
    private final boolean telemetry;
    private final String filePrefix;
    private final boolean versionWanted;
    private final boolean helpWanted;
    private final List<String> words;
    private final List<String> remaining;
    private final List<OptionNote> notes;

    EalOptions(final GivenOptions given, final List<OptionNote> notes, final List<String> words, final List<String> remaining) {
        this.lcores = LcoreOptions.of(given);
        this.devices = DeviceOptions.of(given);
        this.memory = MemoryOptions.of(given);
        this.logs = LogOptions.of(given);
        this.traces = TraceOptions.of(given);
        this.telemetry = !given.has(EalOption.NO_TELEMETRY);
        this.filePrefix = OptionValues.last(given, EalOption.FILE_PREFIX, EalOptions::filePrefix).orElse("rte");
        this.versionWanted = given.has(EalOption.VERSION);
        this.helpWanted = given.has(EalOption.HELP);
        this.words = List.copyOf(words);
        this.remaining = List.copyOf(remaining);
        this.notes = List.copyOf(notes);
    }

    /// Parses a command line; before `--` only words that the EAL knows are allowed.
    ///
    /// @param args the command line, without the name of the program
    /// @return the options
    /// @throws EalException EINVAL naming the first wrong word, its place, and what was expected
    public static EalOptions parse(final String... args) {
        return EalOptionParser.standard().parse(UnknownWords.REFUSE, args);
    }

    /// Parses a command line.
    ///
    /// @param unknown what to do with words that the EAL does not know
    /// @param args    the command line, without the name of the program
    /// @return the options
    /// @throws EalException EINVAL naming the first wrong word, its place, and what was expected
    public static EalOptions parse(final UnknownWords unknown, final String... args) {
        return EalOptionParser.standard().parse(unknown, args);
    }

    /// {@return what was said of lcores}
    public LcoreOptions lcores() {
        return lcores;
    }

    /// {@return what was said of devices}
    public DeviceOptions devices() {
        return devices;
    }

    /// {@return what was said of memory}
    public MemoryOptions memory() {
        return memory;
    }

    /// {@return what was said of logs}
    public LogOptions logs() {
        return logs;
    }

    /// {@return what was said of traces}
    public TraceOptions traces() {
        return traces;
    }

    /// {@return whether telemetry is wanted; off by `--no-telemetry`}
    public boolean telemetry() {
        return telemetry;
    }

    /// {@return the name of this instance in files and sockets, of `--file-prefix`; `rte` if not given}
    public String filePrefix() {
        return filePrefix;
    }

    /// {@return whether the version is to be printed at start, by `-v`}
    public boolean versionWanted() {
        return versionWanted;
    }

    /// {@return whether help is to be printed in place of a start, by `-h`; see [EalUsage#text()]}
    public boolean helpWanted() {
        return helpWanted;
    }

    /// {@return the words that were the EAL's, as they were typed; those of the environment and of files too}
    public List<String> words() {
        return words;
    }

    /// {@return the words for the application: those after `--`, or the unknown ones that were kept}
    public List<String> remaining() {
        return remaining;
    }

    /// Logs what the user should know of the command line: options without effect, options that another one overrules.
    ///
    /// @param logger where to log, once
    public void report(final System.Logger logger) {
        notes.forEach(note -> logger.log(note.level(), note.text()));
    }

    /// {@return what [#report(System.Logger)] logs, one text each}
    public List<String> notes() {
        final List<String> texts = new ArrayList<>();
        notes.forEach(note -> texts.add(note.text()));
        return texts;
    }

    private static String filePrefix(final GivenOption option) {
        final String prefix = option.value();
        if (prefix.isEmpty() || prefix.indexOf('/') >= 0 || prefix.indexOf('%') >= 0 || prefix.startsWith(".")
                || Wrong.hasControls(prefix)) {
            throw option.expected("a part of a file name: not empty, without '/' and '%', not beginning with '.'");
        }
        return prefix;
    }
}
