package dev.pollmode.testpmd;

import dev.pollmode.eal.Doctor;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalBuilder;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.EalOptions;
import dev.pollmode.eal.EalUsage;
import dev.pollmode.eal.LogLevel;
import dev.pollmode.eal.UnknownWords;
import dev.pollmode.telemetry.TelemetryClient;
import dev.pollmode.testpmd.cli.Console;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The testpmd application: `testpmd [EAL options] -- [testpmd options]`; `testpmd telemetry` is [TelemetryClient], `testpmd doctor` [Doctor].
public final class Testpmd {
    private static final int FAILED = 1;
    private static final String TELEMETRY = "telemetry";
    private static final String DOCTOR = "doctor";

    private Testpmd() {
    }

    /// Runs testpmd and ends the JVM with its exit status.
    ///
    /// @param args options of the EAL, `--`, options of testpmd, also without `--`; or `doctor`, or `telemetry` and its arguments
    public static void main(final String... args) {
        final PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false,
            StandardCharsets.UTF_8);
        System.exit(run(System.in, out, System.err, args));
    }

    /// Runs testpmd.
    ///
    /// @param in where commands come from
    /// @param out where answers go
    /// @param error where messages go
    /// @param args as for [#main]
    /// @return the exit status
    static int run(final InputStream in, final PrintStream out, final PrintStream error, final String... args) {
        if (args.length > 0 && TELEMETRY.equals(args[0])) {
            return TelemetryClient.run(in, out, error, System.getenv(), Arrays.copyOfRange(args, 1, args.length));
        }
        try {
            if (args.length == 1 && DOCTOR.equals(args[0])) {
                printFindings(out);
                return 0;
            }
            return start(in, out, error, args);
        } catch (final StartupException | EalException e) {
            out.flush();
            error.println("EAL: Error - exiting with code: " + FAILED + "\n  Cause: " + e.getMessage());
            return FAILED;
        } finally {
            out.flush();
        }
    }

    private static int start(final InputStream in, final PrintStream out, final PrintStream error, final String... args) {
        final EalOptions ealOptions = ealOptions(args);
        if (ealOptions.helpWanted()) {
            out.print(EalUsage.text() + "\n" + AppOptions.usage());
            return 0;
        }
        if (ealOptions.logs().help()) {
            try (Eal eal = initEal(ealOptions, error)) {
                out.print(DeviceReports.logTypes(eal).text() + "levels: " + LogLevel.names() + '\n');
            }
            return 0;
        }
        final AppOptions options = AppOptions.parse(ealOptions.remaining());
        if (options.help) {
            out.print(AppOptions.usage());
            return 0;
        }
        final Console console = new Console(out, error);
        console.json(options.json);
        try (Eal eal = initEal(ealOptions, error)) {
            return new Startup(eal, options, console, in).run();
        }
    }

    private static void printFindings(final PrintStream out) {
        Doctor.examine().forEach(finding -> out.println("%-4s  %-22s  %-30s  %s".formatted(finding.remedy().isEmpty() ? "ok" : "look", finding.name(),
            finding.state(), finding.remedy()).stripTrailing()));
    }

    private static EalOptions ealOptions(final String... args) {
        try {
            return EalOptions.parse(UnknownWords.KEEP, args);
        } catch (final EalException e) {
            throw new StartupException("Cannot init EAL: " + e.getMessage(), e);
        }
    }

    private static Eal initEal(final EalOptions options, final PrintStream error) {
        try {
            final EalBuilder builder = Eal.builder().options(options);
            // A stream that is named leaves syslog out.
            return (error == System.err ? builder : builder.logsTo(error)).init();
        } catch (final EalException e) {
            throw new StartupException("Cannot init EAL: " + e.getMessage(), e);
        }
    }
}
